import { isActuator, isStarted, STARTED } from "../../model/domains.ts";
import { because, ReasonSet, type Reason, type ReasonCode } from "../../model/reason.ts";
import { domainOf } from "../../model/state-change.ts";
import { isEntityId, isRecord, recordIn } from "../values.ts";
import { readIds } from "./entity-ids.ts";
import {
  isHarmless,
  isNotification,
  isScriptItself,
  isTemplate,
  meaningOf,
  takesNoTarget,
  type Outcome,
} from "./service-meaning.ts";
import { TARGET_KEYS } from "./targets.ts";
import { onlyNotifies } from "./template/only-notifies.ts";

/** What one call of a service does. */
export interface CallMeaning {
  readonly outcomes: readonly (Outcome & { readonly entityId: string })[];
  /** Actuators of which it sets only a level. */
  readonly levels: readonly string[];
  /** Entities that it acts on in a way that is not understood. */
  readonly touched: readonly string[];
  /** Anything it calls besides entities that is not understood: the service itself, or an MQTT topic. */
  readonly outside: readonly string[];
  readonly isNotification: boolean;
  /** Whether it has no target, as Home Assistant calls it, although it is not understood. */
  readonly isAimless?: true;
  /** Why parts could not be read. */
  readonly problems: readonly Reason[];
}

/** The name and the data of a service call in any of its forms, or undefined if it is none. */
export interface ServiceCall {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Old and new forms of a service call as one: `service`, `action` or `service_template`; the target in `target`, beside
 * the name or in the data, in this order (helpers/service.py). Also a device's action, which calls a service of its entity.
 */
export function readCall(value: Readonly<Record<string, unknown>>): ServiceCall | undefined {
  const name = value.action ?? value.service ?? value.service_template;
  if (typeof name === "string") {
    const data = { ...recordIn(value.data), ...recordIn(value.data_template) };
    const beside = value.entity_id === undefined ? {} : { entity_id: value.entity_id };
    return {
      name: isTemplate(name) ? name : name.trim().toLowerCase(),
      data: { ...data, ...beside, ...recordIn(value.target) },
    };
  }
  const { domain, type, device_id: deviceId } = value;
  if (typeof domain !== "string" || typeof type !== "string" || deviceId === undefined) return undefined;
  const { device_id: _, domain: _domain, type: _type, ...data } = value;
  if (domain === "mobile_app" && type === "notify") return { name: "notify.mobile_app", data: {} };
  return { name: `${domain}.${DEVICE_SERVICES[`${domain}.${type}`] ?? type}`, data };
}

/** Actions of devices that have another name than the service (components/<domain>/device_action.py). */
const DEVICE_SERVICES: Readonly<Record<string, string>> = {
  "cover.open": "open_cover",
  "cover.close": "close_cover",
  "cover.stop": "stop_cover",
  "cover.set_position": "set_cover_position",
  "cover.open_tilt": "open_cover_tilt",
  "cover.close_tilt": "close_cover_tilt",
  "cover.set_tilt_position": "set_cover_tilt_position",
  "light.brightness_increase": "turn_on",
  "light.brightness_decrease": "turn_on",
  "light.flash": "turn_on",
};

/** What a call does, as far as its data shows. */
export function meaningOfCall({ name, data }: ServiceCall): CallMeaning {
  if (isNotification(name.trim()) || onlyNotifies(name)) return { ...NO_MEANING, isNotification: true };
  if (isTemplate(name)) return meaningOfTemplate(name, data);
  if (name === "scene.apply") return meaningOfScene(data.entities);
  if (isScriptItself(name)) return { ...NO_MEANING, outcomes: [{ entityId: name, state: STARTED }] };
  if (isHarmless(name) && name !== "automation.trigger") return NO_MEANING;
  if (!isReadable(name)) return meaningOfOther(name, data);
  const { ids, problems } = targetsOf(name, data);
  const levels: string[] = [];
  const outcomes: CallMeaning["outcomes"][number][] = [];
  const unread = new ReasonSet(problems);
  for (const entityId of ids) {
    const meaning = meaningOf(name, entityId, data);
    if (meaning.kind === "level") levels.push(entityId);
    if (meaning.kind === "unknown") unread.add(because("action_unknown", { action: name }));
    if (meaning.kind === "states") outcomes.push(...meaning.outcomes.map((outcome) => ({ ...outcome, entityId })));
  }
  return { ...NO_MEANING, outcomes, levels, problems: [...unread] };
}

/** A service that is not known. */
function meaningOfOther(name: string, data: ServiceCall["data"]): CallMeaning {
  const { entity_id: target, topic } = data;
  const touched = readIds(target).ids.filter(isEntityId);
  const address = name === "mqtt.publish" && typeof topic === "string" && !isTemplate(topic) ? topic : name;
  const isOpen = name === "mqtt.publish" && address === name;
  const outside = touched.length > 0 || isOpen ? [] : [address];
  const problems = [because("action_unknown", { action: name })];
  return { ...NO_MEANING, touched, outside, problems, ...(isAimless(name, data) ? { isAimless: true } : {}) };
}

/**
 * Whether a call acts on no entity: its service takes no target, the call has none of the keys by which Home Assistant
 * gives one (helpers/target.py), and no other value is the id of an entity.
 */
const isAimless = (name: string, data: ServiceCall["data"]): boolean =>
  takesNoTarget(name) && TARGET_KEYS.every((key) => data[key] === undefined) && !hasEntityId(data);

function hasEntityId(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasEntityId);
  if (isRecord(value)) return Object.values(value).some(hasEntityId);
  return typeof value === "string" && isEntityId(value.trim().toLowerCase());
}

