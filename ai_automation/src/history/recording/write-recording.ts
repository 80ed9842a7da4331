import type { RecordedChange } from "./recorded-change.ts";

const LINES_A_PIECE = 1_000;

/** The text of a recording (evaluation.md 1), piece by piece. */
export function* recordingText(rows: Iterable<RecordedChange>): Generator<string> {
  let lines = ["timestamp,entity_id,state,context\n"];
  for (const { at, entityId, state, context } of rows) {
    lines.push(`${new Date(at).toISOString()},${entityId},${field(state)},${context}\n`);
    if (lines.length < LINES_A_PIECE) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

/** A line break would end the row. */
function field(state: string): string {
  const line = state.replaceAll(/[\r\n]+/g, " ");
  return /[",]/.test(line) || line !== line.trim() ? `"${line.replaceAll('"', '""')}"` : line;
}
