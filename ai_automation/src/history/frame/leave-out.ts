import { isOccurrence } from "../../model/domains.ts";
import type { Interval } from "../../model/state-change.ts";
import { createCodes } from "./codes.ts";
import { CONTEXT_CODE, type Frame } from "./frame.ts";
import { withGaps } from "./holes.ts";

/**
 * The frame as if nobody had recorded these local days: every entity has a gap in them. What changed meanwhile is taken
 * over at their end, as changes by nobody.
 * @param memory where the rows are written: `reused` overwrites those of the given frame, which is not valid any more
 */
export function leaveOut(frame: Frame, days: ReadonlySet<number>, memory: "new" | "reused" = "new"): Frame {
  if (days.size === 0) return frame;
  const parts = partsOf(frame, days);
  const { times, codes, contexts } = memory === "reused" ? frame : emptyColumns(frame);
  const start = new Int32Array(frame.start.length);
  let kept = 0;
  for (let entity = 0; entity + 1 < start.length; entity++) {
    // No row is written behind the one that is read.
    forEachKept(frame, entity, parts, (at, code, context) => {
      times[kept] = at;
      codes[kept] = code;
      // See `copyContexts`.
      if (contexts[kept] !== context) contexts[kept] = context;
      kept += 1;
    });
    start[entity + 1] = kept;
  }
  const rows = {
    times: times.subarray(0, kept),
    codes: codes.subarray(0, kept),
    contexts: contexts.subarray(0, kept),
  };
  const missingDays = new Set([...frame.missingDays, ...days]);
  return withGaps({ ...frame, ...rows, start, missingDays }, parts);
}

const emptyColumns = ({ times: { length }, states }: Frame): Pick<Frame, "times" | "codes" | "contexts"> => ({
  times: new Float64Array(length),
  codes: createCodes(length, states.names.length),
  contexts: new Uint8Array(length),
});

function forEachKept(
  { start, times, codes, contexts, entities }: Frame,
  entity: number,
  parts: readonly Interval[],
  onRow: (at: number, code: number, context: number) => void,
): void {
  const end = start[entity + 1]!;
  const hasOccurrences = isOccurrence(entities.names[entity]!);
  let part = 0;
  let current = -1;
  for (let row = start[entity]!; row < end; row++) {
    const [at, code] = [times[row]!, codes[row]!];
    while (part < parts.length && at >= parts[part]!.to) part += 1;
    const inside = parts[part];
    if (inside === undefined || at < inside.from) {
      current = code;
      onRow(at, code, contexts[row]!);
      continue;
    }
    const isLast = row + 1 === end || times[row + 1]! >= inside.to;
    const isReplaced = row + 1 < end && times[row + 1] === inside.to;
    if (!isLast || isReplaced || code === current || hasOccurrences) continue;
    current = code;
    onRow(inside.to, code, CONTEXT_CODE.automation);
  }
}

/** Consecutive days together, ascending. */
function partsOf({ clock }: Frame, days: ReadonlySet<number>): readonly Interval[] {
  const parts: { from: number; to: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const [from, to] = [clock.instantOf(day, 0), clock.instantOf(day + 1, 0)];
    const last = parts.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else parts.push({ from, to });
  }
  return parts;
}
