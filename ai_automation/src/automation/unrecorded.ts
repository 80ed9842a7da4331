import { domainOf } from "../model/state-change.ts";

/** Why the state of what occurs is not in the history, which has the occurrences. */
export function reasonOfOccurrence(entityId = ""): string {
  switch (domainOf(entityId)) {
    case "script":
      return "a script, whose end is not recorded";
    case "scene":
      return "a scene, whose state is a time";
    case "button":
    case "input_button":
      return "a button, whose state is a time";
    default:
      return "an event entity, whose state is a time";
  }
}
