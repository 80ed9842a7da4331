import { z } from "zod";
import { because } from "../../model/reason.ts";
import { domainOf } from "../../model/state-change.ts";
import type { UnrecordedPart } from "../forms.ts";
import type { ConditionPlan, TriggerPlan } from "../plan.ts";
import { duration, isEntityId, threshold } from "../values.ts";

const automation = z.looseObject({
  device_id: z.string(),
  domain: z.string(),
  type: z.string().optional(),
  entity_id: z.string().trim().toLowerCase().optional(),
  above: threshold.optional(),
  below: threshold.optional(),
  for: duration.optional(),
});

type Automation = z.output<typeof automation>;

/**
 * A device's trigger as the state trigger of its entity that Home Assistant makes of it
 * (components/<domain>/device_trigger.py). A device's own events, such as buttons, are not in the history.
 */
export const deviceTrigger = automation.transform((config): TriggerPlan => {
  const { type = "", entity_id: entityId, above = -Infinity, below = Infinity } = config;
  const hold = config.for ?? 0;
  if (entityId === undefined || !isEntityId(entityId)) return unrecorded(config, "device_trigger");
  const any = { kind: "any" } as const;
  if (type === "changed_states") return { kind: "state", entityIds: [entityId], to: any, from: any, hold };
  if (domainOf(entityId) === "sensor" && (above !== -Infinity || below !== Infinity))
    return { kind: "numeric_state", entityIds: [entityId], above, below, hold };
  const state = stateNamed(entityId, type);
  if (state === undefined) return unrecorded(config, "device_trigger");
  return { kind: "state", entityIds: [entityId], to: { kind: "in", states: new Set([state]) }, from: any, hold };
});

/** A device's condition as that of its entity (components/<domain>/device_condition.py). */
export const deviceCondition = automation.transform((config): ConditionPlan => {
  const { type = "", entity_id: entityId, above = -Infinity, below = Infinity } = config;
  if (entityId === undefined || !isEntityId(entityId)) return unrecorded(config, "device_condition");
  if (domainOf(entityId) === "sensor" && (above !== -Infinity || below !== Infinity))
    return { kind: "numeric_state", entityIds: [entityId], above, below };
  const state = type.startsWith("is_") ? stateNamed(entityId, type.slice("is_".length)) : undefined;
  if (state === undefined) return unrecorded(config, "device_condition");
  const hold = config.for ?? 0;
  return { kind: "state", entityIds: [entityId], states: new Set([state]), hold, match: "all" };
});

function unrecorded(
  { domain, entity_id: entityId = "" }: Automation,
  code: "device_trigger" | "device_condition",
): UnrecordedPart {
  const entityIds = isEntityId(entityId) ? [entityId] : [];
  return { kind: "unrecorded", name: "device", entityIds, reason: because(code, { kind: domain }) };
}

/** The state of an entity that the type of a device's trigger names, without the `is_` of a condition. */
function stateNamed(entityId: string, type: string): string | undefined {
  const domain = domainOf(entityId);
  if (domain === "binary_sensor") return binaryState(type);
  if (TOGGLED.has(domain) && /^(turned_)?(on|off)$/.test(type)) return type.replace("turned_", "");
  const states = STATES[domain];
  return states === undefined || !Object.hasOwn(states, type) ? undefined : states[type];
}

/** A locked lock and a safe place are off (components/binary_sensor/device_trigger.py, TURNED_ON and TURNED_OFF). */
function binaryState(type: string): string | undefined {
  if (type === "locked" || type === "not_locked") return type === "locked" ? "off" : "on";
  const [, not, kind = ""] = /^(no_|not_|turned_)?(.+)$/.exec(type) ?? [];
  if (kind === "on" || kind === "off") return not === "no_" || not === "not_" ? undefined : kind;
  if (!BINARY_KINDS.has(kind) || not === "turned_") return undefined;
  return not === undefined ? "on" : "off";
}

const BINARY_KINDS: ReadonlySet<string> = new Set(
  (
    "bat_low charging co cold connected gas glass_break hot light moist motion moving occupied opened open plugged_in " +
    "powered present problem running unsafe smoke sound tampered update vibration"
  ).split(" "),
);

const TOGGLED: ReadonlySet<string> = new Set([
  "light",
  "switch",
  "fan",
  "humidifier",
  "remote",
  "update",
  "media_player",
]);

const LOCKS = "jammed locked locking unlocked unlocking open opening";
const PLAYERS = "buffering idle paused playing";
const ALARMS = "triggered disarmed arming armed_home armed_away armed_night armed_vacation armed_custom_bypass";

const itself = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, name]));

const STATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cover: { ...itself("open opening closed closing"), opened: "open" },
  lock: itself(LOCKS),
  media_player: itself(PLAYERS),
  alarm_control_panel: itself(ALARMS),
  vacuum: itself("docked"),
};
