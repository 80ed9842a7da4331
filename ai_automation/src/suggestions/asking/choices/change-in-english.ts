import type { PlannedChange } from "../plan/change-plan.ts";

/** A change in the words of a prompt, which are English in every home. */
export function changeInEnglish(
  change: PlannedChange,
  nameOf: (thing: string) => string,
  isOpening: (thing: string) => boolean,
): string {
  const stateOf = ({ thing, state }: { readonly thing: string; readonly state: string }): string =>
    (isOpening(thing) ? OPENING_STATES : STATES)[state] ?? state;
  switch (change.change) {
    case "at":
      return `at ${change.time}`;
    case "shift":
      return `${Math.abs(change.minutes)} minutes ${change.minutes < 0 ? "earlier" : "later"}`;
    case "sun":
      return `${offset(change.minutes)} ${change.event}`;
    case "when":
      return `when ${nameOf(change.thing)} becomes ${stateOf(change)}${lasting(change.minutes)}`;
    case "when_number":
      return `when ${nameOf(change.thing)} gets ${bounds(change)}${lasting(change.minutes)}`;
    case "when_household":
      return change.event === "last_leaves" ? "when everybody has left" : "when somebody comes home";
    case "for":
      return `wait ${change.minutes} minutes`;
    case "days":
      return `only on ${change.days.join(", ")}`;
    case "hours":
      return `only between ${change.after} and ${change.before}`;
    case "light":
      return change.only === "dark" ? "only when it is dark" : "only in daylight";
    case "only_if":
      return `only if ${nameOf(change.thing)} is ${stateOf(change)}`;
    case "only_if_number":
      return `only if ${nameOf(change.thing)} is ${bounds(change)}`;
    case "only_if_household":
      return `only if ${change.state.replace("_", " is ")}`;
    case "drop":
      return `without the condition on ${change.what}`;
    case "drop_thing":
      return `without the condition on ${nameOf(change.thing)}`;
    case "act":
      return `turn ${change.state} ${nameOf(change.thing)}`;
    case "spare":
      return `leave ${nameOf(change.thing)} alone`;
    case "level":
      return `${change.kind} ${change.value}${change.thing === null ? "" : ` of ${nameOf(change.thing)}`}`;
    case "tell":
      return "send a message";
    case "name":
      return `call it ${change.text}`;
  }
}

const STATES: Readonly<Record<string, string>> = { home: "at home", not_home: "away" };
/** Windows and doors, whose sensors are on or off. */
const OPENING_STATES: Readonly<Record<string, string>> = { on: "open", off: "closed" };

const offset = (minutes: number): string =>
  minutes === 0 ? "at" : `${Math.abs(minutes)} minutes ${minutes < 0 ? "before" : "after"}`;

const lasting = (minutes: number): string => (minutes === 0 ? "" : ` for ${minutes} minutes`);

const bounds = ({ above, below }: { readonly above: number | null; readonly below: number | null }): string =>
  [...(above === null ? [] : [`above ${above}`]), ...(below === null ? [] : [`below ${below}`])].join(" and ");
