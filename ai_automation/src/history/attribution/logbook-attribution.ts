import { type Cause, UNKNOWN } from "../../model/cause.ts";
import { MINUTE } from "../../model/time.ts";
import { createCallMemory } from "./call-memory.ts";
import type { ServiceCall } from "./expectation.ts";
import { causeOfLogbookContext, causeOfLogbookRow, type LogbookContext, type LogbookRow } from "./logbook-cause.ts";
import { isOperated } from "./operated.ts";
import type { UserKindOf } from "./users.ts";

export interface LogbookCall extends ServiceCall {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly context: LogbookContext;
}

/** Answers the causes of one stretch of the logbook; calls and rows are to be told oldest first. */
export interface LogbookAttribution {
  hearCall(call: LogbookCall): void;
  causeOf(row: LogbookRow, at: number): Cause;
}

export interface LogbookStretch {
  readonly userKindOf: UserKindOf;
  /** When Home Assistant started or stopped, milliseconds UTC. */
  readonly restarts: readonly number[];
}

/** While Home Assistant starts, integrations write every state anew without a trace. */
export const RESTART = { before: 3 * MINUTE, after: MINUTE } as const;

export function createLogbookAttribution({ userKindOf, restarts }: LogbookStretch): LogbookAttribution {
  const previous = new Map<string, string>();
  const callMemory = createCallMemory({ count: 2_000 });
  const isRestarting = (at: number): boolean =>
    restarts.some((restart) => at >= restart - RESTART.before && at <= restart + RESTART.after);
  return {
    hearCall: ({ context, ...call }) =>
      callMemory.remember({ ...call, contextId: null, cause: causeOfCall(context, userKindOf) }),
    causeOf: (row, at) => {
      const previousState = previous.get(row.entity_id);
      previous.set(row.entity_id, row.state);
      const cause = causeOfLogbookRow(row, { userKindOf, previousState });
      const seen = { entityId: row.entity_id, state: row.state, at };
      const isContradiction = callMemory.contradicts(seen, null);
      if (cause.kind === "unknown" || !isOperated(row.entity_id)) return cause;
      if (isContradiction) return { kind: "physical" };
      if (cause.kind !== "physical") return cause;
      return callMemory.echoAt(seen) ?? (isRestarting(at) ? UNKNOWN : cause);
    },
  };
}

/** `logbook/get_action_calls` tells of a call who stands behind it, as it does of a state. */
export function causeOfCall(context: LogbookContext, userKindOf: UserKindOf): Cause {
  return causeOfLogbookContext({ context_event_type: "call_service", ...context }, userKindOf) ?? UNKNOWN;
}
