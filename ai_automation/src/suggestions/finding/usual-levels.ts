import type { Frame } from "../../history/frame/frame.ts";
import type { LevelColumn } from "../../history/frame/levels.ts";
import { levelBefore, lowerBound } from "../../history/frame/read.ts";
import type { NumericLevel } from "../../model/level.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";

/** People dim a light just after they switched it on: what it is set to a minute later is what they wanted. */
const SETTLED = MINUTE;
/** A median of fewer is a guess. */
const MIN_TIMES = 5;

/**
 * Half of the times a level may differ by this much and still be one habit, in its own unit; and to what step it is
 * rounded. Differences this small are hardly seen or felt (a fifth of the brightness range, one degree).
 */
const KINDS: Readonly<Record<NumericLevel, { readonly spread: number; readonly step: number }>> = {
  brightness: { spread: 20, step: 1 },
  color_temp_kelvin: { spread: 500, step: 50 },
  position: { spread: 15, step: 5 },
  tilt_position: { spread: 15, step: 5 },
  temperature: { spread: 1, step: 0.5 },
  target_temp_low: { spread: 1, step: 0.5 },
  target_temp_high: { spread: 1, step: 0.5 },
  humidity: { spread: 5, step: 1 },
  volume: { spread: 10, step: 1 },
  percentage: { spread: 20, step: 1 },
};

/** To what an entity was set when it was brought to a state at these instants; levels that never differ are left out. */
export function usualLevels(frame: Frame, entityId: string, actedAt: readonly number[]): readonly UsualLevel[] {
  const entity = frame.entities.find(entityId);
  const columns = entity === undefined ? undefined : frame.levels.get(entity);
  if (entity === undefined || columns === undefined) return [];
  const settled = actedAt.map((at) => Math.min(at + SETTLED, nextChange(frame, entity, at)));
  return [...columns].flatMap(([kind, column]) => {
    const usual = hasAlternatives(column)
      ? summarise(
          settled.map((at) => levelBefore(column, at)),
          KINDS[kind],
        )
      : undefined;
    return usual === undefined ? [] : [{ entityId, kind, ...usual }];
  });
}

function nextChange({ times, start }: Frame, entity: number, at: number): number {
  const end = start[entity + 1]!;
  const next = lowerBound(times, at + 1, start[entity], end);
  return next < end ? times[next]! : Infinity;
}

const hasAlternatives = ({ values }: LevelColumn): boolean => values.some((value) => value !== values[0]);

/** What these levels of a kind come to, with what still counts as the same; undefined where they are no habit. */
export function summariseLevel(
  values: readonly number[],
  kind: NumericLevel,
): { readonly median: number; readonly spread: number } | undefined {
  const { spread } = KINDS[kind];
  const summary = summarise(values, KINDS[kind]);
  return summary === undefined ? undefined : { median: summary.median, spread };
}

type Summary = Pick<UsualLevel, "median" | "low" | "high" | "times">;

function summarise(values: readonly number[], { spread, step }: (typeof KINDS)[NumericLevel]): Summary | undefined {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const quantile = (share: number): number => known[Math.round(share * (known.length - 1))] ?? NaN;
  const [low, median, high] = [quantile(0.25), quantile(0.5), quantile(0.75)];
  if (known.length < MIN_TIMES || high - low > spread) return undefined;
  return { low, high, median: Math.round(median / step) * step, times: known.length };
}
