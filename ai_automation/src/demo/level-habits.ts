import { contextOf } from "../model/cause.ts";
import type { LevelChange, Levels, NumericLevel } from "../model/level.ts";
import type { StateChange } from "../model/state-change.ts";
import { drawsFor, type Draws } from "./draws.ts";

/** The level that people set along with a state. */
interface LevelHabit {
  readonly entityId: string;
  readonly state: string;
  readonly kind: NumericLevel;
  readonly usual: number;
  /** Standard deviation. */
  readonly scatter: number;
  readonly range: readonly [low: number, high: number];
}

const LEVEL_HABITS: readonly LevelHabit[] = [
  { entityId: "light.living_room", state: "on", kind: "brightness", usual: 40, scatter: 3, range: [5, 100] },
  {
    entityId: "light.living_room",
    state: "on",
    kind: "color_temp_kelvin",
    usual: 2_700,
    scatter: 40,
    range: [2_200, 6_500],
  },
  { entityId: "light.bathroom", state: "on", kind: "brightness", usual: 15, scatter: 2, range: [5, 100] },
  { entityId: "climate.living_room", state: "heat", kind: "temperature", usual: 20.5, scatter: 0.2, range: [16, 24] },
  { entityId: "cover.living_room_blind", state: "open", kind: "position", usual: 60, scatter: 2, range: [10, 100] },
  { entityId: "light.study", state: "on", kind: "brightness", usual: 60, scatter: 30, range: [5, 100] },
];

/** The probability that somebody sets another level. */
const OUTLIER_CHANCE = 0.15;

/** The levels set along with a home's changes; deterministic for a seed and change. */
export function levelsWith(changes: readonly StateChange[], seed: number): readonly LevelChange[] {
  return changes.flatMap(({ entityId, state, at, cause }) => {
    const own = LEVEL_HABITS.filter((habit) => habit.entityId === entityId && habit.state === state);
    if (own.length === 0 || contextOf(cause) === "automation") return [];
    const draws = drawsFor(seed, "levels", entityId, at);
    const levels: Levels = Object.fromEntries(own.map((habit) => [habit.kind, levelOf(habit, draws)]));
    return [{ entityId, at, levels, cause }];
  });
}

function levelOf({ kind, usual, scatter, range: [low, high] }: LevelHabit, draws: Draws): number {
  const value = draws.chance(OUTLIER_CHANCE) ? draws.uniform(low, high) : usual + scatter * draws.normal();
  const step = kind === "temperature" ? 0.5 : 1;
  return Math.min(high, Math.max(low, Math.round(value / step) * step));
}
