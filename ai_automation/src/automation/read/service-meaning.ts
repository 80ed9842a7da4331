import { STARTED } from "../../model/domains.ts";
import { domainOf, objectIdOf } from "../../model/state-change.ts";
import type { StateTest } from "../plan.ts";

/** What a service does to one entity. */
export type ServiceMeaning =
  | { readonly kind: "states"; readonly outcomes: readonly Outcome[] }
  /** Sets a level, such as a temperature, and leaves the state as it is. */
  | { readonly kind: "level" }
  /** Changes nothing that replay judges. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

/** A state that a service leads to. */
export interface Outcome {
  readonly state: string;
  /** Only from these states, as a toggle; absent if from all. */
  readonly from?: StateTest;
  /** It depends on something that the config does not show. */
  readonly isPerhaps?: true;
  /** A template computes the state, so that it is not read; otherwise the device chooses it, or a computed level does. */
  readonly isUnread?: true;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * The meaning of a service of an entity's own domain, by the service descriptions of Home Assistant 2026.11
 * (components/<domain>/services.yaml). A service of another domain does nothing to the entity (helpers/service.py).
 */
export function meaningOf(service: string, entityId: string, data: Data): ServiceMeaning {
  const domain = domainOf(entityId);
  const [serviceDomain = "", name = ""] = service.split(".");
  if (serviceDomain !== domain && !(serviceDomain === "homeassistant" && TURNS.has(name))) return NOTHING;
  if (serviceDomain === "homeassistant" && domain === "cover" && name !== "toggle") return NOTHING;
  return BY_DOMAIN[domain]?.(name, data) ?? UNKNOWN;
}

/** `homeassistant.turn_on` calls the same service of each entity's domain that has it (components/homeassistant). */
const TURNS: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle"]);

const NOTHING: ServiceMeaning = { kind: "nothing" };
const UNKNOWN: ServiceMeaning = { kind: "unknown" };
const LEVEL: ServiceMeaning = { kind: "level" };

const leadsTo = (...outcomes: readonly Outcome[]): ServiceMeaning => ({ kind: "states", outcomes });
const sets = (state: string): ServiceMeaning => leadsTo({ state });
const perhaps = (...states: readonly string[]): ServiceMeaning =>
  leadsTo(...states.map((state): Outcome => ({ state, isPerhaps: true })));

const computed = (...states: readonly string[]): ServiceMeaning =>
  leadsTo(...states.map((state): Outcome => ({ state, isPerhaps: true, isUnread: true })));

const inStates = (...states: readonly string[]): StateTest => ({ kind: "in", states: new Set(states) });
const otherThan = (...states: readonly string[]): StateTest => ({ kind: "not_in", states: new Set(states) });

const TOGGLE = leadsTo({ state: "on", from: otherThan("on") }, { state: "off", from: inStates("on") });

/** `turn_on`, `turn_off` and `toggle` of entities that are on or off. */
function turn(name: string): ServiceMeaning | undefined {
  if (name === "turn_on") return sets("on");
  if (name === "turn_off") return sets("off");
  return name === "toggle" ? TOGGLE : undefined;
}

const BY_DOMAIN: Readonly<Record<string, (name: string, data: Data) => ServiceMeaning | undefined>> = {
  light: (name, data) => {
    if (name !== "turn_on") return turn(name);
    // A brightness of 0 turns the light off, and a brightness step may (components/light/services.py).
    const levels = BRIGHTNESS_KEYS.map((key) => levelIn(data, key));
    if (levels.includes(0)) return sets("off");
    const mayBeOff =
      levels.includes("unread") || STEP_KEYS.some((key) => data[key] !== undefined && !isPositive(data[key]));
    return mayBeOff ? perhaps("on", "off") : sets("on");
  },
  switch: turn,
  input_boolean: turn,
  fan: (name, data) => {
    if (name === "set_percentage" || (name === "turn_on" && data.percentage !== undefined)) {
      const level = levelIn(data, "percentage");
      if (level === "unread") return perhaps("on", "off");
      return sets(level === 0 ? "off" : "on");
    }
    if (name === "set_preset_mode") return sets("on");
    if (name === "increase_speed") return perhaps("on");
    if (name === "decrease_speed") return perhaps("off");
    return name === "oscillate" || name === "set_direction" ? LEVEL : turn(name);
  },
  humidifier: (name) => (name === "set_humidity" || name === "set_mode" ? LEVEL : turn(name)),
  cover: (name, data) => {
    if (name === "open_cover") return sets("open");
    if (name === "close_cover") return sets("closed");
    if (name === "toggle")
      return leadsTo({ state: "open", from: inStates("closed") }, { state: "closed", from: inStates("open") });
    if (name === "set_cover_position") {
      const position = levelIn(data, "position");
      return typeof position === "number" ? sets(position === 0 ? "closed" : "open") : perhaps("open", "closed");
    }
    if (name === "stop_cover") return NOTHING;
    return name.includes("tilt") ? LEVEL : undefined;
  },
  climate: (name, data) => {
    if (name === "turn_off") return sets("off");
    // Which mode it turns to is up to the integration (components/climate/entity.py, async_turn_on).
    if (name === "turn_on") return perhaps("heat", "cool", "heat_cool", "auto");
    if (name === "toggle") return perhaps("heat", "cool", "heat_cool", "auto", "off");
    if (name === "set_hvac_mode" || (name === "set_temperature" && data.hvac_mode !== undefined)) {
      const mode = textOf(data.hvac_mode);
      return mode === undefined ? computed("heat", "cool", "heat_cool", "auto", "off") : sets(mode);
    }
    return name.startsWith("set_") ? LEVEL : undefined;
  },
  // A scene or script is started; what it does then is not said by the call.
  scene: (name) => (name === "turn_on" ? sets(STARTED) : undefined),
  script: (name) => (name === "turn_on" ? sets(STARTED) : name === "turn_off" ? NOTHING : undefined),
  media_player: (name) => {
    if (name === "turn_off") return sets("off");
    if (name === "turn_on") return sets("on");
    if (name === "toggle") return perhaps("on", "idle", "playing", "off");
    if (name === "media_play") return sets("playing");
    if (name === "media_pause") return sets("paused");
    if (name === "media_play_pause")
      return leadsTo({ state: "paused", from: inStates("playing") }, { state: "playing", from: otherThan("playing") });
    if (name === "play_media") return perhaps("playing");
    if (name === "media_stop") return perhaps("idle", "off", "paused");
    if (name === "clear_playlist") return perhaps("idle");
    return PLAYER_LEVELS.has(name) ? LEVEL : undefined;
  },
};

const PLAYER_LEVELS: ReadonlySet<string> = new Set([
  "volume_up",
  "volume_down",
  "volume_mute",
  "volume_set",
  "media_next_track",
  "media_previous_track",
  "media_seek",
  "select_source",
  "select_sound_mode",
  "shuffle_set",
  "repeat_set",
  "join",
  "unjoin",
  "browse_media",
  "search_media",
]);

const BRIGHTNESS_KEYS = ["brightness", "brightness_pct", "white"] as const;
const STEP_KEYS = ["brightness_step", "brightness_step_pct"] as const;

const isPositive = (value: unknown): boolean => Number(value) > 0;

/** A number in the data of a service, absent, or a template. */
function levelIn(data: Data, key: string): number | "absent" | "unread" {
  const value = data[key];
  if (value === undefined || value === null) return "absent";
  if (value === true && key === "white") return 255;
  const number = typeof value === "string" && value.trim() === "" ? NaN : Number(value);
  return Number.isFinite(number) ? number : "unread";
}

/** A text that is no template. YAML reads an unquoted `off` as false. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" && !isTemplate(value) ? value.toLowerCase() : undefined;
}

const SCRIPT_SERVICES: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle", "reload"]);

/** Each script is a service, too: `script.good_night`. */
export const isScriptItself = (service: string): boolean =>
  domainOf(service) === "script" && !SCRIPT_SERVICES.has(objectIdOf(service));

export const isTemplate = (text: string): boolean => text.includes("{{") || text.includes("{%");

/** Domains whose services cannot change a light, cover or other device that replay judges. */
const HARMLESS: ReadonlySet<string> = new Set([
  "ai_task",
  "alarm_control_panel",
  "alert",
  "automation",
  "backup",
  "button",
  "calendar",
  "camera",
  "counter",
  "date",
  "datetime",
  "device_tracker",
  "homekit",
  "image",
  "image_processing",
  "input_button",
  "input_datetime",
  "input_number",
  "input_select",
  "input_text",
  "lawn_mower",
  "lock",
  "logbook",
  "logger",
  "notify",
  "number",
  "persistent_notification",
  "recorder",
  "schedule",
  "select",
  "shopping_list",
  "siren",
  "system_log",
  "telegram_bot",
  "text",
  "time",
  "timer",
  "todo",
  "tts",
  "update",
  "utility_meter",
  "vacuum",
  "valve",
  "water_heater",
  "weather",
  "zone",
]);

const HARMLESS_SERVICES: ReadonlySet<string> = new Set([
  "homeassistant.update_entity",
  "google_sheets.append_sheet",
  "homeassistant.reload_all",
  "homeassistant.reload_core_config",
  "homeassistant.reload_config_entry",
  "homeassistant.reload_custom_templates",
  "homeassistant.restart",
  "homeassistant.save_persistent_states",
  "homeassistant.set_location",
  "homeassistant.stop",
  "homeassistant.check_config",
  "frontend.set_theme",
  "frontend.reload_themes",
  "group.set",
  "group.remove",
  "scene.create",
  "scene.delete",
  "script.turn_off",
]);

/** Whether a service changes nothing that is judged, whatever its target. */
export const isHarmless = (service: string): boolean =>
  HARMLESS.has(domainOf(service)) ||
  HARMLESS_SERVICES.has(service) ||
  objectIdOf(service) === "reload" ||
  isOfSupervisor(service);

/**
 * Integrations whose actions have no `target` in their services.yaml (2026.11) and reach only what is outside Home
 * Assistant. The one exception, `knx.save_scene`, is not called without its target.
 * Python scripts and assistants have none either, but may act on any entity.
 */
const TARGETLESS: ReadonlySet<string> = new Set([
  "downloader",
  "esphome",
  "google_generative_ai_conversation",
  "ifttt",
  "knx",
  "modbus",
  "mqtt",
  "openai_conversation",
  "rest_command",
  "rflink",
  "rfxtrx",
  "shell_command",
  "wake_on_lan",
]);

export const takesNoTarget = (service: string): boolean => TARGETLESS.has(domainOf(service));

/** Starts, stops and backs up apps and the host; what an app does with text on its standard input is not known. */
const isOfSupervisor = (service: string): boolean =>
  domainOf(service) === "hassio" && !/^(?:app|addon)_stdin$/.test(objectIdOf(service));

/** Whether a service only tells people something. */
export const isNotification = (service: string): boolean =>
  /^(notify|tts|telegram_bot)\./.test(service) ||
  service === "assist_satellite.announce" ||
  service === "persistent_notification.create" ||
  service === "persistent_notification.dismiss";
