import { MINUTE } from "../../model/time.ts";

/** Home Assistant's context of an event; ids as it sends them. */
export interface EventContext {
  readonly id: string;
  readonly parentId: string | null;
  readonly userId: string | null;
}

/** What is known of one context id from the events that carried it. */
export interface KnownContext {
  readonly automation?: string;
  readonly script?: string;
  readonly scene?: string;
  readonly isHomekit?: boolean;
  readonly isSpoken?: boolean;
  readonly hasCall?: boolean;
}

export interface CallOnEntity {
  readonly context: EventContext;
  readonly at: number;
  readonly wanted: ReadonlySet<string>;
}

/** Remembers recent contexts and calls, bounded by number and age. */
export interface Contexts {
  note(context: EventContext, at: number, known: KnownContext): void;
  noteCall(context: EventContext, at: number, entityIds: readonly string[], wanted: string): void;
  find(id: string): KnownContext | undefined;
  /** All states that calls of this context asked this entity for; empty when none named it. */
  wantedOf(id: string, entityId: string): ReadonlySet<string>;
  lastCallOn(entityId: string): CallOnEntity | undefined;
}

const MAX_CONTEXTS = 5_000;
/** A script or automation with delays may act this much later in the same context. */
const MAX_AGE = 60 * MINUTE;
const NONE: ReadonlySet<string> = new Set();

interface Entry {
  readonly at: number;
  readonly known: KnownContext;
  readonly wanted: Map<string, Set<string>>;
}

export function createContexts(): Contexts {
  const entries = new Map<string, Entry>();
  const calls = new Map<string, CallOnEntity>();

  const entryOf = (id: string, at: number, known: KnownContext = {}): Entry => {
    const before = entries.get(id);
    const entry = {
      at,
      known: { ...before?.known, ...known },
      wanted: before?.wanted ?? new Map<string, Set<string>>(),
    };
    entries.delete(id);
    entries.set(id, entry);
    forgetOld(entries, at);
    return entry;
  };

  return {
    note: (context, at, known) => void entryOf(context.id, at, known),
    noteCall: (context, at, entityIds, wanted) => {
      const entry = entryOf(context.id, at);
      for (const entityId of entityIds) {
        const states = entry.wanted.get(entityId) ?? new Set();
        entry.wanted.set(entityId, states.add(wanted));
        calls.delete(entityId);
        calls.set(entityId, { context, at, wanted: new Set([wanted]) });
      }
      forgetOld(calls, at);
    },
    find: (id) => entries.get(id)?.known,
    wantedOf: (id, entityId) => entries.get(id)?.wanted.get(entityId) ?? NONE,
    lastCallOn: (entityId) => calls.get(entityId),
  };
}

/** Maps keep the order of insertion, so the oldest come first. */
function forgetOld(entries: Map<string, { readonly at: number }>, now: number): void {
  for (const [id, { at }] of entries) {
    if (entries.size <= MAX_CONTEXTS && now - at <= MAX_AGE) return;
    entries.delete(id);
  }
}
