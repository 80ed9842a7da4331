import type { LogbookContext } from "../../history/attribution/logbook-cause.ts";
import { createRecent } from "../../history/attribution/recent.ts";
import { DAY } from "../../model/time.ts";
import type { Origin } from "./logbook-events.ts";

interface Contexts {
  readonly context: string | null;
  readonly user: string | null;
  readonly parent: string | null;
}

/** Resolves contexts as Home Assistant's logbook does: components/logbook/processor.py, ContextAugmenter. */
export interface LogbookContexts {
  /**
   * What stands behind a row at an instant, milliseconds UTC; rows are to be told oldest first. The first row of a
   * context is what the later ones are traced to; it is itself traced to its parent's.
   */
  resolve(row: Contexts, origin: Origin, at: number): LogbookContext;
}

interface Known {
  readonly origin: Origin;
  readonly user: string | null;
}

const MOST_CONTEXTS = 50_000;

export function createLogbookContexts(): LogbookContexts {
  const first = createRecent<Known>({ count: MOST_CONTEXTS, ageMilliseconds: DAY });
  return {
    resolve: ({ context, user, parent }, origin, at) => {
      const known = context === null ? undefined : first.get(context, at);
      if (known === undefined && context !== null) first.set(context, { origin, user }, at);
      const parentKnown = parent === null || parent === context ? undefined : first.get(parent, at);
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
