import { STANDARD_EVENT_TYPES } from "../../model/event-types.ts";
import { domainOf } from "../../model/state-change.ts";
import type { Asked, BlueprintInputs } from "./blueprint-inputs.ts";
import { STANDARD_STATES } from "./standard-states.ts";

/** Marks input references until they are tagged; cannot occur in an automation. */
export const MARK = "\u0000input:";

/** Replaces what a home named itself. Only keys and words that every home has are kept: see the tables below. */
export interface Abstraction {
  readonly abstract: (value: unknown) => unknown;
  readonly hasLeftOut: () => boolean;
}

export function createAbstraction(inputs: BlueprintInputs): Abstraction {
  const [buttons, triggerIds] = [numbered("button"), numbered("trigger")];
  let isPartLeftOut = false;

  const input = (asked: Asked): string => MARK + inputs.keyOf(asked);
  const entity = (entityId: string): string =>
    BUILT_IN.has(entityId) ? entityId : input({ kind: "entity", entityId });
  const entities = (text: string): unknown => {
    const ids = text.split(",").map((id) => id.trim().toLowerCase());
    if (ids.some((id) => !ENTITY.test(id) && !EVERYTHING.has(id))) return input({ kind: "text", value: text });
    const found = ids.map((id) => (EVERYTHING.has(id) ? id : entity(id)));
    return found.length === 1 ? found[0] : found;
  };
  const known = (text: string, isKnown: (text: string) => boolean): string => {
    if (isKnown(text)) return text;
    return ENTITY.test(text) ? entity(text) : input({ kind: "text", value: text });
  };
  const action = (text: string): string => {
    if (text.startsWith("notify.")) return input({ kind: "notifier", value: "" });
    if (ACTION_DOMAINS.has(domainOf(text)) && ENTITY.test(text)) return text;
    const isButton = text.endsWith(RUN_CONTEXT) || !text.includes(".");
    return isButton ? button(text) : input({ kind: "action", value: text });
  };
  /** A button of a notification, with the run's context if it has that. */
  const button = (text: string): string => {
    const context = text.endsWith(RUN_CONTEXT) ? RUN_CONTEXT : "";
    return buttons(text.slice(0, text.length - context.length)) + context;
  };

  const text = (value: string, key: string): unknown => {
    if (FREE_TEXTS.has(key)) return PLACEHOLDER;
    if (key === "id") return triggerIds(value);
    if (key === "action" || key === "service") return action(value);
    if (ENTITY_KEYS.has(key)) return entities(value);
    const place = PLACES.get(key);
    if (place !== undefined) return input({ kind: place, value });
    if (TIME_KEYS.has(key)) return known(value, (word) => TIME.test(word) || SUN.has(word));
    if (key === "event_type") return known(value, (word) => STANDARD_EVENT_TYPES.has(word) || word === BUTTON_EVENT);
    return known(value, KEYWORDS.has(key) ? (word) => KEYWORD.test(word) : (word) => STANDARD_STATES.has(word));
  };

  const convert = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return text(value, key);
    if (Array.isArray(value)) return value.flatMap((item) => convert(item, key)).filter((item) => !isEmpty(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, one]) => {
        if (KEYS.has(name)) return [[name, convert(one, name)]];
        isPartLeftOut ||= !PERSONAL.has(name);
        return [];
      }),
    );
  };
  return { abstract: (value) => convert(value, ""), hasLeftOut: () => isPartLeftOut };
}

/** All of it was left out. */
const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

function numbered(name: string): (text: string) => string {
  const numbers = new Map<string, number>();
  return (text) => {
    numbers.set(text, numbers.get(text) ?? numbers.size + 1);
    return `${name}_${numbers.get(text)}`;
  };
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const ENTITY = /^[a-z_]+\.[a-z0-9_]+$/;
const EVERYTHING = words("all none");
/** Present in every home. */
const BUILT_IN = words("zone.home sun.sun");
const KEYWORD = /^[a-z_]+(\.[a-z_]+)?$/;
const TIME = /^[+-]?\d{1,2}:\d{2}(:\d{2})?$/;
const SUN = words("sunrise sunset");
const RUN_CONTEXT = "_{{ context.id }}";
const BUTTON_EVENT = "mobile_app_notification_action";
const PLACEHOLDER = "AI Automation";

const FREE_TEXTS = words("title message alias description");
const ENTITY_KEYS = words("entity_id zone");
const TIME_KEYS = words("at offset for after before after_offset before_offset timeout delay");
/** Their values are Home Assistant's own words. */
const KEYWORDS = words("trigger condition platform event weekday match mode behavior type attribute");
const PLACES: ReadonlyMap<string, "area" | "device" | "floor" | "label"> = new Map([
  ["area_id", "area"],
  ["device_id", "device"],
  ["floor_id", "floor"],
  ["label_id", "label"],
]);
const ACTION_DOMAINS = words(
  `automation climate cover fan homeassistant humidifier input_boolean light lock media_player persistent_notification
   switch vacuum valve water_heater`,
);

/** Keys that are kept; the values of most are converted. */
const KEYS = words(
  `trigger triggers condition conditions platform entity_id to from not_to not_from for at offset event event_type
   event_data above below attribute options target threshold value behavior after before after_offset before_offset
   weekday state match zone action actions service data area_id device_id floor_id label_id wait_for_trigger timeout
   continue_on_timeout delay days hours minutes seconds milliseconds if then else choose sequence default parallel
   repeat count while until enabled id alias description title message mode type and or not
   brightness brightness_pct color_temp_kelvin hs_color rgb_color rgbw_color rgbww_color xy_color transition
   temperature target_temp_high target_temp_low hvac_mode fan_mode preset_mode swing_mode percentage position
   tilt_position volume_level humidity`,
);
/** Left out without a word: who may press a button, and the looks of a notification. */
const PERSONAL = words("context tag url clickAction uri group channel image icon sticky push");
