import { type Cause, UNKNOWN } from "../../model/cause.ts";
import { isGapState } from "../../model/state-change.ts";
import { HOUR } from "../../model/time.ts";
import { createCallMemory } from "./call-memory.ts";
import type { ServiceCall } from "./expectation.ts";
import { isOperated } from "./operated.ts";
import { createRecent } from "./recent.ts";
import { causeOfUser, personOrNull, type UserKindOf } from "./users.ts";

/** Home Assistant's context: effects share their action's id, an automation's run names its trigger's as parent. */
export interface EventContext {
  readonly id: string;
  readonly parentId: string | null;
  readonly userId: string | null;
}

interface Traced {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly context: EventContext;
}

/** What tells of causes. */
export type Trace =
  | (Traced & { readonly kind: "automation_triggered"; readonly entityId: string })
  | (Traced & { readonly kind: "script_started"; readonly entityId: string })
  | (Traced & { readonly kind: "homekit_state_change" })
  /** A `conversation.*` entity changed: somebody spoke. */
  | (Traced & { readonly kind: "conversation" })
  | (Traced & ServiceCall & { readonly kind: "call_service" });

export interface TracedChange extends Traced {
  readonly entityId: string;
  /** Null when the entity is new. */
  readonly from: string | null;
  readonly to: string;
}

export interface AttributorOptions {
  readonly userKindOf: UserKindOf;
  /** How many contexts are remembered; default 10,000. */
  readonly contexts?: number;
  /** How many entities' last calls are remembered; default 2,000. */
  readonly calls?: number;
}

/** Answers causes from live events. Events are to be told in the order in which they come. */
export interface Attributor {
  hear(trace: Trace): void;
  causeOf(change: TracedChange): Cause;
  /** The cause of levels that changed while the state stayed: on the way to another state that contradicts nothing. */
  causeOfLevels(change: TracedChange): Cause;
}

/** What is known of one context. */
interface Origin {
  readonly userId: string | null;
  readonly automation?: string;
  readonly script?: string;
  /** The scene that was asked for, null when it is not named. */
  readonly scene?: string | null;
  readonly isConversation?: true;
  readonly isHomekit?: true;
  readonly isCall?: true;
}

/** An automation that waits keeps the context of its start for its whole run. */
const CONTEXT_AGE = 24 * HOUR;

export function createAttributor({ userKindOf, contexts = 10_000, calls = 2_000 }: AttributorOptions): Attributor {
  const origins = createRecent<Origin>({ count: contexts, ageMilliseconds: CONTEXT_AGE });
  const callMemory = createCallMemory({ count: calls });

  const note = ({ at, context }: Traced, more: Partial<Origin>): void => {
    const known = origins.get(context.id, at) ?? { userId: context.userId };
    origins.set(context.id, { ...more, ...known, userId: known.userId ?? context.userId }, at);
  };

  /** Undefined when the context tells nothing. */
  const causeOfContext = ({ at, context }: Traced): Cause | undefined => {
    const origin = origins.get(context.id, at) ?? { userId: context.userId };
    if (origin.automation !== undefined) return { kind: "automation", entityId: origin.automation };
    const userId = origin.userId ?? context.userId;
    const person = personOrNull(userId, userKindOf);
    if (origin.script !== undefined) return { kind: "script", entityId: origin.script, userId: person };
    if (origin.scene !== undefined) return { kind: "scene", entityId: origin.scene, userId: person };
    if (origin.isHomekit) return { kind: "person", userId: null, via: "homekit" };
    if (userId !== null) return causeOfUser(userId, userKindOf, origin.isConversation ? "voice" : "app");
    if (context.parentId !== null) return undefined;
    return origin.isCall ? { kind: "person", userId: null, via: "voice" } : undefined;
  };

  const causeOfParent = ({ at, context }: Traced, isActedOn: boolean): Cause | undefined => {
    if (context.parentId === null) return undefined;
    const parent = { id: context.parentId, parentId: null, userId: null };
    const cause = causeOfContext({ at, context: parent });
    return cause ?? (isActedOn ? { kind: "automation", entityId: null } : undefined);
  };

  const causeWithoutTrace = ({ entityId, to, at }: TracedChange): Cause =>
    callMemory.echoAt({ entityId, state: to, at }) ?? (isOperated(entityId) ? { kind: "physical" } : UNKNOWN);

  return {
    hear: (trace) => {
      note(trace, originOf(trace));
      if (trace.kind !== "call_service") return;
      const cause = causeOfContext(trace) ?? causeOfParent(trace, true) ?? UNKNOWN;
      callMemory.remember({ ...trace, contextId: trace.context.id, cause });
    },
    causeOf: (change) => {
      const { entityId, from, to, at, context } = change;
      if (from === null || isGapState(from) || isGapState(to)) return UNKNOWN;
      const isActedOn = isOperated(entityId);
      const seen = { entityId, state: to, at };
      const cause = causeOfContext(change) ?? causeOfParent(change, isActedOn);
      if (callMemory.contradicts(seen, context.id) && isActedOn) return { kind: "physical" };
      return cause ?? causeWithoutTrace(change);
    },
    causeOfLevels: (change) =>
      causeOfContext(change) ?? causeOfParent(change, isOperated(change.entityId)) ?? causeWithoutTrace(change),
  };
}

function originOf(trace: Trace): Partial<Origin> {
  switch (trace.kind) {
    case "automation_triggered":
      return { automation: trace.entityId };
    case "script_started":
      return { script: trace.entityId };
    case "homekit_state_change":
      return { isHomekit: true };
    case "conversation":
      return { isConversation: true };
    case "call_service":
      return trace.domain === "scene" ? { isCall: true, scene: sceneOf(trace) } : { isCall: true };
  }
}

function sceneOf({ data }: ServiceCall): string | null {
  const named: unknown = Array.isArray(data.entity_id) ? data.entity_id[0] : data.entity_id;
  return typeof named === "string" ? named : null;
}
