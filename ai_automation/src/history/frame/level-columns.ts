import type { NumericLevel } from "../../model/level.ts";
import { createTimed, type Timed } from "./timed.ts";

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
  const rows = new Map<number, Map<NumericLevel, Timed>>();
  return {
    add: (at, entity, kind, value) => {
      let kinds = rows.get(entity);
      if (kinds === undefined) rows.set(entity, (kinds = new Map()));
      let column = kinds.get(kind);
      if (column === undefined) kinds.set(kind, (column = createTimed()));
      column.add(at, value);
    },
    finish: () =>
      new Map(
        [...rows].map(([entity, kinds]) => [entity, new Map([...kinds].map(([kind, of]) => [kind, of.sorted()]))]),
      ),
  };
}
