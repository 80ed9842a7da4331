import { domainOf } from "../../model/state-change.ts";

/** A service call as `call_service` events and the logbook report it. */
export interface ServiceCall {
  readonly domain: string;
  readonly service: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether a state is what an earlier call asked for. `open`: the call does not determine the state. */
export type Agreement = "agrees" | "contradicts" | "open";

type Expectation = (state: string) => Agreement;

const OPEN: Expectation = () => "open";

/** Domains whose only states are on and off. */
const TWO_STATES: ReadonlySet<string> = new Set(["fan", "humidifier", "input_boolean", "light", "siren", "switch"]);

export const isTwoState = (entityId: string): boolean => TWO_STATES.has(domainOf(entityId));

export function agreementOf(call: ServiceCall, entityId: string, state: string): Agreement {
  return expectationOf(call, domainOf(entityId))(state);
}

function expectationOf({ service, data }: ServiceCall, domain: string): Expectation {
  switch (service) {
    case "turn_on":
      return domain === "light" ? lightOn(data) : domain === "fan" && numberOf(data.percentage) === 0 ? OPEN : isOn;
    case "turn_off":
      return isOff(domain);
    case "set_percentage":
      return numberOf(data.percentage) === 0 ? isOff(domain) : isOn;
    case "open_cover":
    case "open_valve":
      return either(["open", "opening"], ["closed", "closing"]);
    case "close_cover":
    case "close_valve":
      return either(["closed", "closing"], ["open", "opening"]);
    case "set_cover_position":
    case "set_valve_position":
      return data.position === 0 ? either(["closed", "closing"], []) : either(["open", "opening", "closing"], []);
    case "lock":
      return either(["locked", "locking"], ["unlocked", "unlocking", "open"]);
    case "unlock":
      return either(["unlocked", "unlocking"], ["locked", "locking"]);
    case "set_hvac_mode":
      return exactly(data.hvac_mode);
    case "select_option":
      return exactly(data.option);
    case "media_play":
      return either(["playing", "buffering", "on"], ["paused", "off"]);
    case "media_pause":
      return either(["paused"], ["playing", "off"]);
    default:
      return OPEN;
  }
}

const isOn: Expectation = (state) => (state === "off" ? "contradicts" : "agrees");

const isOff =
  (domain: string): Expectation =>
  (state) =>
    state === "off" ? "agrees" : TWO_STATES.has(domain) ? "contradicts" : "open";

/**
 * A brightness of 0 turns a light off, and a step down may (components/light/services.py, helper.py). Steps end at 0
 * when a button that dims is held.
 */
function lightOn(data: ServiceCall["data"]): Expectation {
  const { brightness, brightness_pct: percent, white, brightness_step: step, brightness_step_pct: stepPercent } = data;
  if (
    [brightness, white].some((level) => Math.trunc(numberOf(level)) <= 0) ||
    Math.round(2.55 * numberOf(percent)) <= 0
  )
    return isOff("light");
  const mayBeDark = [step, stepPercent].some((size) => size !== undefined && !(numberOf(size) > 0));
  return mayBeDark ? (state) => (state === "off" ? "agrees" : "open") : isOn;
}

/** Calls are reported as they were made, also with numbers as texts. NaN for anything else. */
const numberOf = (value: unknown): number =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "") ? Number(value) : NaN;

function exactly(requested: unknown): Expectation {
  return requested === undefined ? OPEN : (state) => (state === requested ? "agrees" : "contradicts");
}

function either(agreeing: readonly string[], contradicting: readonly string[]): Expectation {
  return (state) => (agreeing.includes(state) ? "agrees" : contradicting.includes(state) ? "contradicts" : "open");
}
