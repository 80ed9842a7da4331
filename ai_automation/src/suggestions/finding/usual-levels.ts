import type { Frame } from "../../history/frame/frame.ts";
import type { LevelColumn } from "../../history/frame/level-columns.ts";
import { levelsByMachines } from "../../history/machines/level-machines.ts";
import { LEVEL_TOLERANCES } from "../../model/level.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";
import { agreedLevel } from "../../statistics/agreed-level.ts";
import { lowerBound } from "../../statistics/search.ts";

/** People dim a light just after turning it on; the level a minute later is the one they wanted. */
const SETTLING_TIME = MINUTE;

/** The usual levels of an entity after manual actions at these instants; levels that never vary are left out. */
export function usualLevels(frame: Frame, entityId: string, actedAt: readonly number[]): readonly UsualLevel[] {
  const entity = frame.entities.find(entityId);
  const columns = entity === undefined ? undefined : frame.levels.get(entity);
  if (entity === undefined || columns === undefined) return [];
  const settled = actedAt.map((at) => Math.min(at + SETTLING_TIME, nextChange(frame, entity, at)));
  return [...columns].flatMap(([kind, column]) => {
    const usual = varies(column)
      ? agreedLevel(levelsSetByPeople(frame, entity, column, settled), LEVEL_TOLERANCES[kind])
      : undefined;
    return usual === undefined ? [] : [{ entityId, kind, ...usual }];
  });
}

function nextChange({ times, start }: Frame, entity: number, at: number): number {
  const end = start[entity + 1]!;
  const next = lowerBound(times, at + 1, start[entity], end);
  return next < end ? times[next]! : Infinity;
}

/** The levels at these instants; NaN where something set them by itself. */
function levelsSetByPeople(
  frame: Frame,
  entity: number,
  column: LevelColumn,
  instants: readonly number[],
): readonly number[] {
  const isByMachine = levelsByMachines(frame, entity, column);
  return instants.map((at) => {
    const index = lowerBound(column.times, at) - 1;
    return index < 0 || isByMachine[index] === 1 ? NaN : column.values[index]!;
  });
}

const varies = ({ values }: LevelColumn): boolean => values.some((value) => value !== values[0]);
