import { levelsOf, withLevel } from "../../automation/edit/actions.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { LEVEL_TOLERANCES } from "../../model/level.ts";
import { agreedLevel } from "../../statistics/agreed-level.ts";
import type { FollowedRun, LevelAfterRun } from "../history-ports.ts";
import type { Fix } from "../miner.ts";

const MIN_DAYS = 3;

/**
 * The level that people set after most runs of an automation, or null. The levels must agree, as usual levels do, and
 * differ from the current one. A run after which nobody changed the level weighs as much as two that the fix corrects.
 */
export function findLevelFix(
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  levels: readonly LevelAfterRun[],
  dayOf: (at: number) => number,
): Fix | null {
  const kept = runs.filter(({ undoneAt }) => undoneAt === null);
  const fixes = [...Map.groupBy(levels, ({ entityId, kind }) => `${entityId} ${kind}`).values()].flatMap((group) => {
    const fix = fixOf(config, kept, group, dayOf);
    return fix === null ? [] : [fix];
  });
  return fixes.toSorted((a, b) => b.repaired.length - a.repaired.length)[0] ?? null;
}

function fixOf(
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  group: readonly LevelAfterRun[],
  dayOf: (at: number) => number,
): Fix | null {
  const [{ entityId, kind } = { entityId: "", kind: "brightness" as const }] = group;
  const valueAt = new Map(group.map(({ run, value }) => [run, value]));
  const changed = runs.filter(({ at }) => valueAt.has(at));
  const tolerance = LEVEL_TOLERANCES[kind];
  const usual = agreedLevel(
    changed.flatMap(({ at }) => valueAt.get(at) ?? []),
    tolerance,
  );
  if (usual === undefined) return null;
  const isNear = ({ at }: FollowedRun): boolean =>
    Math.abs((valueAt.get(at) ?? NaN) - usual.median) <= tolerance.spread;
  const repaired = changed.filter(isNear);
  const lost = runs.filter(({ at }) => !valueAt.has(at));
  const before = levelsOf(config, entityId).find((level) => level.kind === kind)?.median ?? null;
  const days = new Set(repaired.map(({ at }) => dayOf(at))).size;
  const isOther = before === null || Math.abs(before - usual.median) > tolerance.spread / 2;
  if (!isOther || days < MIN_DAYS || repaired.length <= 2 * lost.length) return null;
  return {
    change: { kind: "level", entityId, level: kind, before, after: usual.median },
    automation: withLevel(config, [{ entityId }], { kind, value: usual.median }),
    repaired,
    stillUndone: changed.filter((run) => !isNear(run)),
    kept: [],
    lost,
  };
}
