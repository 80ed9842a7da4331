import type { TracedChange } from "../history/attribution/attributor.ts";
import { isOccurrence } from "../model/domains.ts";
import { isGapState } from "../model/state-change.ts";
import { instantOfText } from "./instants.ts";
import { isStored } from "./stored-entities.ts";
import type { WireContext, WireState } from "./wire.ts";

export const contextOfWire = ({ id, parent_id, user_id }: WireContext): TracedChange["context"] => ({
  id,
  parentId: parent_id ?? null,
  userId: user_id ?? null,
});

/** The change of an entity's state value that a `state_changed` event tells of, if it does. */
export function changeOf(before: WireState | null, after: WireState | null): TracedChange | undefined {
  if (after === null || before?.state === after.state || !isStored(after.entity_id)) return undefined;
  const to = valueOf(after);
  if (to === null) return undefined;
  return {
    at: instantOfText(after.last_changed),
    context: contextOfWire(after.context),
    entityId: after.entity_id,
    from: before === null ? null : before.state,
    to,
  };
}

/** An event entity's state is the instant of its last event; the event itself is an attribute. */
function valueOf({ entity_id, state, attributes }: WireState): string | null {
  if (!isOccurrence(entity_id) || isGapState(state)) return state;
  return typeof attributes.event_type === "string" ? attributes.event_type : null;
}
