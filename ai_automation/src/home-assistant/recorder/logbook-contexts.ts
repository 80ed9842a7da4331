import type { LogbookContext } from "../../history/attribution/logbook-cause.ts";
import type { Origin } from "./logbook-events.ts";

interface Contexts {
  readonly context: string | null;
  readonly user: string | null;
  readonly parent: string | null;
}

/** Resolves contexts as Home Assistant's logbook does: components/logbook/processor.py, ContextAugmenter. */
export interface LogbookContexts {
  /**
   * The origin of a row. Rows must be passed oldest first: later rows of a context are traced to its first row, and the
   * first row to that of its parent context.
   */
  resolve(row: Contexts, origin: Origin): LogbookContext;
}

interface Seen {
  readonly origin: Origin;
  readonly user: string | null;
}

/** This many recent contexts are stored, and up to as many older ones: several hours of a busy home. */
const MAX_CONTEXTS = 50_000;

export function createLogbookContexts(): LogbookContexts {
  let newer = new Map<string, Seen>();
  let older = new Map<string, Seen>();
  const find = (context: string): Seen | undefined => newer.get(context) ?? older.get(context);
  const store = (context: string, row: Seen): void => {
    if (newer.size >= MAX_CONTEXTS) {
      older = newer;
      newer = new Map();
    }
    newer.set(context, row);
  };
  return {
    resolve: ({ context, user, parent }, origin) => {
      const first = context === null ? undefined : find(context);
      if (first === undefined && context !== null) store(context, { origin, user });
      const firstOfParent = parent === null || parent === context ? undefined : find(parent);
      const source = first ?? firstOfParent;
      const userId = user ?? firstOfParent?.user ?? null;
      const resolved = source === undefined ? NOTHING : described(source.origin);
      return userId === null ? resolved : { ...resolved, context_user_id: userId.toLowerCase() };
    },
  };
}

const NOTHING: LogbookContext = {};

function described(origin: Origin): LogbookContext {
  switch (origin.kind) {
    case "state":
      return { context_entity_id: origin.entityId };
    case "call":
      return {
        context_event_type: "call_service",
        context_domain: origin.call.domain,
        context_service: origin.call.service,
      };
    case "described":
      return {
        context_event_type: origin.type,
        context_domain: origin.domain,
        ...(origin.entityId === null ? {} : { context_entity_id: origin.entityId }),
      };
    case "other":
      return NOTHING;
  }
}
