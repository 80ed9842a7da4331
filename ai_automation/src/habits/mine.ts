import type { Frame } from "../history/frame/frame.ts";
import { allActionSeries, lowerBound, type ActionSeries } from "../history/frame/read.ts";
import type { HabitCondition, HabitTrigger } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { Plan } from "../replay/plan.ts";
import { createWorld, wholeDays } from "../replay/replay-automations.ts";
import { serviceFor } from "../replay/services.ts";
import { beyondChance, shortfallOf } from "./accept.ts";
import { alreadyAutomatedBy } from "./already-automated.ts";
import type { HabitMiner, MiningContext } from "./candidate.ts";
import { chooseRules } from "./choose.ts";
import { mineClockHabits } from "./clock-habits.ts";
import { readEntityFacts } from "./entity-facts.ts";
import { exploreTrigger } from "./explore.ts";
import { createFollowedTime } from "./followed-time.ts";
import { mineFollowHabits } from "./follow-habits.ts";
import { minePresenceHabits } from "./presence-habits.ts";
import type { Scored } from "./score.ts";
import { mineSunHabits } from "./sun-habits.ts";
import { mineThresholdHabits } from "./threshold-habits.ts";
import { createThresholds } from "./thresholds.ts";

/** Every kind of habit that is looked for. A further kind is one file and one line here. */
const MINERS: readonly HabitMiner[] = [
  mineClockHabits,
  mineSunHabits,
  mineFollowHabits,
  minePresenceHabits,
  mineThresholdHabits,
];

/** The first part of the days is learned from, the rest judges what was learned (evaluation.md 7.6). */
const LEARN_SHARE = 0.7;
/**
 * A rule is judged on the next month, so it is proven on the newest two: of a long history the rest is learned from.
 * On four folds of a family's year this found more, and more of it right, than 45 or 90 days.
 */
const MAX_HELD_OUT_DAYS = 60;
/** Fewer actions than this cannot give the true positives that acceptance asks for. */
const MIN_ACTIONS = 4;

export interface MiningOptions {
  /** The home's own automations: what they do is not offered again. */
  readonly existing: readonly Plan[];
  readonly isMinable: (entityId: string) => boolean;
  /** Whether an automation may act on it unasked: a garage door never. */
  readonly mayActOn: (entityId: string) => boolean;
  /** The area of an entity, null where it is not known. */
  readonly areaOf: (entityId: string) => string | null;
  /** Home Assistant's device class of an entity, null where it is not known. */
  readonly deviceClassOf: (entityId: string) => string | null;
  readonly onProgress?: (share: number) => void;
}

/** One automation's worth of habits: the same trigger and conditions, every entity that follows them. */
export interface FoundHabit {
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly members: readonly FoundMember[];
}

export interface FoundMember {
  readonly rule: Scored;
  /** Other accepted forms of the same habit that were not picked, best first. */
  readonly runnersUp: readonly Scored[];
}

export interface Mined {
  readonly found: readonly FoundHabit[];
  readonly learn: Interval;
  readonly heldOut: Interval;
}

/** Looks for habits in a home's whole history. The same frame and options give the same result, always. */
export function mineHabits(frame: Frame, options: MiningOptions): Mined {
  const context = prepare(frame, options);
  const { learn, heldOut, world } = context;
  const right = explore(context, options).filter((one) => shortfallOf(one, context) === undefined);
  const sure = beyondChance(right, context);
  const whole = { from: learn.from, to: heldOut.to };
  const isNew = (one: Scored): boolean => alreadyAutomatedBy(one, options.existing, world, whole) === undefined;
  const accepted = right.filter((one) => sure.has(one)).filter(isNew);
  const chosen = groupBySeries(accepted).flatMap((forms) => {
    const rules = chooseRules(forms, context);
    return rules.map((rule) => ({ rule, runnersUp: forms.filter((form) => !rules.includes(form)) }));
  });
  return { found: mergeByTrigger(chosen), learn, heldOut };
}

function explore(context: MiningContext, options: MiningOptions): readonly Scored[] {
  if (context.frame.times.length === 0) return [];
  const candidates = seriesToMine(context, options).flatMap((series) =>
    MINERS.flatMap((mine) => mine(context, series)),
  );
  const byTrigger = [...Map.groupBy(candidates, ({ trigger }) => JSON.stringify(trigger)).values()];
  return byTrigger.flatMap((same, index) => {
    options.onProgress?.(index / byTrigger.length);
    return exploreTrigger(same[0]!.trigger, same, context);
  });
}

function prepare(frame: Frame, options: MiningOptions): MiningContext {
  const { clock } = frame;
  const { from, to } = wholeDays(frame);
  const firstDay = clock.dayOf(from);
  const days = clock.dayOf(to - 1) - firstDay + 1;
  const learnDays = Math.max(Math.floor(days * LEARN_SHARE), days - MAX_HELD_OUT_DAYS);
  const border = clock.instantOf(firstDay + learnDays, 0);
  const learn = { from, to: border };
  return {
    world: createWorld(frame),
    frame,
    learn,
    heldOut: { from: border, to },
    learnDays,
    facts: readEntityFacts(frame, options),
    followedTime: createFollowedTime(frame, learn),
    thresholds: createThresholds(frame, learn),
  };
}

function seriesToMine({ frame, learn }: MiningContext, options: MiningOptions): readonly ActionSeries[] {
  return allActionSeries(frame).filter(({ entity, state, actions }) => {
    const entityId = frame.entities.names[entity]!;
    if (!options.isMinable(entityId) || !options.mayActOn(entityId)) return false;
    if (serviceFor(entityId, frame.states.names[state]!) === undefined) return false;
    return lowerBound(actions, learn.to) - lowerBound(actions, learn.from) >= MIN_ACTIONS;
  });
}

function groupBySeries(scored: readonly Scored[]): readonly (readonly Scored[])[] {
  return [...Map.groupBy(scored, ({ candidate }) => candidate.series).values()];
}

function mergeByTrigger(chosen: readonly FoundMember[]): readonly FoundHabit[] {
  const groups = Map.groupBy(chosen, ({ rule: { candidate } }) =>
    JSON.stringify([candidate.trigger, candidate.conditions]),
  );
  return [...groups.values()].map((members) => {
    const { trigger, conditions } = members[0]!.rule.candidate;
    return { trigger, conditions, members };
  });
}
