import type { RecordedChange } from "./recorded-change.ts";

const LINES_PER_PIECE = 1_000;

/** The text of a recording (docs/evaluation.md, section 1), in pieces of about 1,000 lines. */
export function* recordingText(rows: Iterable<RecordedChange>): Generator<string> {
  let lines = ["timestamp,entity_id,state,context\n"];
  for (const { at, entityId, state, context } of rows) {
    lines.push(`${new Date(at).toISOString()},${entityId},${field(state)},${context}\n`);
    if (lines.length < LINES_PER_PIECE) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

/** The parser reads line by line, so a line break must not stay in a field. */
function field(state: string): string {
  const line = state.replaceAll(/[\r\n]+/g, " ");
  return /[",]/.test(line) || line !== line.trim() ? `"${line.replaceAll('"', '""')}"` : line;
}
