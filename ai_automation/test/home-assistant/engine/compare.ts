import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { Interval } from "../../../src/model/state-change.ts";
import { firesOf } from "../../../src/replay/fires.ts";
import type { World } from "../../../src/replay/world.ts";
import type { Written } from "./automations.ts";

/** Time triggers run up to half a second late (RANDOM_MICROSECOND_MAX in helpers/event.py), and then in their turn. */
const TOLERANCE = 600;

export interface Comparison {
  readonly alias: string;
  /** Why it is not replayed; empty if it is. */
  readonly unsupported: readonly string[];
  /** How often it ran. */
  readonly real: number;
  readonly agreeing: number;
  /** Runs that the replay lacks, and those that only the replay has. */
  readonly missed: readonly number[];
  readonly invented: readonly number[];
}

/** Compares the real runs of automations, by id, with those that the replay of their recording has. */
export function compare(
  automations: readonly Written[],
  runs: ReadonlyMap<string, readonly number[]>,
  world: World,
  interval: Interval,
): readonly Comparison[] {
  return automations.map((automation) => {
    const plan = parseAutomation(automation);
    const real = (runs.get(automation.id) ?? []).filter((at) => at >= interval.from && at < interval.to);
    const { alias } = automation;
    const about = { alias, unsupported: plan.unsupported, real: real.length };
    if (plan.unsupported.length > 0) return { ...about, agreeing: 0, missed: [], invented: [] };
    const replayed = firesOf(plan, world, interval).map(({ at }) => at);
    return {
      ...about,
      ...matched(
        [...real].sort((a, b) => a - b),
        replayed,
      ),
    };
  });
}

/** Pairs two ascending lists of instants, each at most once. */
function matched(
  real: readonly number[],
  replayed: readonly number[],
): Pick<Comparison, "agreeing" | "missed" | "invented"> {
  const missed: number[] = [];
  const invented: number[] = [];
  let [agreeing, next] = [0, 0];
  for (const at of real) {
    while (next < replayed.length && replayed[next]! < at - TOLERANCE) invented.push(replayed[next++]!);
    if (next < replayed.length && replayed[next]! <= at + TOLERANCE) {
      agreeing += 1;
      next += 1;
    } else missed.push(at);
  }
  return { agreeing, missed, invented: [...invented, ...replayed.slice(next)] };
}

export function summaryOf(comparisons: readonly Comparison[]): {
  readonly real: number;
  readonly replayed: number;
  readonly agreeing: number;
  readonly wrong: readonly Comparison[];
} {
  const sum = (of: (one: Comparison) => number): number => comparisons.reduce((total, one) => total + of(one), 0);
  return {
    real: sum(({ real }) => real),
    replayed: sum(({ real, unsupported }) => (unsupported.length === 0 ? real : 0)),
    agreeing: sum(({ agreeing }) => agreeing),
    wrong: comparisons.filter(({ missed, invented }) => missed.length + invented.length > 0),
  };
}
