import { z } from "zod";
import type { HomeAutomation } from "../../model/automation.ts";
import { because, type Reason } from "../../model/reason.ts";
import type { Plan, TriggerPlan } from "../plan.ts";
import { parseActions } from "./action.ts";
import { parseConditions } from "./condition.ts";
import { eventAttributeOf, withEventAttribute } from "./event-attributes.ts";
import { readTriggers, understandingOf, unreadIn, unrecordedIn } from "./parts.ts";
import { withPluralKeys } from "./plural-keys.ts";

/** How many runs there may be at once (helpers/script.py, DEFAULT_MAX). */
const DEFAULT_MAX = 10;

const config = z.looseObject({
  alias: z.string().default(""),
  triggers: z.array(z.unknown()),
  conditions: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  mode: z.enum(["single", "restart", "queued", "parallel"]).catch("single"),
  max: z.number().int().positive().catch(DEFAULT_MAX),
  use_blueprint: z.unknown().optional(),
});

/** Reads a Home Assistant automation config, old and new keys, as far as replay understands it. Never throws. */
export function parseAutomation(value: unknown): Plan {
  const parsed = config.safeParse(withPluralKeys(value));
  if (!parsed.success) return empty("", because("not_an_object"));
  const { alias, mode, max, use_blueprint: blueprint } = parsed.data;
  if (blueprint !== undefined) return empty(alias, because("blueprint"));
  const { triggers: anyTriggers, triggerIds, unread: badTriggers } = readTriggers(parsed.data.triggers);
  const { triggers, left } = takeEventAttributes(anyTriggers, parsed.data.conditions);
  const conditions = parseConditions(left);
  const actions = parseActions(parsed.data.actions);
  const { effects, levelTargets, touched, outside, hasActions } = actions;
  const unread = [...badTriggers, ...unreadIn(triggers, conditions), ...actions.unread];
  const unsupported = [...unread, ...unrecordedIn(triggers, conditions), ...actions.unreplayed];
  // Around a time of day, people may act before or after it: which half of a toggle it was does not show.
  const isTimed = triggers.some(({ kind }) => kind === "time" || kind === "sun");
  if (isTimed && actions.toggles) unsupported.push(because("toggle_at_time"));
  if (triggers.length + badTriggers.length === 0) unsupported.push(because("no_trigger"));
  if (!hasActions && effects.length === 0 && actions.unread.length === 0) unsupported.push(because("no_action"));
  // While a run waits, triggers start none.
  if (mode !== "restart" && actions.waits && unsupported.length === 0) unsupported.push(because("runs_wait"));
  if (mode === "queued" && actions.lasts > 0) unsupported.push(because("queued_delay"));
  const isReminder = hasActions && effects.length === 0;
  const does = hasActions ? ["read"] : [...effects, ...touched, ...outside];
  // Without a trigger, it is only started by hand.
  const starts = triggers.length + badTriggers.length === 0 ? ["by hand"] : triggers;
  const understood = understandingOf({ triggers: starts, actions: does }, unread);
  const plan = {
    alias,
    triggers,
    triggerIds,
    conditions,
    effects,
    levelTargets,
    isReminder,
    unread,
    unsupported,
    understood,
  };
  return {
    ...plan,
    ...(actions.starts.length === 0 ? {} : { starts: actions.starts }),
    ...(touched.length === 0 ? {} : { touched }),
    ...(outside.length === 0 ? {} : { outside }),
    ...(actions.aim === undefined ? {} : { aim: actions.aim }),
    ...(actions.lasts === 0 ? {} : { running: { mode, max, lasts: actions.lasts } }),
  };
}

/** Moves conditions on the attributes of a triggering event into the trigger. */
function takeEventAttributes(
  triggers: readonly TriggerPlan[],
  conditions: readonly unknown[],
): { readonly triggers: readonly TriggerPlan[]; readonly left: readonly unknown[] } {
  let own = triggers;
  const left = conditions.filter((condition) => {
    const attribute = eventAttributeOf(condition);
    const narrowed = attribute === undefined ? undefined : withEventAttribute(own, attribute);
    own = narrowed ?? own;
    return narrowed === undefined;
  });
  return { triggers: own, left };
}

/** Like `parseAutomation`, for an automation of the home, with what its config refers to. */
export const planOfAutomation = ({ config, resolved }: Pick<HomeAutomation, "config" | "resolved">): Plan =>
  parseAutomation(resolved ?? config);

function empty(alias: string, reason: Reason): Plan {
  return {
    alias,
    triggers: [],
    triggerIds: [],
    conditions: [],
    effects: [],
    isReminder: false,
    unread: [reason],
    unsupported: [reason],
    understood: "not",
  };
}
