import type { Frame } from "../history/frame/frame.ts";
import { allActionSeries, lowerBound, type ActionSeries } from "../history/frame/read.ts";
import type { HabitTrigger, ReplayCounts } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { Plan } from "../replay/plan.ts";
import { serviceFor } from "../replay/services.ts";
import { createWorld, wholeDays } from "../replay/replay-automations.ts";
import { acceptCandidates } from "./accept.ts";
import { alreadyAutomatedBy } from "./already-automated.ts";
import type { Candidate, HabitMiner, MiningContext } from "./candidate.ts";
import { chooseRules } from "./choose.ts";
import { mineClockHabits } from "./clock-habits.ts";
import { mineFollowHabits } from "./follow-habits.ts";
import { scoreCandidate, type Scored } from "./score.ts";

/** Every kind of habit that is looked for. A further kind is one file and one line here. */
const MINERS: readonly HabitMiner[] = [mineClockHabits, mineFollowHabits];

/** The first part of the days is learned from, the rest judges what was learned (evaluation.md 7.6). */
const LEARN_SHARE = 0.7;
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
  readonly onProgress?: (share: number) => void;
}

/** One automation's worth of habits: the same trigger, every entity that follows it. */
export interface FoundHabit {
  readonly trigger: HabitTrigger;
  readonly members: readonly FoundMember[];
}

export interface FoundMember {
  readonly candidate: Candidate;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
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
  const { learn, heldOut, context } = prepare(frame, options);
  const historyDays = frame.clock.dayOf(heldOut.to - 1) - frame.clock.dayOf(learn.from) + 1;
  const wanted = frame.times.length === 0 ? [] : seriesToMine(context, options);
  const scored = wanted.flatMap((series, index) => {
    options.onProgress?.(index / wanted.length);
    const candidates = MINERS.flatMap((miner) => miner(context, series));
    return candidates.map((candidate) => scoreCandidate(candidate, context, heldOut));
  });
  const whole = { from: learn.from, to: heldOut.to };
  const isNew = (one: Scored): boolean => alreadyAutomatedBy(one, options.existing, context.world, whole) === undefined;
  const accepted = acceptCandidates(scored, historyDays).filter(isNew);
  const chosen = groupBySeries(accepted).flatMap((forms) => {
    const rules = chooseRules(forms, context);
    return rules.map((rule) => ({ rule, runnersUp: forms.filter((form) => !rules.includes(form)) }));
  });
  return { found: mergeByTrigger(chosen), learn, heldOut };
}

function prepare(frame: Frame, options: MiningOptions): { learn: Interval; heldOut: Interval; context: MiningContext } {
  const { clock } = frame;
  const { from, to } = wholeDays(frame);
  const firstDay = clock.dayOf(from);
  const days = clock.dayOf(to - 1) - firstDay + 1;
  const learnDays = Math.floor(days * LEARN_SHARE);
  const border = clock.instantOf(firstDay + learnDays, 0);
  const learn = { from, to: border };
  const { isMinable, areaOf } = options;
  return {
    learn,
    heldOut: { from: border, to },
    context: { world: createWorld(frame), frame, learn, learnDays, isMinable, areaOf },
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

function mergeByTrigger(
  chosen: readonly { readonly rule: Scored; readonly runnersUp: readonly Scored[] }[],
): readonly FoundHabit[] {
  const groups = Map.groupBy(chosen, ({ rule }) => JSON.stringify(rule.candidate.trigger));
  return [...groups.values()].map((members) => ({
    trigger: members[0]!.rule.candidate.trigger,
    members: members.map(({ rule, runnersUp }) => ({
      candidate: rule.candidate,
      learned: rule.learned,
      heldOut: rule.heldOut,
      runnersUp,
    })),
  }));
}
