import { type Cause, contextOf, UNKNOWN } from "../../model/cause.ts";
import { domainOf } from "../../model/state-change.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { type Agreement, agreementOf, isTwoState, type ServiceCall } from "./expectation.ts";
import { createRecent } from "./recent.ts";

export interface NamedCall extends ServiceCall {
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

/** How a change stands to the calls that named its entity. */
export type Verdict =
  /** It does what a call of its own context asked for. */
  | { readonly kind: "asked" }
  /** No call of its own context named the entity. */
  | { readonly kind: "unasked" }
  /** It answers a call of another context. */
  | { readonly kind: "answer"; readonly cause: Cause }
  /** It answers nothing: whatever context it carries is left over. */
  | { readonly kind: "hand" };

/** How a change's own context shows: the calls that were made in it, and whether it tells a cause at all. */
export interface Trail {
  readonly isTraced: boolean;
  readonly isOwn: (call: NamedCall) => boolean;
}

/** The last service calls that named each entity: which a change answers, and which it contradicts. */
export interface RecentCalls {
  remember(call: NamedCall): void;
  /** Changes are to be told in order: a call is answered once, and what a hand undoes is not answered later. */
  judge(change: Change, trail: Trail): Verdict;
  /** The cause of a change without a trace that still does what the last call asked for. */
  echoAt(change: Change): Cause | undefined;
  /** The entity was away: nothing that was asked before is answered any more. */
  overrule(entityId: string, at: number): void;
}

export interface RecentCallsOptions {
  /** How many entities' last calls are remembered. */
  readonly count: number;
  /** The entities of an area; areas are not looked up without it. */
  readonly entitiesIn?: EntitiesIn | undefined;
}

export type EntitiesIn = (areaId: string) => readonly string[];

interface Noted {
  readonly call: NamedCall;
  readonly status: "open" | "answered" | "overruled";
}

/**
 * HA keeps an action's context for 5 s on whatever an entity does (helpers/entity.py), from the moment at which the
 * call reaches the entity.
 */
export const CONTEXT_KEPT = 5.5 * SECOND;

const ECHO_WITHIN = 10 * SECOND;
const SLOW_ECHO_WITHIN: Readonly<Record<string, number>> = { cover: 2 * MINUTE, valve: 2 * MINUTE, climate: MINUTE };

/** Home Assistant polls most devices every 30 s: components/light, switch and fan, SCAN_INTERVAL. */
const POLLED_WITHIN = 35 * SECOND;
const POLLED_CERTAINTY = 0.7;

/** Several calls in a row may be answered late, each in its turn. */
const CALLS_PER_ENTITY = 5;

export function createRecentCalls({ count, entitiesIn }: RecentCallsOptions): RecentCalls {
  const calls = createRecent<readonly Noted[]>({ count, ageMilliseconds: 3 * MINUTE });
  const before = ({ entityId, at }: Change): readonly Noted[] =>
    (calls.get(entityId, at) ?? []).filter(({ call }) => call.at <= at);
  const mark = ({ entityId, at }: Change, known: readonly Noted[], status: (noted: Noted) => Noted["status"]): void => {
    if (known.length === 0) return;
    const newer = (calls.get(entityId, at) ?? []).slice(known.length);
    calls.set(entityId, [...known.map((noted) => ({ ...noted, status: status(noted) })), ...newer], at);
  };
  /** What was asked before it is not answered any more. */
  const settle = (change: Change, known: readonly Noted[], answered: Noted): void => {
    const isEnd = !PASSING.has(change.state);
    mark(change, known, (noted) =>
      noted === answered
        ? isEnd
          ? "answered"
          : "open"
        : noted.call.at <= answered.call.at
          ? "answered"
          : noted.status,
    );
  };

  return {
    remember: (call) => {
      for (const entityId of entitiesOf(call, entitiesIn)) {
        const known = calls.get(entityId, call.at) ?? [];
        calls.set(entityId, [...known.slice(1 - CALLS_PER_ENTITY), { call, status: "open" }], call.at);
      }
    },
    judge: (change, { isTraced, isOwn }) => {
      const known = before(change);
      const own = known.findLast(({ call }) => isOwn(call));
      const agreement = own === undefined ? "open" : agreementOf(own.call, change.entityId, change.state);
      if (own?.status === "open" && agreement !== "contradicts") {
        settle(change, known, own);
        return { kind: "asked" };
      }
      if (own !== undefined && !isLeftOver(own, change, agreement)) return { kind: "asked" };
      if (own !== undefined || !isTraced) {
        const answered = known.find((noted) => isAnsweredBy(noted, change));
        if (answered !== undefined) {
          settle(change, known, answered);
          return { kind: "answer", cause: own === undefined ? echoOf(answered.call, change) : answered.call.cause };
        }
      }
      mark(change, known, () => "overruled");
      return { kind: own === undefined && isTraced ? "unasked" : "hand" };
    },
    echoAt: (change) => {
      const last = before(change).at(-1);
      if (last === undefined || last.status === "overruled") return undefined;
      return isAnsweredBy({ ...last, status: "open" }, change) ? echoOf(last.call, change) : undefined;
    },
    overrule: (entityId, at) => {
      const known = calls.get(entityId, at);
      if (known !== undefined)
        calls.set(
          entityId,
          known.map(({ call }) => ({ call, status: "overruled" })),
          at,
        );
    },
  };
}

/** States on the way to another: the call is not answered yet. */
const PASSING: ReadonlySet<string> = new Set(["arming", "buffering", "closing", "locking", "opening", "unlocking"]);

/**
 * Whether a change that carries a call's context cannot be the call's doing: it undoes what was asked, comes a second
 * time where there are but two states, or follows what a hand has done.
 */
function isLeftOver({ call, status }: Noted, { entityId, at }: Change, agreement: Agreement): boolean {
  if (at - call.at > CONTEXT_KEPT) return false;
  return agreement === "contradicts" || status === "overruled" || isTwoState(entityId);
}

function isAnsweredBy({ call, status }: Noted, { entityId, state, at }: Change): boolean {
  const isInTime = at - call.at <= Math.max(echoWithin(call, entityId), POLLED_WITHIN);
  return status === "open" && isInTime && agreementOf(call, entityId, state) === "agrees";
}

function echoWithin({ data }: ServiceCall, entityId: string): number {
  const transition = typeof data.transition === "number" ? data.transition * SECOND : 0;
  return (SLOW_ECHO_WITHIN[domainOf(entityId)] ?? ECHO_WITHIN) + transition;
}

function echoOf(call: NamedCall, { entityId, at }: Change): Cause {
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

/** The entities that a call names, itself or by their area; devices and labels are not looked up. */
export function entitiesOf({ domain, data }: ServiceCall, entitiesIn?: EntitiesIn): readonly string[] {
  const named = listOf(data.entity_id).map((entityId) => entityId.toLowerCase());
  if (entitiesIn === undefined) return named;
  const isMeant = (entityId: string): boolean => domain === "homeassistant" || domainOf(entityId) === domain;
  return [...named, ...listOf(data.area_id).flatMap((areaId) => entitiesIn(areaId).filter(isMeant))];
}

function listOf(named: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(named) ? named : typeof named === "string" ? named.split(",") : [];
  return list.filter((one) => typeof one === "string").map((one) => one.trim());
}
