import { isButton, isOccurrence, isStarted, PRESSED, STARTED } from "../model/domains.ts";
import { occurrenceText } from "../model/occurrence.ts";
import { domainOf, isGapState } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { instantOfText } from "./instants.ts";

/** Tells new occurrences of events, buttons and scenes from returns to an old state. */
export interface Occurrences {
  /** Records a state whose start was not observed. */
  record(entityId: string, state: string): void;
  /**
   * Whether a state that started at an instant (milliseconds UTC) is a new occurrence, or a gap. Call it for every state,
   * in order of time.
   */
  isNew(entityId: string, state: string, at: number): boolean;
}

/** A state as Home Assistant has it, with the attributes of the same instant. */
interface WrittenState {
  readonly entityId: string;
  readonly state: string;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * The state to record; undefined if nothing occurred. The state of events, buttons and scenes is an instant, and a
 * script is on while it runs. Call it in order of time.
 */
export function recordedState(
  { entityId, state, at, attributes }: WrittenState,
  known: Occurrences,
): string | undefined {
  if (!isOccurrence(entityId)) return state;
  const isScript = domainOf(entityId) === "script";
  if (!isScript && !known.isNew(entityId, state, at)) return undefined;
  if (isGapState(state)) return state;
  if (isScript) return state === "on" ? STARTED : undefined;
  if (isStarted(entityId)) return STARTED;
  if (isButton(entityId)) return PRESSED;
  const type = attributes.event_type;
  return typeof type === "string" && type !== "" ? occurrenceText(type, attributes) : undefined;
}

/**
 * The state of an event entity is the instant of its last occurrence (components/event/entity.py). After `unavailable`, a
 * removal or a restart of Home Assistant it has its old state again, which is not an occurrence. Something that happened
 * while it was unavailable is not one either: Home Assistant's own trigger ignores whatever follows `unavailable`
 * (helpers/trigger/entity_trigger.py, StatelessEntityTriggerBase).
 */
export function createOccurrences(): Occurrences {
  const latest = new Map<string, number>();
  const unavailable = new Set<string>();
  const record = (entityId: string, state: string): void => {
    const instant = instantOfText(state);
    if (instant > (latest.get(entityId) ?? -Infinity)) latest.set(entityId, instant);
    if (state === "unavailable") unavailable.add(entityId);
  };
  return {
    record,
    isNew: (entityId, state, at) => {
      const isReturn = unavailable.delete(entityId);
      if (isGapState(state)) {
        record(entityId, state);
        return true;
      }
      const instant = instantOfText(state);
      // The REST API accepts any text as a state; each one counts.
      if (Number.isNaN(instant)) return !isReturn;
      const isLater = instant > (latest.get(entityId) ?? at - WRITTEN_WITHIN);
      record(entityId, state);
      return isLater && !isReturn;
    },
  };
}

/** Home Assistant writes the state of an occurrence at once, so an older one at first sight is a return. */
const WRITTEN_WITHIN = 5 * SECOND;
