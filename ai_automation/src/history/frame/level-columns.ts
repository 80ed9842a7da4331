import type { NumericLevel } from "../../model/level.ts";

/** The values of one level of an entity, in order of time. */
export interface LevelColumn {
  /** Milliseconds UTC. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Levels by entity code; entities without any are left out. */
export type FrameLevels = ReadonlyMap<number, ReadonlyMap<NumericLevel, LevelColumn>>;

export interface LevelsBuilder {
  /** Rows may be added in any order. */
  add(at: number, entity: number, kind: NumericLevel, value: number): void;
  finish(): FrameLevels;
}

export function createLevelsBuilder(): LevelsBuilder {
  const rows = new Map<number, Map<NumericLevel, { at: number; value: number }[]>>();
  return {
    add: (at, entity, kind, value) => {
      const kinds = rows.get(entity) ?? new Map<NumericLevel, { at: number; value: number }[]>();
      rows.set(entity, kinds);
      const known = kinds.get(kind) ?? [];
      kinds.set(kind, known);
      known.push({ at, value });
    },
    finish: () =>
      new Map(
        [...rows].map(([entity, kinds]) => [entity, new Map([...kinds].map(([kind, of]) => [kind, columnOf(of)]))]),
      ),
  };
}

function columnOf(rows: { at: number; value: number }[]): LevelColumn {
  rows.sort((a, b) => a.at - b.at);
  return {
    times: Float64Array.from(rows, ({ at }) => at),
    values: Float64Array.from(rows, ({ value }) => value),
  };
}
