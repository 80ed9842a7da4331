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
   * What stands behind a row; rows are to be told oldest first. The first row of a context is what the later ones are
   * traced to; it is itself traced to its parent's.
   */
  resolve(row: Contexts, origin: Origin): LogbookContext;
}

interface Known {
  readonly origin: Origin;
  readonly user: string | null;
}

/** So many of the newest contexts are remembered, and up to as many older ones: hours of a busy home. */
const MOST_CONTEXTS = 50_000;

export function createLogbookContexts(): LogbookContexts {
  let newer = new Map<string, Known>();
  let older = new Map<string, Known>();
  const find = (context: string): Known | undefined => newer.get(context) ?? older.get(context);
  const remember = (context: string, known: Known): void => {
    if (newer.size >= MOST_CONTEXTS) {
      older = newer;
      newer = new Map();
    }
    newer.set(context, known);
  };
  return {
    resolve: ({ context, user, parent }, origin) => {
      const known = context === null ? undefined : find(context);
      if (known === undefined && context !== null) remember(context, { origin, user });
      const parentKnown = parent === null || parent === context ? undefined : find(parent);
      const behind = known ?? parentKnown;
      const userId = user ?? parentKnown?.user ?? null;
      const resolved = behind === undefined ? NOTHING : described(behind.origin);
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
