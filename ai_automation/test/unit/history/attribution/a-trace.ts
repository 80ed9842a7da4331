import {
  createAttributor,
  type Attributor,
  type EventContext,
} from "../../../../src/history/attribution/attributor.ts";
import type { UserKind } from "../../../../src/history/attribution/users.ts";
import type { Cause } from "../../../../src/model/cause.ts";
import { SECOND } from "../../../../src/model/time.ts";

export const START = Date.UTC(2026, 10, 2, 18);

const KINDS: Readonly<Record<string, UserKind>> = { supervisor: "service", cloud: "voice" };

export const userKindOf = (userId: string): UserKind => KINDS[userId] ?? "person";

export interface Story {
  /** A context with a new id, unless one is given. */
  context(fields?: Partial<EventContext>): EventContext;
  automation(entityId: string, context: EventContext, at?: number): void;
  script(entityId: string, context: EventContext, at?: number): void;
  homekit(context: EventContext): void;
  spoken(context: EventContext): void;
  call(action: string, data: Readonly<Record<string, unknown>>, context: EventContext, at?: number): void;
  /** The cause of a change; `at` is in seconds since the start. */
  change(entityId: string, to: string, context?: EventContext, at?: number, from?: string | null): Cause;
}

/** Feeds events to an attributor, with times in seconds since the start. */
export function aStory(attributor: Attributor = createAttributor({ userKindOf })): Story {
  let ids = 0;
  const context: Story["context"] = (fields = {}) => ({ id: `c${++ids}`, parentId: null, userId: null, ...fields });
  const instant = (seconds: number): number => START + Math.round(seconds * SECOND);
  return {
    context,
    automation: (entityId, traced, at = 0) =>
      attributor.record({ kind: "automation_triggered", entityId, context: traced, at: instant(at) }),
    script: (entityId, traced, at = 0) =>
      attributor.record({ kind: "script_started", entityId, context: traced, at: instant(at) }),
    homekit: (traced) => attributor.record({ kind: "homekit_state_change", context: traced, at: START }),
    spoken: (traced) => attributor.record({ kind: "spoken", context: traced, at: START }),
    call: (action, data, traced, at = 0) => {
      const [domain = "", service = ""] = action.split(".");
      attributor.record({ kind: "call_service", domain, service, data, context: traced, at: instant(at) });
    },
    change: (entityId, to, traced = context(), at = 0, from = to === "off" ? "on" : "off") =>
      attributor.causeOf({ entityId, from, to, context: traced, at: instant(at) }),
  };
}
