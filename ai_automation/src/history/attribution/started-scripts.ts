import type { Cause } from "../../model/cause.ts";
import { MINUTE } from "../../model/time.ts";
import { entitiesOf } from "./called-entities.ts";
import type { AttributedCall } from "./recent-calls.ts";

/** Finds the scripts and scenes behind logbook rows that do not name them. */
export interface StartedScripts {
  record(call: Omit<AttributedCall, "contextId" | "cause" | "called">, cause: Cause): void;
  /** The cause, completed with the script or scene that the same person started last. */
  named(cause: Cause, at: number): Cause;
}

interface Started {
  readonly at: number;
  readonly entityId: string;
}

/** Later changes may come from another script or scene whose start was not recorded. */
const NAMED_WITHIN = 5 * MINUTE;

/** Services of the script domain; all others are names of scripts. */
const DOMAIN_SERVICES: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle", "reload"]);

export function createStartedScripts(): StartedScripts {
  const started = new Map<string, Started>();
  return {
    record: (call, cause) => {
      if (cause.kind !== "person" && cause.kind !== "automation") return;
      const entityId = startedBy(call);
      const starter = cause.kind === "person" ? cause.userId : null;
      if (entityId !== undefined) started.set(keyOf(call.domain, starter), { at: call.at, entityId });
    },
    named: (cause, at) => {
      if ((cause.kind !== "script" && cause.kind !== "scene") || cause.entityId !== null) return cause;
      const last = started.get(keyOf(cause.kind, cause.userId));
      return last !== undefined && at - last.at <= NAMED_WITHIN ? { ...cause, entityId: last.entityId } : cause;
    },
  };
}

const keyOf = (domain: string, userId: string | null): string => `${domain} ${userId ?? ""}`;

function startedBy(call: Omit<AttributedCall, "contextId" | "cause" | "called">): string | undefined {
  const { domain, service } = call;
  if (domain === "script" && !DOMAIN_SERVICES.has(service)) return `script.${service}`;
  if ((domain !== "script" && domain !== "scene") || service !== "turn_on") return undefined;
  return entitiesOf(call)[0];
}
