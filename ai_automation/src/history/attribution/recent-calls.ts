import { contextOf, UNKNOWN, type Cause } from "../../model/cause.ts";
import { domainOf } from "../../model/state-change.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { entitiesOf, isFollower, type Called, type EntitiesIn } from "./called-entities.ts";
import { agreementOf, isTwoState, type Agreement, type ServiceCall } from "./expectation.ts";
import { createRecent } from "./recent.ts";

export interface AttributedCall extends ServiceCall {
  readonly at: number;
  readonly contextId: string | null;
  /** The cause of changes made by this call. */
  readonly cause: Cause;
  /** The entities that the first call of its context named; only these were acted on. */
  readonly called: Called;
}

interface Change {
  readonly entityId: string;
  readonly state: string;
  readonly at: number;
}

/** How a change relates to the recent calls for its entity. */
type Verdict =
  /** It was requested by a call in its own context. */
  | { readonly kind: "requested"; readonly by: AttributedCall }
  /** No call in its own context targeted the entity. */
  | { readonly kind: "unrequested" }
  /** It is the delayed effect of a call in another context. */
  | { readonly kind: "delayed"; readonly cause: Cause }
  /** No call explains it: it is a manual action, and any context it carries is stale. */
  | { readonly kind: "manual" };

/** Evidence in the change's own context: the calls that were made in it, and whether it reveals a cause at all. */
interface Trail {
  readonly isTraced: boolean;
  readonly isOwn: (call: AttributedCall) => boolean;
}

/** The recent service calls for each entity, matched with changes that fulfil or contradict them. */
export interface RecentCalls {
  record(call: AttributedCall): void;
  /** Changes must be passed in order: a call is matched once, and not at all after a manual action has overruled it. */
  judge(change: Change, trail: Trail): Verdict;
  /** The cause of a change without a known context that agrees with the entity's last call; undefined otherwise. */
  echoAt(change: Change): Cause | undefined;
  /** Drops the entity's pending calls, because it has been unavailable since. */
  overrule(entityId: string, at: number): void;
}

export interface RecentCallsOptions {
  /** Number of entities whose last calls are stored. */
  readonly count: number;
  /** The entities in an area. Without it, calls that target areas are ignored. */
  readonly entitiesIn?: EntitiesIn | undefined;
}

interface TrackedCall {
  readonly call: AttributedCall;
  readonly status: "open" | "fulfilled" | "overruled";
}

/**
 * Home Assistant applies a call's context to every change of the entity for 5 s after the call reaches it
 * (helpers/entity.py).
 */
export const CONTEXT_LIFETIME = 5.5 * SECOND;

const ECHO_WITHIN = 10 * SECOND;
const SLOW_ECHO_WITHIN: Readonly<Record<string, number>> = { cover: 2 * MINUTE, valve: 2 * MINUTE, climate: MINUTE };

/** Home Assistant polls most devices every 30 s: components/light, switch and fan, SCAN_INTERVAL. */
const POLLED_WITHIN = 35 * SECOND;
const POLLED_CERTAINTY = 0.7;

/** Several calls in a row can take effect late, in the order in which they were made. */
const CALLS_PER_ENTITY = 5;