/** Whether a service changes no state, whatever its target. */
export const setsLevel = ({ name, data }: ServiceCall): boolean =>
  isActuator(name) && ["level", "nothing"].includes(meaningOf(name, `${domainOf(name)}.any`, data).kind);

const NO_MEANING: CallMeaning = {
  outcomes: [],
  levels: [],
  touched: [],
  outside: [],
  isNotification: false,
  problems: [],
};

/** Services of actuators, and those that are passed on to them. */
const isReadable = (name: string): boolean =>
  isActuator(name) || ["homeassistant.turn_on", "homeassistant.turn_off", "homeassistant.toggle"].includes(name);

/** The actuators that a call reaches. A service only reaches entities of its domain. */
function targetsOf(
  name: string,
  data: ServiceCall["data"],
): { readonly ids: readonly string[]; readonly problems: readonly Reason[] } {
  const { ids, isAll, isUnread } = readIds(data.entity_id);
  const entities = ids.filter(isEntityId);
  const indirect = INDIRECT.filter((key) => data[key] !== undefined && data[key] !== "none");
  const domain = domainOf(name);
  const of = (code: ReasonCode): Reason => because(code, { action: name });
  const problems = [
    ...(isAll ? [of("target_all")] : []),
    ...(isUnread ? [of("target_template")] : []),
    ...(entities.length < ids.length ? [of("target_missing")] : []),
    ...indirect.map((key) => of(INDIRECT_REASONS[key])),
    ...(domain === "homeassistant"
      ? entities.filter(isPassedOn).map((id) => because("target_passed_on", { action: name, entity: id }))
      : []),
  ];
  const isNothing = ids.length === 0 && problems.length === 0;
  return {
    ids: entities.filter((id) => isActuator(id) && (domain === "homeassistant" || domainOf(id) === domain)),
    problems: isNothing ? [of("target_none")] : problems,
  };
}

const INDIRECT = ["device_id", "area_id", "floor_id", "label_id"] as const;
const INDIRECT_REASONS = {
  device_id: "target_device",
  area_id: "target_area",
  floor_id: "target_floor",
  label_id: "target_label",
} as const;

/** Entities that do something to others when they are turned on. */
const isPassedOn = (entityId: string): boolean => ["script", "scene", "group"].includes(domainOf(entityId));

/** A template as service usually chooses between turning on and off. */
function meaningOfTemplate(name: string, data: ServiceCall["data"]): CallMeaning {
  const problems = [because("action_template")];
  const { ids } = readIds(data.entity_id);
  const states = ["on", "off"].filter(() => /turn_/.test(name));
  const outcomes = ids
    .filter(
      (id) => isEntityId(id) && isActuator(id) && ["light", "switch", "fan", "input_boolean"].includes(domainOf(id)),
    )
    .flatMap((entityId) => states.map((state) => ({ entityId, state, isPerhaps: true as const })));
  return { ...NO_MEANING, outcomes, problems };
}

/** The states that a scene sets its entities to (helpers/state.py, async_reproduce_state). */
function meaningOfScene(entities: unknown): CallMeaning {
  if (!isRecord(entities)) return { ...NO_MEANING, problems: [because("scene_unknown")] };
  const outcomes = Object.entries(entities).flatMap(([key, value]) => {
    const entityId = key.trim().toLowerCase();
    const state = stateIn(isRecord(value) ? value.state : value);
    return isActuator(entityId) && !isStarted(entityId) && state !== undefined ? [{ entityId, state }] : [];
  });
  return { ...NO_MEANING, outcomes };
}

/** YAML reads an unquoted `on` as true. */
function stateIn(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" && !isTemplate(value) ? value.toLowerCase() : undefined;
}
