import type { LogbookCall } from "../../history/attribution/logbook-attribution.ts";
import type { UserKindOf } from "../../history/attribution/users.ts";
import { UNKNOWN } from "../../model/cause.ts";
import type { LevelChange, Levels } from "../../model/level.ts";
import { isGapState, type StateChange } from "../../model/state-change.ts";
import { levelsByCalls } from "../fetch-level-history.ts";
import { instantOfSeconds } from "../instants.ts";
import { isEmpty, levelsChanged, levelsOf } from "../level-attributes.ts";
import type { RecorderEntity, StateRow } from "./rows.ts";

/** Level changes of a recorder's rows, equal to those of the backfill. Rows must be passed in chronological order. */
export interface RecorderLevels {
  /** Undefined if no level changed. */
  ofRow(row: StateRow, entity: RecorderEntity, change: StateChange | undefined): LevelChange | undefined;
  ofCall(call: LogbookCall): readonly LevelChange[];
}

export function createRecorderLevels(
  userKindOf: UserKindOf,
  attributesOf: (row: StateRow) => Readonly<Record<string, unknown>>,
): RecorderLevels {
  const levelsByEntity = new Map<RecorderEntity, Levels>();
  return {
    ofRow: (row, entity, change) => {
      const { entityId, storesLevels } = entity;
      if (!storesLevels || row.state === null || isGapState(row.state)) return undefined;
      const before = levelsByEntity.get(entity) ?? {};
      const after = levelsOf(entityId, attributesOf(row));
      const levels = levelsChanged(before, after);
      levelsByEntity.set(entity, { ...before, ...after });
      if (isEmpty(levels)) return undefined;
      return { entityId, at: instantOfSeconds(row.seconds), levels, cause: change?.cause ?? UNKNOWN };
    },
    ofCall: (call) => levelsByCalls([call], userKindOf),
  };
}
