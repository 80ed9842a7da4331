import type { AutomationConfig } from "../../model/automation.ts";
import { levelsOf, withLevel } from "../../automation/edit/actions.ts";
import { summariseLevel } from "../../statistics/agreed-level.ts";
import type { FollowedRun, LevelAfterRun } from "../history-ports.ts";
import type { Fix } from "../miner.ts";

const MIN_DAYS = 3;

/**
 * The level that people set after most runs of an automation, or null. A run after which nobody touched it weighs as much
 * as two that would be right at once; what they set has to be one habit, as with usual levels, and another one than now.
 */
export function findLevelFix(
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  levels: readonly LevelAfterRun[],
  dayOf: (at: number) => number,
): Fix | null {
  const kept = runs.filter(({ undoneAt }) => undoneAt === null);
  const fixes = [...Map.groupBy(levels, ({ entityId, kind }) => `${entityId} ${kind}`).values()].flatMap((set) => {
    const fix = fixOf(config, kept, set, dayOf);
    return fix === null ? [] : [fix];
  });
  return fixes.toSorted((a, b) => b.repaired.length - a.repaired.length)[0] ?? null;
}

function fixOf(
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  set: readonly LevelAfterRun[],
  dayOf: (at: number) => number,
): Fix | null {
  const [{ entityId, kind } = { entityId: "", kind: "brightness" as const }] = set;
  const valueAt = new Map(set.map(({ run, value }) => [run, value]));
  const changed = runs.filter(({ at }) => valueAt.has(at));
  const usual = summariseLevel(
    changed.flatMap(({ at }) => valueAt.get(at) ?? []),
    kind,
  );
  if (usual === undefined) return null;
  const isNear = ({ at }: FollowedRun): boolean => Math.abs((valueAt.get(at) ?? NaN) - usual.median) <= usual.spread;
  const repaired = changed.filter(isNear);
  const lost = runs.filter(({ at }) => !valueAt.has(at));
  const before = levelsOf(config, entityId).find((level) => level.kind === kind)?.median ?? null;
  const days = new Set(repaired.map(({ at }) => dayOf(at))).size;
  const isOther = before === null || Math.abs(before - usual.median) > usual.spread / 2;
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
