import type { AutomationConfig, ConfigPart } from "../../model/automation.ts";
import { notPossible } from "../../model/errors.ts";
import { isReason } from "../../model/reason.ts";
import { DAY, MINUTE } from "../../model/time.ts";
import { halvesOf, withHalves } from "../pair.ts";
import type { TriggerPlan } from "../plan.ts";
import { parseTrigger } from "../read/trigger.ts";
import { durationText, texts, timeText } from "../values.ts";
import { withDays, withoutEventAttributes } from "./conditions.ts";

/** Replaces the trigger and keeps its weekdays. @throws AppError not_understood */
export function withTrigger(config: AutomationConfig, trigger: ConfigPart): AutomationConfig {
  if (config.triggers.length > 1)
    throw notPossible(
      "several_triggers",
      "This automation has several triggers: change them in Home Assistant's own editor.",
    );
  const weekday = texts.safeParse(config.triggers[0]?.weekday).data;
  const changed = { ...withoutEventAttributes(config), triggers: [trigger] };
  return weekday === undefined ? changed : withDays(changed, weekday);
}

/** Shifts the time of day, the sun offset or the hold by minutes. @throws AppError not_understood */
export function shifted(config: AutomationConfig, minutes: number): AutomationConfig {
  const waiting = waitingHalfOf(config);
  if (waiting !== undefined) return waiting.withEdit((half) => shifted(half, minutes));
  const { part, plan } = onlyTrigger(config);
  switch (plan.kind) {
    case "time":
      return withPart(config, { at: shiftedTimes(plan, config, minutes * MINUTE) });
    case "sun": {
      const offset = plan.offset + minutes * MINUTE;
      const { offset: _offset, ...rest } = part;
      return { ...config, triggers: [offset === 0 ? rest : { ...rest, offset: durationText(offset) }] };
    }
    case "state":
    case "numeric_state":
      return withHold(config, plan.hold / MINUTE + minutes);
    case "event":
      throw notPossible("own_editor_only", "Its trigger is an event, which has no time to shift.");
    case "purpose":
    case "becomes":
    case "pattern":
    case "unrecorded":
      throw notPossible("own_editor_only", "Its trigger cannot be changed this way: use Home Assistant's own editor.");
  }
}

function shiftedTimes(plan: TriggerPlan & { readonly kind: "time" }, config: AutomationConfig, by: number): unknown {
  const times = plan.at.map((at) => at + by);
  const hasDays = plan.weekdays !== null || config.conditions.some(({ weekday }) => weekday !== undefined);
  if (hasDays && times.some((at) => at < 0 || at >= DAY))
    throw notPossible(
      "crosses_midnight",
      "That crosses midnight and would change the weekdays: give both the new time and the days.",
    );
  const texts = times.map((at) => timeText((at + DAY) % DAY));
  return texts.length === 1 ? texts[0] : texts;
}

/** Sets how many minutes the trigger's state has to last. @throws AppError not_understood */
export function withHold(config: AutomationConfig, minutes: number): AutomationConfig {
  const waiting = waitingHalfOf(config);
  if (waiting !== undefined) return waiting.withEdit((half) => withHold(half, minutes));
  const { part, plan } = onlyTrigger(config);
  if (plan.kind !== "state" && plan.kind !== "numeric_state")
    throw notPossible("nothing_to_wait_for", "Its trigger is not a lasting state, so there is nothing to wait for.");
  if (minutes < 0) throw notPossible("nothing_to_wait_for", "It cannot run before its trigger happens.");
  const { for: _for, ...rest } = part;
  return { ...config, triggers: [minutes === 0 ? rest : { ...rest, for: durationText(minutes * MINUTE) }] };
}

type HalfEdit = (half: AutomationConfig) => AutomationConfig;

/** In a pair, a wait is that of the half that has one; undefined if none or both do. */
function waitingHalfOf(
  config: AutomationConfig,
): { readonly withEdit: (edit: HalfEdit) => AutomationConfig } | undefined {
  const halves = halvesOf(config);
  const waiting = halves?.filter(({ triggers }) => triggers[0]?.for !== undefined) ?? [];
  if (halves === undefined || waiting.length !== 1) return undefined;
  return { withEdit: (edit) => withHalves(config, halves, (half) => (half === waiting[0] ? edit(half) : half)) };
}

function onlyTrigger(config: AutomationConfig): { readonly part: ConfigPart; readonly plan: TriggerPlan } {
  const [part, ...others] = config.triggers;
  const plan = part === undefined || others.length > 0 ? undefined : parseTrigger(part);
  if (part === undefined || plan === undefined || isReason(plan))
    throw notPossible("own_editor_only", "Its trigger cannot be changed this way: use Home Assistant's own editor.");
  return { part, plan };
}

const withPart = (config: AutomationConfig, part: ConfigPart): AutomationConfig => ({
  ...config,
  triggers: config.triggers.map((trigger) => ({ ...trigger, ...part })),
});
