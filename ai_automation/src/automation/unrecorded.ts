import { because, type Reason } from "../model/reason.ts";
import { domainOf } from "../model/state-change.ts";

/** Why the state of what occurs is not in the history, which has the occurrences. */
export const reasonOfOccurrence = (entityId = ""): Reason =>
  because(domainOf(entityId) === "script" ? "script_end" : "occurrence_time", { entity: entityId });
