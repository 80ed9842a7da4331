import { UNKNOWN, type Cause } from "../../model/cause.ts";
import { isOccurrence } from "../../model/domains.ts";
import { isGapState } from "../../model/state-change.ts";
import { HOUR, MINUTE } from "../../model/time.ts";
import { calledBy, isFollower, type Called, type EntitiesIn } from "./called-entities.ts";
import type { ServiceCall } from "./expectation.ts";
import { createExpectedTrials } from "./expected-trials.ts";
import { FOLLOWS_WITHIN, isByItself, isOperated } from "./operated.ts";
import { createRecentCalls, following, type AttributedCall } from "./recent-calls.ts";
import { createRecent } from "./recent.ts";
import { createStartedScripts, startedBy } from "./started-scripts.ts";
import { AFTER_START, CALL_WITHOUT_USER, CONSEQUENCE, MANUAL, MANUAL_DURING_STARTUP } from "./thin-evidence.ts";
import { causeOfUser, personOrNull, type UserKindOf } from "./users.ts";

/**
 * Home Assistant's event context. An action and its effects share an id; a run of an automation has the context of its
 * trigger as parent.
 */
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

/** An event that can identify the cause of later changes in the same context. */
export type Trace =
  | (Traced & { readonly kind: "automation_triggered"; readonly entityId: string })
  | (Traced & { readonly kind: "script_started"; readonly entityId: string })
  | (Traced & { readonly kind: "homekit_state_change" })
  /** A voice command: an assistant or a satellite changed its state, or a voice service was called. */
  | (Traced & { readonly kind: "spoken" })
  | (Traced & ServiceCall & { readonly kind: "call_service" });

export interface TracedChange extends Traced {
  readonly entityId: string;
  /** Null when the entity is new. */
  readonly from: string | null;
  readonly to: string;
}

export interface AttributorOptions {
  readonly userKindOf: UserKindOf;
  readonly entitiesIn?: EntitiesIn;
  /** When Home Assistant started, in milliseconds UTC; undefined until that is known. */
  readonly startedAt?: () => number | undefined;
  /** Number of stored contexts; default 10,000. */
  readonly contexts?: number;
  /** Number of entities whose last calls are stored; default 2,000. */
  readonly calls?: number;
}

/** Attributes live changes to their causes. Events and changes must be passed in the order in which they arrive. */
export interface Attributor {
  record(trace: Trace): void;
  causeOf(change: TracedChange): Cause;
  /**
   * The cause of a change of levels (brightness, position) without a change of the state. It is not checked against
   * recent calls, because levels also change during a transition.
   */
  causeOfLevels(change: TracedChange): Cause;
  /**
   * The next such call is a person's trial of a suggestion. Call the function that it returns once the home has
   * answered; its events arrive before that.
   */
  readonly expectTrial: (call: ServiceCall, userId: string | null) => () => void;
}

/** Causes that earlier events revealed about one context. */
interface Origin {
  readonly userId: string | null;
  readonly automation?: string;
  readonly script?: string;
  /** The activated scene; null if the call does not name it. */
  readonly scene?: string | null;
  readonly isSpoken?: true;
  readonly isHomekit?: true;
  readonly isCall?: true;
  readonly trial?: { readonly userId: string | null };
  /** The entities that the first call named. */
  readonly called?: Called;
}

/** An automation keeps one context for its whole run, and a run with delays can last for hours. */
const CONTEXT_AGE = 24 * HOUR;

/**
 * The cause found for a change whose context was stale or had no origin. Changes that follow at once in the same
 * context get the same cause.
 */
interface Finding {
  readonly at: number;
  readonly entityId: string;
  readonly cause: Cause;
}

