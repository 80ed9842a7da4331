import { type Cause, UNKNOWN } from "../../model/cause.ts";
import { isGapState } from "../../model/state-change.ts";
import { CONTEXT_KEPT, createRecentCalls, type EntitiesIn, type NamedCall } from "./recent-calls.ts";
import type { ServiceCall } from "./expectation.ts";
import { causeOfLogbookContext, contradictsItsCall, type LogbookContext, type LogbookRow } from "./logbook-cause.ts";
import { createNamesBehind } from "./names-behind.ts";
import { FOLLOWS_WITHIN, isOperated } from "./operated.ts";
import { CONSEQUENCE, HAND, HAND_WHILE_STARTING, type Restart, startingSince } from "./thin-evidence.ts";
import type { UserKindOf } from "./users.ts";

export interface LogbookCall extends ServiceCall {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly context: LogbookContext;
}

/** Attributes the rows of one stretch of the logbook. Calls and rows must be passed oldest first. */
export interface LogbookAttribution {
  hearCall(call: LogbookCall): void;
  causeOf(row: LogbookRow, at: number): Cause;
}

export interface LogbookStretch {
  readonly userKindOf: UserKindOf;
  readonly entitiesIn?: EntitiesIn | undefined;
  readonly restarts: readonly Restart[];
}

interface Told {
  readonly state: string;
  readonly at: number;
  readonly cause: Cause;
}

/**
 * Logbook rows of states have no context id. A row is attributed to a call with the same cause if the call is recent
 * enough for Home Assistant to still apply its context.
 */
export function createLogbookAttribution({ userKindOf, entitiesIn, restarts }: LogbookStretch): LogbookAttribution {
  const last = new Map<string, Told>();
  const callMemory = createRecentCalls({ count: 2_000, entitiesIn });
  const names = createNamesBehind();
  /** The last change of an operated entity, with the cause that its row states. */
  let newest: { readonly at: number; readonly traced: Cause | undefined; readonly isHand: boolean } | undefined;

  const handOn = (entityId: string, at: number): Cause => {
    const since = startingSince(restarts, at);
    return since !== undefined && (last.get(entityId)?.at ?? 0) < since ? HAND_WHILE_STARTING : HAND;
  };

  /** A group's row names the member that changed just before it in the same context. */
  const causeOfMember = ({ context_entity_id: member }: LogbookRow, at: number): Cause | undefined => {
    const told = member === undefined || !isOperated(member) ? undefined : last.get(member);
    return told !== undefined && at - told.at <= FOLLOWS_WITHIN ? told.cause : undefined;
  };

  const causeOfOperated = (row: LogbookRow, at: number): Cause => {
    const traced = causeOfLogbookContext(row, userKindOf);
    const isOwn = ({ cause, at: calledAt }: NamedCall): boolean =>
      at - calledAt <= CONTEXT_KEPT && isSame(cause, traced);
    const seen = { entityId: row.entity_id, state: row.state, at };
    const isConsequence = traced === undefined && row.context_entity_id !== undefined;
    const isTraced = traced !== undefined || isConsequence;
    const verdict = callMemory.judge(seen, { isTraced, isOwn });
    const leader = newest;
    const isFollowing = leader !== undefined && at - leader.at <= FOLLOWS_WITHIN && isSame(leader.traced, traced);
    switch (verdict.kind) {
      case "answer":
        return verdict.cause;
      case "hand":
        newest = { at, traced, isHand: true };
        return handOn(row.entity_id, at);
      case "asked":
        newest = { at, traced, isHand: false };
        return traced ?? UNKNOWN;
      case "unasked": {
        if (contradictsItsCall(row)) return HAND;
        if (traced !== undefined) return isFollowing && leader.isHand ? handOn(row.entity_id, at) : traced;
        return causeOfMember(row, at) ?? CONSEQUENCE;
      }
    }
  };

  const causeOfChange = (row: LogbookRow, at: number): Cause => {
    const before = last.get(row.entity_id)?.state;
    if (isGapState(row.state) || (before !== undefined && isGapState(before))) {
      callMemory.overrule(row.entity_id, at);
      return UNKNOWN;
    }
    if (before === row.state) return UNKNOWN;
    return isOperated(row.entity_id) ? causeOfOperated(row, at) : (causeOfLogbookContext(row, userKindOf) ?? UNKNOWN);
  };

  return {
    hearCall: ({ context, ...call }) => {
      const cause = causeOfCall(context, userKindOf);
      names.hear(call, cause);
      callMemory.remember({ ...call, contextId: null, cause });
    },
    causeOf: (row, at) => {
      const cause = causeOfChange(row, at);
      last.set(row.entity_id, { state: row.state, at, cause });
      return names.named(cause, at);
    },
  };
}

const isSame = (one: Cause | undefined, other: Cause | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Calls from `logbook/get_action_calls` carry the same context fields as rows of states. */
export function causeOfCall(context: LogbookContext, userKindOf: UserKindOf): Cause {
  const call = { ...context, context_event_type: context.context_event_type ?? "call_service" };
  return causeOfLogbookContext(call, userKindOf) ?? UNKNOWN;
}
