import { isButton, isStarted, PRESSED, STARTED } from "../model/domains.ts";
import { occurrenceText } from "../model/occurrence.ts";
import { domainOf, isGapState } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { instantOfText } from "./instants.ts";

/** Tells new occurrences of events, buttons and scenes from returns to an old state. */
export interface Occurrences {
  /** Records a state whose start was not observed. */
  record(entityId: string, state: string): void;
  /** Whether a state that started at an instant (milliseconds UTC) is a new occurrence. Call it in order of time. */
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
  if (isGapState(state)) return state;
  if (domainOf(entityId) === "script") return state === "on" ? STARTED : undefined;
  if (domainOf(entityId) === "event") {
    if (!known.isNew(entityId, state, at)) return undefined;
    const type = attributes.event_type;
    return typeof type === "string" && type !== "" ? occurrenceText(type, attributes) : undefined;
  }
  if (!isButton(entityId) && !isStarted(entityId)) return state;
  if (!known.isNew(entityId, state, at)) return undefined;
  return isButton(entityId) ? PRESSED : STARTED;
}

/**
 * An event entity's state is the instant of its last occurrence (components/event/entity.py). After `unavailable`, a
 * removal or a restart of Home Assistant it has its old state again, which is not an occurrence.
 */
export function createOccurrences(): Occurrences {
  const latest = new Map<string, number>();
  const record = (entityId: string, state: string): void => {
    const instant = instantOfText(state);
    if (instant > (latest.get(entityId) ?? -Infinity)) latest.set(entityId, instant);
  };
  return {
    record,
    isNew: (entityId, state, at) => {
      const instant = instantOfText(state);
      // The REST API accepts any text as a state; each one counts.
      if (Number.isNaN(instant)) return true;
      const isLater = instant > (latest.get(entityId) ?? at - WRITTEN_WITHIN);
      record(entityId, state);
      return isLater;
    },
  };
}

/** Home Assistant writes the state of an occurrence at once, so an older one at first sight is a return. */
const WRITTEN_WITHIN = 5 * SECOND;
