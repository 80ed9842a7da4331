import { entitiesOfCondition, entitiesOfTrigger } from "../../../src/automation/entities-of-plan.ts";
import type { Plan, TriggerPlan } from "../../../src/automation/plan.ts";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { Reason } from "../../../src/model/reason.ts";
import type { Interval } from "../../../src/model/state-change.ts";
import { changesOf, indexesOf } from "../../../src/replay/changes.ts";
import { firesOf, isClockTrigger } from "../../../src/replay/fires.ts";
import { momentsOf } from "../../../src/replay/moments.ts";
import type { World } from "../../../src/replay/world.ts";
import type { Written } from "./automations.ts";
import { LATE } from "./beats.ts";

/**
 * Time triggers run up to half a second late (RANDOM_MICROSECOND_MAX in helpers/event.py), and then in their turn. While
 * Home Assistant is late in everything, it runs its automations that much later too.
 */
const TOLERANCE = 600;

export interface Comparison {
  readonly alias: string;
  /** Why it is not replayed; empty if it is. */
  readonly unsupported: readonly Reason[];
  /** How often it ran. */
  readonly real: number;
  readonly agreeing: number;
  /** Runs that the replay lacks, and those that only the replay has. */
  readonly missed: readonly number[];
  readonly invented: readonly number[];
  /** How many more differ where it is open what Home Assistant did first. */
  readonly excused: number;
}

/**
 * Compares the real runs of automations, by id, with those that the replay of their recording has. `late` is when Home
 * Assistant was late: another change may then come before what was due.
 */
export function compare(
  automations: readonly Written[],
  runs: ReadonlyMap<string, readonly number[]>,
  world: World,
  interval: Interval,
  late: readonly Interval[],
): readonly Comparison[] {
  return automations.map((automation) => {
    const plan = parseAutomation(automation);
    const real = (runs.get(automation.id) ?? []).filter((at) => at >= interval.from && at < interval.to);
    const { alias } = automation;
    const about = { alias, unsupported: plan.unsupported, real: real.length };
    if (plan.unsupported.length > 0) return { ...about, agreeing: 0, missed: [], invented: [], excused: 0 };
    const replayed = firesOf(plan, world, interval).map(({ at }) => at);
    const { agreeing, missed, invented } = matched(real.toSorted(ascending), replayed, late);
    const races = racesOf(plan, world, interval, late);
    const isExcused = (at: number): boolean => races.some(({ from, to }) => at >= from && at <= to);
    const [wrongly, needlessly] = [missed, invented].map((all) => all.filter((at) => !isExcused(at)));
    const excused = missed.length + invented.length - wrongly!.length - needlessly!.length;
    return { ...about, agreeing, missed: wrongly!, invented: needlessly!, excused };
  });
}

/**
 * When it is open which of two things Home Assistant did first: while it was late, and if a hold that began then ended;
 * and from when a timer was due until it rang, if something changed meanwhile that the automation looks at.
 */
function racesOf(plan: Plan, world: World, interval: Interval, late: readonly Interval[]): readonly Interval[] {
  const watched = new Set([
    ...plan.triggers.flatMap(entitiesOfTrigger),
    ...plan.conditions.flatMap(entitiesOfCondition),
  ]);
  const changes = changesOf(indexesOf([...watched], world), world, interval.to + TOLERANCE).map(({ at }) => at);
  const timers = plan.triggers.flatMap((trigger) => {
    const lasts = isClockTrigger(trigger) ? TOLERANCE : isHeld(trigger) ? LATE : 0;
    if (lasts === 0) return [];
    const due = Array.from(momentsOf(trigger, world, interval).at);
    return due.map((from) => ({ from, to: from + lasts }));
  });
  const waits = [
    0,
    ...plan.triggers.map((trigger) => ("hold" in trigger ? trigger.hold : 0)),
    plan.running?.lasts ?? 0,
  ];
  return [
    ...waits.flatMap((wait) => late.map(({ from, to }) => ({ from: from + wait, to: to + wait }))),
    ...timers.filter(({ from, to }) => changes.some((at) => at > from && at <= to)),
  ];
}

const isHeld = (trigger: TriggerPlan): boolean => "hold" in trigger && trigger.hold > 0;

const ascending = (a: number, b: number): number => a - b;

/** Pairs two ascending lists of instants, each at most once. */
function matched(
  real: readonly number[],
  replayed: readonly number[],
  late: readonly Interval[],
): Pick<Comparison, "agreeing" | "missed" | "invented"> {
  const missed: number[] = [];
  const invented: number[] = [];
  let [agreeing, next] = [0, 0];
  for (const at of real) {
    const tolerance = TOLERANCE + latenessAt(at, late);
    while (next < replayed.length && replayed[next]! < at - tolerance) invented.push(replayed[next++]!);
    if (next < replayed.length && replayed[next]! <= at + TOLERANCE) {
      agreeing += 1;
      next += 1;
    } else missed.push(at);
  }
  return { agreeing, missed, invented: [...invented, ...replayed.slice(next)] };
}

/** By how much the latest of the beats was late that were due before an instant and came just before it or after. */
const latenessAt = (at: number, late: readonly Interval[]): number =>
  Math.max(0, ...late.filter(({ from, to }) => from <= at && to >= at - TOLERANCE).map(({ from, to }) => to - from));

export function summaryOf(comparisons: readonly Comparison[]): {
  readonly real: number;
  readonly replayed: number;
  readonly agreeing: number;
  readonly excused: number;
  readonly wrong: readonly Comparison[];
} {
  const sum = (of: (one: Comparison) => number): number => comparisons.reduce((total, one) => total + of(one), 0);
  return {
    real: sum(({ real }) => real),
    replayed: sum(({ real, unsupported }) => (unsupported.length === 0 ? real : 0)),
    agreeing: sum(({ agreeing }) => agreeing),
    excused: sum(({ excused }) => excused),
    wrong: comparisons.filter(({ missed, invented }) => missed.length + invented.length > 0),
  };
}
