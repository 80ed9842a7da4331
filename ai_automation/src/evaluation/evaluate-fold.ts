import type { Plan } from "../automation/plan.ts";
import { parseAutomation } from "../automation/read/automation.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import { firesOf, recordedPartOf } from "../replay/fires.ts";
import { countOutcome, judgeAutomations, judgeSet } from "../replay/judge-set.ts";
import { emptyTally, type Tally } from "../replay/measures.ts";
import type { World } from "../replay/world.ts";
import type { Method } from "./method.ts";
import type { Fold } from "./protocols.ts";

/** An acting suggestion (not a reminder) with its outcome on the judged days. */
export interface JudgedSuggestion {
  readonly plan: Plan;
  readonly confidence: number;
  /** Judged with the method's other suggestions: an action counts for the first that predicted it. */
  readonly together: Tally;
  readonly alone: Tally;
}

export interface MethodResult {
  readonly method: string;
  readonly suggestions: readonly JudgedSuggestion[];
  /** The set's tally per judged day. */
  readonly byDay: readonly Tally[];
  readonly reminders: number;
  readonly alerts: number;
  /** Automations that replay cannot judge. */
  readonly unsupported: number;
}

export interface FoldReport {
  readonly fold: Fold;
  readonly results: readonly MethodResult[];
}

/** A method's proposals at an origin, parsed for replay. */
export interface Offer {
  readonly method: string;
  readonly acting: readonly OfferedPlan[];
  readonly reminders: readonly OfferedPlan[];
  /** Automations that replay cannot judge. */
  readonly unsupported: number;
}

interface OfferedPlan {
  readonly plan: Plan;
  readonly confidence: number;
}

/** Runs a method. @param learned must contain nothing from the origin on */
export function offerOf(method: Method, fold: Fold, learned: Frame): Offer {
  const proposals = method
    .propose(learned, fold.learn)
    .map(({ automation, confidence }) => ({ plan: parseAutomation(automation), confidence }));
  const supported = proposals.filter(({ plan }) => plan.unsupported.length === 0);
  return {
    method: method.name,
    acting: supported.filter(({ plan }) => !plan.isReminder),
    reminders: supported.filter(({ plan }) => plan.isReminder),
    unsupported: proposals.length - supported.length,
  };
}

/** Judges an offer on the days after the origin. @param world the whole history, with the labels to judge by */
export function judgeOffer({ method, acting, reminders, unsupported }: Offer, fold: Fold, world: World): MethodResult {
  const seen = recordedPartOf(world.frame, fold.judge);
  const plans = acting.map(({ plan }) => plan);
  const { byDay, byRule } = judgeSet(world, plans, fold.judge);
  return {
    method,
    suggestions: acting.map(({ plan, confidence }, index) => ({
      plan,
      confidence,
      together: byRule[index]!,
      alone: judgeAlone(world, plan, fold.judge),
    })),
    byDay,
    reminders: reminders.length,
    alerts: reminders.reduce((sum, { plan }) => sum + firesOf(plan, world, seen).length, 0),
    unsupported,
  };
}

function judgeAlone(world: World, plan: Plan, interval: Interval): Tally {
  const tally = emptyTally();
  for (const judged of judgeAutomations(world, [plan], interval)) countOutcome(judged, tally);
  return tally;
}
