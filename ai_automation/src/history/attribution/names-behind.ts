import type { Cause } from "../../model/cause.ts";
import { MINUTE } from "../../model/time.ts";
import { entitiesOf, type NamedCall } from "./recent-calls.ts";

/** Finds the names of scripts and scenes where a logbook row only says that there was one. */
export interface NamesBehind {
  hear(call: Omit<NamedCall, "contextId" | "cause">, cause: Cause): void;
  /** The cause with the script or scene that the same person started last. */
  named(cause: Cause, at: number): Cause;
}

interface Started {
  readonly at: number;
  readonly entityId: string;
}

/** After a longer time, another script or scene may have been started without a recorded call. */
const NAMED_WITHIN = 5 * MINUTE;

/** Services of the script domain that are not names of scripts. */
const OWN_SERVICES: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle", "reload"]);

export function createNamesBehind(): NamesBehind {
  const started = new Map<string, Started>();
  return {
    hear: (call, cause) => {
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

function startedBy(call: Omit<NamedCall, "contextId" | "cause">): string | undefined {
  const { domain, service } = call;
  if (domain === "script" && !OWN_SERVICES.has(service)) return `script.${service}`;
  if ((domain !== "script" && domain !== "scene") || service !== "turn_on") return undefined;
  return entitiesOf(call)[0];
}
