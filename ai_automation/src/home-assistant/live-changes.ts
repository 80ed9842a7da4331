import type { TracedChange } from "../history/attribution/attributor.ts";
import { isOccurrence } from "../model/domains.ts";
import type { Levels } from "../model/level.ts";
import { isGapState, REMOVED_STATE } from "../model/state-change.ts";
import { instantOfText } from "./instants.ts";
import { hasLevels, isEmpty, levelsChanged, levelsOf } from "./level-attributes.ts";
import type { Occurrences } from "./occurrences.ts";
import { isStored } from "./stored-entities.ts";
import type { WireContext, WireState } from "./wire.ts";

export const contextOfWire = ({ id, parent_id, user_id }: WireContext): TracedChange["context"] => ({
  id,
  parentId: parent_id ?? null,
  userId: user_id ?? null,
});

/** The change of the state value in a `state_changed` event; undefined if only attributes changed or nothing occurred. */
export function changeOf(
  before: WireState | null,
  after: WireState | null,
  occurrences: Occurrences,
): TracedChange | undefined {
  if (after === null || before?.state === after.state || !isStored(after.entity_id)) return undefined;
  if (before !== null && isOccurrence(before.entity_id)) occurrences.record(before.entity_id, before.state);
  const to = valueOf(after, occurrences);
  if (to === null) return undefined;
  return {
    at: instantOfText(after.last_changed),
    context: contextOfWire(after.context),
    entityId: after.entity_id,
    from: before === null ? null : before.state,
    to,
  };
}

/** The removal of an entity, as the recorder's history also shows it; undefined if it had no state before. */
export function removalOf(
  before: WireState | null,
  event: { readonly time_fired: string; readonly context: WireContext },
): TracedChange | undefined {
  if (before === null || isGapState(before.state) || !isStored(before.entity_id)) return undefined;
  return {
    at: instantOfText(event.time_fired),
    context: contextOfWire(event.context),
    entityId: before.entity_id,
    from: before.state,
    to: REMOVED_STATE,
  };
}

/** The levels that changed in a `state_changed` event. */
export function levelChangeOf(before: WireState | null, after: WireState | null): TracedLevels | undefined {
  if (after === null || isGapState(after.state) || !hasLevels(after.entity_id) || !isStored(after.entity_id))
    return undefined;
  const previous = before === null ? {} : levelsOf(before.entity_id, before.attributes);
  const levels = levelsChanged(previous, levelsOf(after.entity_id, after.attributes));
  if (isEmpty(levels)) return undefined;
  const at = instantOfText(after.last_updated);
  return {
    levels,
    change: {
      at,
      context: contextOfWire(after.context),
      entityId: after.entity_id,
      from: before?.state ?? null,
      to: after.state,
    },
  };
}

/** New levels, and the change that their cause is derived from. */
interface TracedLevels {
  readonly levels: Levels;
  readonly change: TracedChange;
}

/** An event entity's state is the time of its last event; the event type is an attribute. */
function valueOf({ entity_id, state, attributes, last_changed }: WireState, occurrences: Occurrences): string | null {
  if (!isOccurrence(entity_id)) return state;
  if (!occurrences.isNew(entity_id, state, instantOfText(last_changed))) return null;
  if (isGapState(state)) return state;
  return typeof attributes.event_type === "string" ? attributes.event_type : null;
}