export function createRecentCalls({ count, entitiesIn }: RecentCallsOptions): RecentCalls {
  const calls = createRecent<readonly TrackedCall[]>({ count, ageMilliseconds: 3 * MINUTE });
  const before = ({ entityId, at }: Change): readonly TrackedCall[] =>
    (calls.get(entityId, at) ?? []).filter(({ call }) => call.at <= at);
  const mark = (
    { entityId, at }: Change,
    tracked: readonly TrackedCall[],
    status: (entry: TrackedCall) => TrackedCall["status"],
  ): void => {
    if (tracked.length === 0) return;
    const newer = (calls.get(entityId, at) ?? []).slice(tracked.length);
    calls.set(entityId, [...tracked.map((entry) => ({ ...entry, status: status(entry) })), ...newer], at);
  };
  /** Also marks the calls before the fulfilled one. */
  const settle = (change: Change, tracked: readonly TrackedCall[], fulfilled: TrackedCall): void => {
    const isFinal = !TRANSITIONAL_STATES.has(change.state);
    mark(change, tracked, (entry) =>
      entry === fulfilled
        ? isFinal
          ? "fulfilled"
          : "open"
        : entry.call.at <= fulfilled.call.at
          ? "fulfilled"
          : entry.status,
    );
  };

  return {
    record: (call) => {
      for (const entityId of entitiesOf(call, entitiesIn)) {
        const tracked = calls.get(entityId, call.at) ?? [];
        calls.set(entityId, [...tracked.slice(1 - CALLS_PER_ENTITY), { call, status: "open" }], call.at);
      }
    },
    judge: (change, { isTraced, isOwn }) => {
      const tracked = before(change);
      const own = tracked.findLast(({ call }) => isOwn(call));
      const agreement = own === undefined ? "open" : agreementOf(own.call, change.entityId, change.state);
      if (own?.status === "open" && agreement !== "contradicts") {
        settle(change, tracked, own);
        return { kind: "requested", by: own.call };
      }
      if (own !== undefined && !hasStaleContext(own, change, agreement)) return { kind: "requested", by: own.call };
      if (own !== undefined || !isTraced) {
        const fulfilled = tracked.find((entry) => isEffectOf(entry, change));
        if (fulfilled !== undefined) {
          settle(change, tracked, fulfilled);
          const cause = own === undefined ? echoOf(fulfilled.call, change) : fulfilled.call.cause;
          return { kind: "delayed", cause: following(cause, isFollower(change.entityId, fulfilled.call.called)) };
        }
      }
      mark(change, tracked, () => "overruled");
      return { kind: own === undefined && isTraced ? "unrequested" : "manual" };
    },
    echoAt: (change) => {
      const last = before(change).at(-1);
      if (last === undefined || last.status === "overruled") return undefined;
      return isEffectOf({ ...last, status: "open" }, change) ? echoOf(last.call, change) : undefined;
    },
    overrule: (entityId, at) => {
      const tracked = calls.get(entityId, at);
      if (tracked !== undefined)
        calls.set(
          entityId,
          tracked.map(({ call }) => ({ call, status: "overruled" })),
          at,
        );
    },
  };
}

/** Transitional states: the call has not taken full effect yet. */
const TRANSITIONAL_STATES: ReadonlySet<string> = new Set([
  "arming",
  "buffering",
  "closing",
  "locking",
  "opening",
  "unlocking",
]);

/**
 * Whether a change carries a call's context but cannot be its effect: it contradicts the call, is a second change of an
 * entity with two states, or follows a manual action.
 */
function hasStaleContext({ call, status }: TrackedCall, { entityId, at }: Change, agreement: Agreement): boolean {
  if (at - call.at > CONTEXT_LIFETIME) return false;
  return agreement === "contradicts" || status === "overruled" || isTwoState(entityId);
}

function isEffectOf({ call, status }: TrackedCall, { entityId, state, at }: Change): boolean {
  const isInTime = at - call.at <= Math.max(echoWithin(call, entityId), POLLED_WITHIN);
  return status === "open" && isInTime && agreementOf(call, entityId, state) === "agrees";
}

function echoWithin({ data }: ServiceCall, entityId: string): number {
  const transition = typeof data.transition === "number" ? data.transition * SECOND : 0;
  return (SLOW_ECHO_WITHIN[domainOf(entityId)] ?? ECHO_WITHIN) + transition;
}

/** The cause, marked as that of a follower if it is a person's. Scenes and scripts name their entities themselves. */
export const following = (cause: Cause, isFollowing: boolean): Cause =>
  isFollowing && (cause.kind === "person" || cause.kind === "physical" || cause.kind === "echo")
    ? { ...cause, follows: true }
    : cause;

function echoOf(call: AttributedCall, { entityId, at }: Change): Cause {
  const echo = plainEchoOf(call.cause);
  const isPrompt = at - call.at <= echoWithin(call, entityId);
  return isPrompt || echo.kind === "unknown" ? echo : { ...echo, certainty: POLLED_CERTAINTY };
}

function plainEchoOf(cause: Cause): Cause {
  switch (contextOf(cause)) {
    case "manual":
      return { kind: "echo", of: "person" };
    case "automation":
      return { kind: "echo", of: "automation" };
    case "unknown":
      return UNKNOWN;
  }
}
