import { z } from "zod";
import { isActuator, STARTED } from "../../model/domains.ts";
import { objectIdOf } from "../../model/state-change.ts";
import type { Effect } from "../plan.ts";
import { onlySetsLevel, stateAfter } from "../services.ts";
import { mayBeToggled, TOGGLE_STATES } from "../toggles.ts";
import { texts } from "../values.ts";

export type ActionPlan =
  | { readonly kind: "effects"; readonly effects: readonly Effect[] }
  | { readonly kind: "notification" }
  /** The actions after it only run if somebody presses a button of the notification. */
  | { readonly kind: "question" };

const data = z.looseObject({ entity_id: texts.optional() });

const serviceCall = z.looseObject({
  action: z.string(),
  target: z.strictObject({ entity_id: texts }).optional(),
  data: data.nullish(),
  enabled: z.literal(true).optional(),
});

const question = z.object({
  wait_for_trigger: z.tuple([
    z.looseObject({ trigger: z.literal("event"), event_type: z.literal("mobile_app_notification_action") }),
  ]),
  timeout: z.unknown(),
  continue_on_timeout: z.literal(false),
});

/** Reads one Home Assistant action; a string is the reason why it cannot be replayed. */
export function parseAction(value: unknown): ActionPlan | string {
  if (question.safeParse(value).success) return { kind: "question" };
  const parsed = serviceCall.safeParse(withActionKey(value));
  if (!parsed.success) return unknownAction(value);
  const { action, target } = parsed.data;
  if (action.startsWith("notify.") || action === "persistent_notification.create") return { kind: "notification" };
  const entityIds = isScriptItself(action) ? [action] : (target?.entity_id ?? parsed.data.data?.entity_id ?? []);
  if (entityIds.length === 0) return `${action} without entities as target`;
  if (isToggle(action) && entityIds.every(mayBeToggled))
    return {
      kind: "effects",
      effects: entityIds.flatMap((entityId) => TOGGLE_STATES.map((one) => ({ entityId, state: one }))),
    };
  const state = isScriptItself(action) ? STARTED : stateAfter(action, parsed.data.data ?? {});
  if (state === undefined) return onlySetsLevel(action) ? { kind: "effects", effects: [] } : `the action ${action}`;
  const actuators = entityIds.filter(isActuator);
  if (actuators.length < entityIds.length) return `${action} on ${entityIds.find((id) => !isActuator(id))}`;
  return { kind: "effects", effects: actuators.map((entityId) => ({ entityId, state })) };
}

/** Each script is an action, too: `script.good_night`. */
const isScriptItself = (action: string): boolean =>
  action.startsWith("script.") && !["turn_on", "turn_off", "toggle", "reload"].includes(objectIdOf(action));

const isToggle = (action: string): boolean => action.endsWith(".toggle");

function unknownAction(value: unknown): string {
  if (typeof value !== "object" || value === null) return "an action that is not an object";
  return `an action with the keys ${Object.keys(value).join(", ")}`;
}

/** Home Assistant still accepts the old key `service` for `action`. */
function withActionKey(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("service" in value)) return value;
  const { service, ...rest } = value;
  return { action: service, ...rest };
}
