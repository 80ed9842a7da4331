import { causeKey, UNKNOWN, type Cause } from "../../model/cause.ts";
import { isOccurrence } from "../../model/domains.ts";
import { domainOf, isGapState, objectIdOf } from "../../model/state-change.ts";
import { MINUTE } from "../../model/time.ts";
import { calledBy, isFollower, type Called, type EntitiesIn } from "./called-entities.ts";
import type { ServiceCall } from "./expectation.ts";
import { causeOfLogbookContext, contradictsItsCall, type LogbookContext, type LogbookRow } from "./logbook-cause.ts";
import { FOLLOWS_WITHIN, isByItself, isOperated } from "./operated.ts";
import { CONTEXT_LIFETIME, createRecentCalls, following, type AttributedCall } from "./recent-calls.ts";
import { createRecent } from "./recent.ts";
import { createStartedScripts } from "./started-scripts.ts";
import { CONSEQUENCE, MANUAL, MANUAL_DURING_STARTUP, startingSince, type Restart } from "./thin-evidence.ts";
import { createUniqueCauses } from "./unique-causes.ts";
import type { UserKindOf } from "./users.ts";

export interface LogbookCall extends ServiceCall {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly context: LogbookContext;
  /** Null before Home Assistant 2026.11, whose logbook reports it. */
  readonly contextId: string | null;
}

/** Attributes the rows of one stretch of the logbook. Calls and rows must be passed oldest first. */
export interface LogbookAttribution {
  recordCall(call: LogbookCall): void;
  causeOf(row: LogbookRow, at: number): Cause;
}

export interface LogbookStretch {
  readonly userKindOf: UserKindOf;
  readonly entitiesIn?: EntitiesIn | undefined;
  readonly restarts: readonly Restart[];
}

interface LastChange {
  readonly state: string;
  readonly at: number;
  readonly cause: Cause;
}

/**
 * Logbook rows of states have no context id. A row is attributed to a call with the same cause if the call is recent
 * enough for Home Assistant to still apply its context.
 */
export function createLogbookAttribution({ userKindOf, entitiesIn, restarts }: LogbookStretch): LogbookAttribution {
  const unique = createUniqueCauses();
  const last = new Map<string, LastChange>();
  const callMemory = createRecentCalls({ count: 2_000, entitiesIn });
  const startedScripts = createStartedScripts(entitiesIn);
  /** By context id. */
  const firstCalls = createRecent<Called>({ count: 2_000, ageMilliseconds: MINUTE });
  /** By cause: rows have no context id, and those of a person's calls in quick succession look alike. */
  const lastCalled = createRecent<Called>({ count: 100, ageMilliseconds: CONTEXT_LIFETIME });
  /** The last change of an operated entity, with the cause named in its row. */
  let newest: { readonly at: number; readonly traced: Cause | undefined; readonly isManual: boolean } | undefined;

  const manualCause = ({ entity_id: entityId, state }: LogbookRow, at: number): Cause => {
    if (isByItself(entityId, state)) return UNKNOWN;
    const since = startingSince(restarts, at);
    return since !== undefined && (last.get(entityId)?.at ?? 0) < since ? MANUAL_DURING_STARTUP : MANUAL;
  };

  /** A group's row names the member that changed just before it in the same context. */
  const causeOfMember = ({ context_entity_id: member }: LogbookRow, at: number): Cause | undefined => {
    const memberChange = member === undefined || !isOperated(member) ? undefined : last.get(member);
    return memberChange !== undefined && at - memberChange.at <= FOLLOWS_WITHIN
      ? following(memberChange.cause, true)
      : undefined;
  };

  const causeOfOperated = (row: LogbookRow, at: number): Cause => {
    const traced = causeOfLogbookContext(row, userKindOf);
    const isOwn = ({ cause, at: calledAt }: AttributedCall): boolean =>
      at - calledAt <= CONTEXT_LIFETIME && isSame(cause, traced);
    const seen = { entityId: row.entity_id, state: row.state, at };
    const isConsequence = traced === undefined && row.context_entity_id !== undefined;
    const isTraced = traced !== undefined || isConsequence;
    const verdict = callMemory.judge(seen, { isTraced, isOwn });
    const leader = newest;
    const isFollowing = leader !== undefined && at - leader.at <= FOLLOWS_WITHIN && isSame(leader.traced, traced);
    switch (verdict.kind) {
      case "delayed":
        return verdict.cause;
      case "manual":
        newest = { at, traced, isManual: true };
        return manualCause(row, at);
      case "requested":
        newest = { at, traced, isManual: false };
        return following(traced ?? UNKNOWN, isFollower(row.entity_id, verdict.by.called));
      case "unrequested": {
        if (contradictsItsCall(row)) return MANUAL;
        if (traced !== undefined && isFollowing && leader.isManual) return following(manualCause(row, at), true);
        if (traced !== undefined)
          return following(traced, isFollower(row.entity_id, lastCalled.get(causeKey(traced), at)));
        return causeOfMember(row, at) ?? CONSEQUENCE;
      }
    }
  };

  /** Home Assistant names the call that started a scene or script as the origin of its own change, too. */
  const causeOfOccurrence = (row: LogbookRow, at: number): Cause =>
    startedScripts.starterOf(row.entity_id, at) ?? causeOfLogbookContext(withoutOwnStart(row), userKindOf) ?? UNKNOWN;

  const causeOfChange = (row: LogbookRow, at: number): Cause => {
    // Their state is an instant, so the first occurrence comes from "unknown".
    if (isOccurrence(row.entity_id) && !isGapState(row.state)) return causeOfOccurrence(row, at);
    const before = last.get(row.entity_id)?.state;
    if (isGapState(row.state) || (before !== undefined && isGapState(before))) {
      callMemory.overrule(row.entity_id, at);
      return UNKNOWN;
    }
    if (before === row.state) return UNKNOWN;
    return isOperated(row.entity_id) ? causeOfOperated(row, at) : (causeOfLogbookContext(row, userKindOf) ?? UNKNOWN);
  };

  return {
    recordCall: ({ context, contextId, ...call }) => {
      const cause = unique(causeOfCall(context, userKindOf));
      startedScripts.record(call, cause);
      const first = contextId === null ? null : firstCalls.get(contextId, call.at);
      const called = first === undefined ? calledBy(call, entitiesIn) : first;
      if (contextId !== null && first === undefined) firstCalls.set(contextId, called, call.at);
      lastCalled.set(causeKey(cause), called, call.at);
      callMemory.record({ ...call, contextId, cause, called });
    },
    causeOf: (row, at) => {
      const cause = causeOfChange(row, at);
      last.set(row.entity_id, { state: row.state, at, cause });
      return unique(startedScripts.named(cause, at));
    },
  };
}

/** The row without the call of its own scene or script, if that is what it names. */
function withoutOwnStart(row: LogbookRow): LogbookRow {
  const { context_domain: domain, context_service: service, ...rest } = row;
  const isOwn =
    domain === domainOf(row.entity_id) &&
    (service === "turn_on" || service === "toggle" || service === objectIdOf(row.entity_id));
  return isOwn ? rest : row;
}

const isSame = (one: Cause | undefined, other: Cause | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && causeKey(one) === causeKey(other));

/** Calls from `logbook/get_action_calls` carry the same context fields as rows of states. */
export function causeOfCall(context: LogbookContext, userKindOf: UserKindOf): Cause {
  const call = { ...context, context_event_type: context.context_event_type ?? "call_service" };
  return causeOfLogbookContext(call, userKindOf) ?? UNKNOWN;
}