export function createAttributor(options: AttributorOptions): Attributor {
  const { userKindOf, entitiesIn, startedAt = () => undefined, contexts = 10_000, calls = 2_000 } = options;
  const origins = createRecent<Origin>({ count: contexts, ageMilliseconds: CONTEXT_AGE });
  const findings = createRecent<Finding>({ count: 100, ageMilliseconds: MINUTE });
  const callMemory = createRecentCalls({ count: calls, entitiesIn });
  const startedScripts = createStartedScripts(entitiesIn);
  const trials = createExpectedTrials();
  const changed = createRecent<number>({ count: calls, ageMilliseconds: 2 * AFTER_START });

  const recordOrigin = ({ at, context }: Traced, more: Partial<Origin>): void => {
    const known = origins.get(context.id, at) ?? { userId: context.userId };
    origins.set(context.id, { ...more, ...known, userId: known.userId ?? context.userId }, at);
  };

  /** Undefined if nothing is known about the context. */
  const causeOfContext = ({ at, context }: Traced): Cause | undefined => {
    const origin = origins.get(context.id, at) ?? { userId: context.userId };
    if (origin.trial !== undefined) return { kind: "person", userId: origin.trial.userId, via: "trial" };
    if (origin.automation !== undefined) return { kind: "automation", entityId: origin.automation };
    const userId = origin.userId ?? context.userId;
    const person = personOrNull(userId, userKindOf);
    if (origin.script !== undefined) return { kind: "script", entityId: origin.script, userId: person };
    if (origin.scene !== undefined) return { kind: "scene", entityId: origin.scene, userId: person };
    if (origin.isHomekit) return { kind: "person", userId: null, via: "homekit" };
    if (userId !== null) return causeOfUser(userId, userKindOf, origin.isSpoken ? "voice" : "app");
    if (context.parentId !== null) return undefined;
    if (origin.isSpoken) return { kind: "person", userId: null, via: "voice" };
    return origin.isCall ? CALL_WITHOUT_USER : undefined;
  };

  const causeOfParent = ({ at, context }: Traced, isActedOn: boolean): Cause | undefined => {
    if (context.parentId === null) return undefined;
    const parent = { id: context.parentId, parentId: null, userId: null };
    const cause = causeOfContext({ at, context: parent });
    return cause ?? (isActedOn ? CONSEQUENCE : undefined);
  };

  const causeOfTrace = (change: TracedChange): Cause | undefined =>
    causeOfContext(change) ?? causeOfParent(change, isOperated(change.entityId));

  const manualCause = ({ entityId, at, to }: TracedChange): Cause => {
    if (isByItself(entityId, to)) return UNKNOWN;
    const start = startedAt();
    const isStarting = start !== undefined && at >= start && at <= start + AFTER_START;
    return isStarting && (changed.get(entityId, at) ?? 0) < start ? MANUAL_DURING_STARTUP : MANUAL;
  };

  /**
   * A context alone is not trusted: Home Assistant may attach a stale one, so recent calls for the entity are checked.
   */
  const causeOfOperated = (change: TracedChange): Cause => {
    const { entityId, at, context } = change;
    const traced = causeOfTrace(change);
    const isOwn = (call: AttributedCall): boolean => call.contextId === context.id;
    const verdict = callMemory.judge({ entityId, state: change.to, at }, { isTraced: traced !== undefined, isOwn });
    if (verdict.kind === "requested") {
      findings.delete(context.id);
      return following(traced ?? UNKNOWN, isFollower(entityId, verdict.by.called));
    }
    const finding = findings.get(context.id, at);
    const isFollowing = verdict.kind === "unrequested" || traced === undefined;
    if (isFollowing && finding !== undefined && at - finding.at <= FOLLOWS_WITHIN)
      return following(finding.cause, finding.entityId !== entityId);
    if (verdict.kind === "unrequested")
      return following(traced ?? UNKNOWN, isFollower(entityId, origins.get(context.id, at)?.called));
    const cause = verdict.kind === "delayed" ? verdict.cause : manualCause(change);
    findings.set(context.id, { at, entityId, cause }, at);
    return cause;
  };

  const echoAt = ({ entityId, to, at }: TracedChange): Cause | undefined =>
    callMemory.echoAt({ entityId, state: to, at });

  const causeOfChange = (change: TracedChange): Cause => {
    const { entityId, at, from, to } = change;
    // Their state is an instant, so the first occurrence comes from "unknown".
    if (isOccurrence(entityId) && from !== null && !isGapState(to))
      return startedScripts.starterOf(entityId, at) ?? causeOfTrace(change) ?? UNKNOWN;
    if (from === null || isGapState(from) || isGapState(to)) {
      callMemory.overrule(entityId, at);
      return UNKNOWN;
    }
    if (isOperated(entityId)) return causeOfOperated(change);
    return causeOfTrace(change) ?? echoAt(change) ?? UNKNOWN;
  };

  return {
    record: (trace) => {
      const trial = trace.kind === "call_service" ? trials.take(trace) : undefined;
      if (trial !== undefined) recordOrigin(trace, { trial });
      // The call that starts a scene becomes the origin of its context, so who made it is looked up first.
      if (trace.kind === "call_service")
        startedScripts.record(trace, causeOfContext(trace) ?? causeOfParent(trace, true) ?? UNKNOWN);
      recordOrigin(trace, originOf(trace, entitiesIn));
      if (trace.kind !== "call_service") return;
      const cause = causeOfContext(trace) ?? causeOfParent(trace, true) ?? UNKNOWN;
      const { called = null, isSpoken } = origins.get(trace.context.id, trace.at) ?? {};
      // Voice assistants make the calls of one command in the same context.
      callMemory.record({ ...trace, contextId: trace.context.id, cause, called: isSpoken ? null : called });
    },
    causeOf: (change) => {
      const cause = causeOfChange(change);
      if (isOperated(change.entityId)) changed.set(change.entityId, change.at, change.at);
      return cause;
    },
    expectTrial: trials.expect,
    causeOfLevels: (change) =>
      causeOfTrace(change) ?? echoAt(change) ?? (isOperated(change.entityId) ? manualCause(change) : UNKNOWN),
  };
}

function originOf(trace: Trace, entitiesIn: EntitiesIn | undefined): Partial<Origin> {
  switch (trace.kind) {
    case "automation_triggered":
      return { automation: trace.entityId };
    case "script_started":
      return { script: trace.entityId };
    case "homekit_state_change":
      return { isHomekit: true };
    case "spoken":
      return { isSpoken: true };
    case "call_service": {
      const call = { isCall: true as const, called: calledBy(trace, entitiesIn) };
      return trace.domain === "scene" ? { ...call, scene: startedBy(trace, entitiesIn)[0] ?? null } : call;
    }
  }
}
