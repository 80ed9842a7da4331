import { isOccurrence } from "../../model/domains.ts";
import type { Interval } from "../../model/state-change.ts";
import { CONTEXT_CODE, type Frame } from "./frame.ts";
import { withGaps } from "./holes.ts";

/**
 * The frame as if nobody had recorded these local days: every entity has a gap in them. What changed meanwhile is taken
 * over at their end, as changes by nobody.
 */
export function leaveOut(frame: Frame, days: ReadonlySet<number>): Frame {
  if (days.size === 0) return frame;
  const parts = partsOf(frame, days);
  const rows = frame.entities.names.map((_, entity) => keptRows(frame, entity, parts));
  const start = new Int32Array(frame.start.length);
  for (const [entity, own] of rows.entries()) start[entity + 1] = start[entity]! + own.length;
  const all = rows.flat();
  const without = {
    ...frame,
    start,
    times: Float64Array.from(all, ({ at }) => at),
    codes: Int32Array.from(all, ({ row }) => frame.codes[row]!),
    contexts: Uint8Array.from(all, ({ row, isMoved }) => (isMoved ? CONTEXT_CODE.automation : frame.contexts[row]!)),
  };
  return withGaps(without, parts);
}

interface KeptRow {
  readonly row: number;
  readonly at: number;
  readonly isMoved: boolean;
}

function keptRows(
  { start, times, codes, entities }: Frame,
  entity: number,
  parts: readonly Interval[],
): readonly KeptRow[] {
  const kept: KeptRow[] = [];
  const end = start[entity + 1]!;
  let part = 0;
  for (let row = start[entity]!; row < end; row++) {
    const at = times[row]!;
    while (part < parts.length && at >= parts[part]!.to) part += 1;
    const inside = parts[part];
    if (inside === undefined || at < inside.from) {
      kept.push({ row, at, isMoved: false });
      continue;
    }
    const isLast = row + 1 === end || times[row + 1]! >= inside.to;
    const isReplaced = row + 1 < end && times[row + 1] === inside.to;
    const before = kept.at(-1);
    const isNews = before === undefined || codes[before.row] !== codes[row];
    if (isLast && !isReplaced && isNews && !isOccurrence(entities.names[entity]!))
      kept.push({ row, at: inside.to, isMoved: true });
  }
  return kept;
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
