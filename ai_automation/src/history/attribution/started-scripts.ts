import type { Cause } from "../../model/cause.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { entitiesOf, type EntitiesIn } from "./called-entities.ts";
import type { ServiceCall } from "./expectation.ts";
import type { AttributedCall } from "./recent-calls.ts";

/** Finds the scripts and scenes behind logbook rows that do not name them, and who started a script or scene. */
export interface StartedScripts {
  record(call: Omit<AttributedCall, "contextId" | "cause" | "called">, cause: Cause): void;
  /** The cause of a script's or scene's own change: that of the call which started it. */
  starterOf(entityId: string, at: number): Cause | undefined;
  /** The cause, completed with the script or scene that the same person started last. */
  named(cause: Cause, at: number): Cause;
}

interface Started {
  readonly at: number;
  readonly entityId: string;
}

/** Later changes may come from another script or scene whose start was not recorded. */
const NAMED_WITHIN = 5 * MINUTE;

/** A scene or script changes its state at once when it is called. */
const STARTS_WITHIN = 5 * SECOND;

/** Services of the script domain; all others are names of scripts. */
const DOMAIN_SERVICES: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle", "reload"]);

export function createStartedScripts(entitiesIn?: EntitiesIn): StartedScripts {
  const started = new Map<string, Started>();
  const starters = new Map<string, { readonly at: number; readonly cause: Cause }>();
  return {
    record: (call, cause) => {
      const entityIds = startedBy(call, entitiesIn);
      for (const entityId of entityIds) starters.set(entityId, { at: call.at, cause });
      if (cause.kind !== "person" && cause.kind !== "automation") return;
      const starter = cause.kind === "person" ? cause.userId : null;
      const [entityId] = entityIds;
      if (entityId !== undefined) started.set(keyOf(call.domain, starter), { at: call.at, entityId });
      // The states of `scene.apply` come from the call, so no scene is their cause.
      else if (call.domain === "scene" && call.service === "apply") started.delete(keyOf(call.domain, starter));
    },
    starterOf: (entityId, at) => {
      const last = starters.get(entityId);
      return last !== undefined && at >= last.at && at - last.at <= STARTS_WITHIN ? last.cause : undefined;
    },
    named: (cause, at) => {
      if ((cause.kind !== "script" && cause.kind !== "scene") || cause.entityId !== null) return cause;
      const last = started.get(keyOf(cause.kind, cause.userId));
      return last !== undefined && at - last.at <= NAMED_WITHIN ? { ...cause, entityId: last.entityId } : cause;
    },
  };
}

const keyOf = (domain: string, userId: string | null): string => `${domain} ${userId ?? ""}`;

/** The scripts and scenes that a call starts. */
export function startedBy(call: ServiceCall, entitiesIn?: EntitiesIn): readonly string[] {
  const { domain, service } = call;
  if (domain === "script" && !DOMAIN_SERVICES.has(service)) return [`script.${service}`];
  if (domain === "script" && service === "toggle") return entitiesOf(call, entitiesIn);
  return (domain === "script" || domain === "scene") && service === "turn_on" ? entitiesOf(call, entitiesIn) : [];
}
