import type { Draws } from "../../../demo/draws.ts";
import type { HomeLevel, HomeRecording, HomeRow } from "../home-recording.ts";

/**
 * Something that happens in real homes without changing people's habits (docs/evaluation.md, section 5, messy homes). A
 * pure function of a recording and seeded draws that does not know the planted habits.
 */
export interface Nuisance {
  readonly name: string;
  disturb(recording: HomeRecording, draws: Draws): Disturbed;
}

export interface Disturbed {
  readonly recording: HomeRecording;
  /** Added entities that act by themselves: no suggestion may act on them. */
  readonly added: readonly string[];
  /** New entity ids with the old one. */
  readonly renamed: ReadonlyMap<string, string>;
}

export const NOTHING_RENAMED: ReadonlyMap<string, string> = new Map();

/** Adds rows in order of time, those of one instant after the existing ones. */
export function withRows(
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

/** Every local day from the first row to the last. */
export function daysOf({ clock, rows }: HomeRecording): readonly number[] {
  const first = clock.dayOf(rows[0]?.at ?? 0);
  const last = clock.dayOf(rows.at(-1)?.at ?? 0);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Entities of some domains with at least `least` rows, sorted by id. */
export function busyEntities({ rows }: HomeRecording, domains: readonly string[], least: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { entityId } of rows) counts.set(entityId, (counts.get(entityId) ?? 0) + 1);
  return [...counts.keys()]
    .filter((entityId) => domains.includes(entityId.slice(0, entityId.indexOf("."))) && counts.get(entityId)! >= least)
    .sort();
}
