import { parseAutomation } from "../../automation/read/automation.ts";
import { knownTime } from "../../history/frame/known-days.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import { ReasonSet } from "../../model/reason.ts";
import type { Interval } from "../../model/state-change.ts";
import type { ReplayResult } from "../../model/suggestion.ts";
import { DAY } from "../../model/time.ts";
import { firesOf, recordedPartOf } from "../../replay/fires.ts";
import { countOutcome, judgeAutomations } from "../../replay/judge-set.ts";
import { emptyTally } from "../../replay/measures.ts";
import type { World } from "../../replay/world.ts";
import { reasonTexts } from "../words/reason-text.ts";
import { gesturesSaved } from "./gestures-saved.ts";

/**
 * Replays one automation on an interval.
 * @throws AppError not_replayable, naming the parts that replay does not support
 */
export function replayOne(automation: AutomationConfig, world: World, interval: Interval): ReplayResult {
  const plan = parseAutomation(automation);
  if (plan.unsupported.length > 0) {
    const parts = [...new ReasonSet(plan.unsupported)];
    const message = `This cannot be tested on the history: ${reasonTexts(parts, "en").join("; ")}.`;
    throw new AppError("not_replayable", message, { told: { reason: "parts_not_replayable", parts } });
  }
  const judged = judgeAutomations(world, [plan], interval);
  const tally = emptyTally();
  const days = new Set<number>();
  for (const one of judged) {
    countOutcome(one, tally);
    if (one.outcome === "tp") days.add(world.frame.clock.dayOf(one.at));
  }
  const known = Math.max(1, knownTime(world.frame, interval));
  const weeks = known / (7 * DAY);
  const { tp, fp, noop, duplicates, saved } = tally;
  return {
    ...interval,
    tp,
    fp,
    noop,
    duplicates,
    saved,
    days: days.size,
    judgedDays: Math.round(known / DAY),
    precision: tp + fp === 0 ? null : tp / (tp + fp),
    savedPerWeek: gesturesSaved(judged) / weeks,
    falsePerWeek: fp / weeks,
    ...(plan.isReminder
      ? { alertsPerWeek: firesOf(plan, world, recordedPartOf(world.frame, interval)).length / weeks }
      : {}),
    marks: judged
      .map(({ at, entityId, outcome, actedAt }) => ({
        at,
        entityId,
        outcome,
        actedAt: Number.isNaN(actedAt) ? null : actedAt,
      }))
      .sort((a, b) => a.at - b.at),
  };
}
