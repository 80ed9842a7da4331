import type { Frame } from "../history/frame/frame.ts";
import { firesOf } from "../replay/fires.ts";
import type { Tally } from "../replay/measures.ts";
import type { World } from "../replay/world-state.ts";
import { parseAutomation } from "../automation/read/automation.ts";
import type { Plan } from "../automation/plan.ts";
import { judgeAlone, judgeSet } from "./judge-fold.ts";
import type { Method } from "./method.ts";
import type { Fold } from "./protocols.ts";

/** A suggestion that acts, with what came of it on the judged days. */
export interface JudgedSuggestion {
  readonly plan: Plan;
  readonly confidence: number;
  /** Among the others of its method, where an action counts for the first that foresaw it. */
  readonly together: Tally;
  readonly alone: Tally;
}

export interface MethodResult {
  readonly method: string;
  readonly suggestions: readonly JudgedSuggestion[];
  /** The set's tally a judged day. */
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

/**
 * Lets a method learn on the frame of the fold's learning days and judges what it offers on the days that follow.
 * @param learned holds nothing from the origin on
 * @param world the whole history
 */
export function evaluateMethod(method: Method, fold: Fold, learned: Frame, world: World): MethodResult {
  const proposals = method
    .propose(learned, fold.learn)
    .map(({ automation, confidence }) => ({ plan: parseAutomation(automation), confidence }));
  const supported = proposals.filter(({ plan }) => plan.unsupported.length === 0);
  const acting = supported.filter(({ plan }) => !plan.isReminder);
  const reminders = supported.filter(({ plan }) => plan.isReminder);
  const plans = acting.map(({ plan }) => plan);
  const { byDay, byRule } = judgeSet(world, plans, fold.judge);
  return {
    method: method.name,
    suggestions: acting.map(({ plan, confidence }, index) => ({
      plan,
      confidence,
      together: byRule[index]!,
      alone: judgeAlone(world, plan, fold.judge),
    })),
    byDay,
    reminders: reminders.length,
    alerts: reminders.reduce((sum, { plan }) => sum + firesOf(plan, world, fold.judge).length, 0),
    unsupported: proposals.length - supported.length,
  };
}
