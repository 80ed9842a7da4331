import type { Draws } from "../../../demo/draws.ts";
import type { HomeLevel, HomeRecording, HomeRow } from "../home-recording.ts";

/**
 * Something that happens in real homes and changes nothing of what people do (evaluation.md 5, messy homes). A pure
 * function of a recording and seeded draws; it may use what is recorded and knows nothing of the habits behind it.
 */
export interface Nuisance {
  readonly name: string;
  disturb(recording: HomeRecording, draws: Draws): Disturbed;
}

export interface Disturbed {
  readonly recording: HomeRecording;
  /** Entities that were added and act by themselves: no suggestion may act on them. */
  readonly added: readonly string[];
  /** New ids of entities that were there before, with the old one. */
  readonly renamed: ReadonlyMap<string, string>;
}

export const NOTHING_RENAMED: ReadonlyMap<string, string> = new Map();

/** The recording with further rows, in order of time; those of one instant come after what was there. */
export function withMore(
  recording: HomeRecording,
  rows: readonly HomeRow[],
  levels: readonly HomeLevel[] = [],
): HomeRecording {
  const byTime = (a: { readonly at: number }, b: { readonly at: number }): number => a.at - b.at;
  return {
    ...recording,
    rows: [...recording.rows, ...rows].sort(byTime),
    levels: [...recording.levels, ...levels].sort(byTime),
  };
}

/** Every local day from the first row's to the last one's. */
export function daysOf({ clock, rows }: HomeRecording): readonly number[] {
  const first = clock.dayOf(rows[0]?.at ?? 0);
  const last = clock.dayOf(rows.at(-1)?.at ?? 0);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Entities of some domains with at least so many rows, in order of their ids. */
export function busyEntities({ rows }: HomeRecording, domains: readonly string[], least: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { entityId } of rows) counts.set(entityId, (counts.get(entityId) ?? 0) + 1);
  return [...counts.keys()]
    .filter((entityId) => domains.includes(entityId.slice(0, entityId.indexOf("."))) && counts.get(entityId)! >= least)
    .sort();
}
