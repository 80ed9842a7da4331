import { type Cause, contextOf, UNKNOWN } from "../../model/cause.ts";
import { domainOf } from "../../model/state-change.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { agreementOf, type ServiceCall } from "./expectation.ts";
import { createRecent } from "./recent.ts";

interface NamedCall extends ServiceCall {
  readonly at: number;
  readonly contextId: string | null;
  /** What its caller causes. */
  readonly cause: Cause;
}

interface Change {
  readonly entityId: string;
  readonly state: string;
  readonly at: number;
}

/** The last service calls that named each entity: whose late echo a change may be, and which it contradicts. */
export interface CallMemory {
  remember(call: NamedCall): void;
  /**
   * Whether the entity did the opposite of what it was just told under this context (null: whichever).
   * What it contradicts is forgotten: nothing later is an echo of it.
   */
  contradicts(change: Change, contextId: string | null): boolean;
  /** The cause of a change without a trace that still does what a call asked for. */
  echoAt(change: Change): Cause | undefined;
}

/** HA keeps an action's context for 5 s on whatever an entity does: helpers/entity.py */
const CONTEXT_KEPT = 5 * SECOND;

const ECHO_WITHIN = 10 * SECOND;
const SLOW_ECHO_WITHIN: Readonly<Record<string, number>> = { cover: 2 * MINUTE, valve: 2 * MINUTE, climate: MINUTE };

/** Two calls in a row may be answered late: the answer to the first contradicts the second. */
const CALLS_PER_ENTITY = 3;

export function createCallMemory(limits: { readonly count: number }): CallMemory {
  const calls = createRecent<readonly NamedCall[]>({ count: limits.count, ageMilliseconds: 3 * MINUTE });
  const before = ({ entityId, at }: Change): readonly NamedCall[] =>
    (calls.get(entityId, at) ?? []).filter((call) => call.at <= at);
  return {
    remember: (call) => {
      for (const entityId of entitiesOf(call)) {
        const known = calls.get(entityId, call.at) ?? [];
        calls.set(entityId, [...known.slice(1 - CALLS_PER_ENTITY), call], call.at);
      }
    },
    contradicts: (change, contextId) => {
      const known = before(change);
      const last = known.at(-1);
      if (last === undefined || agreementOf(last, change.entityId, change.state) !== "contradicts") return false;
      const recent = known.filter(({ at }) => change.at - at <= CONTEXT_KEPT);
      if (recent.some((call) => agreementOf(call, change.entityId, change.state) === "agrees")) return false;
      calls.delete(change.entityId);
      return recent.length > 0 && (contextId === null || contextId === last.contextId);
    },
    echoAt: (change) => {
      const last = before(change).at(-1);
      if (last === undefined || change.at - last.at > echoWithin(last, change.entityId)) return undefined;
      return agreementOf(last, change.entityId, change.state) === "agrees" ? echoOf(last.cause) : undefined;
    },
  };
}

function echoWithin({ data }: ServiceCall, entityId: string): number {
  const transition = typeof data.transition === "number" ? data.transition * SECOND : 0;
  return (SLOW_ECHO_WITHIN[domainOf(entityId)] ?? ECHO_WITHIN) + transition;
}

function echoOf(cause: Cause): Cause {
  switch (contextOf(cause)) {
    case "manual":
      return { kind: "echo", of: "person" };
    case "automation":
      return { kind: "echo", of: "automation" };
    case "unknown":
      return UNKNOWN;
  }
}

/** The entities that a call names; areas, devices and labels are not looked up. */
export function entitiesOf({ data }: ServiceCall): readonly string[] {
  const named = data.entity_id;
  const list: readonly unknown[] = Array.isArray(named) ? named : typeof named === "string" ? named.split(",") : [];
  return list.filter((one) => typeof one === "string").map((one) => one.trim().toLowerCase());
}
