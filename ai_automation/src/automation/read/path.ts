import { because, type Reason } from "../../model/reason.ts";
import { entitiesOfCondition } from "../entities-of-plan.ts";
import type { ConditionPlan, Effect, EffectPath, Guard, TriggerPlan } from "../plan.ts";
import { unreadIn } from "./parts.ts";
import type { Outcome } from "./service-meaning.ts";

/** The way to a step. */
export interface Path extends Omit<EffectPath, "isPerhaps"> {
  /** Why parts on the way are not understood. */
  readonly doubts: readonly Reason[];
  /** Why understood parts on the way take a time unknown to replay. */
  readonly untimed: readonly Reason[];
  /** What the run has changed before. */
  readonly acted: readonly string[];
  /** Whether a condition on the way reads what the run has changed. */
  readonly readsItself: boolean;
  /** Whether no run takes it. */
  readonly isImpossible: boolean;
}

/** Dependencies on earlier branches that guards cannot express. */
export const DEPENDS = because("depends");

export const START: Path = {
  guards: [],
  delay: 0,
  after: null,
  doubts: [],
  untimed: [],
  acted: [],
  readsItself: false,
  isImpossible: false,
};

export const untimed = (path: Path, reason: Reason): Path => ({ ...path, untimed: [...path.untimed, reason] });

export const doubtful = (path: Path, doubt: Reason): Path => ({ ...path, doubts: [...path.doubts, doubt] });

/** The guards of all of a way, also those before a wait. */
export const guardsOn = ({ earlier = [], guards }: Path): readonly Guard[] => [...earlier, ...guards];

/** The way at the start of a wait: its guards are not checked again. */
function checked(path: Path): Path {
  const earlier = guardsOn(path);
  return earlier.length === 0 ? path : { ...path, earlier, guards: [] };
}

/** The way behind conditions. */
export function behind(path: Path, guard: Guard): Path {
  const { isMet } = guard;
  const isNever = guard.conditions.some(({ kind, ...rest }) => kind === "or" && isEmpty(rest));
  const conditions = guard.conditions.filter(({ kind, ...rest }) => kind !== "and" || !isEmpty(rest));
  if (isMet ? isNever : !isNever && conditions.length === 0) return { ...path, isImpossible: true };
  if (isMet ? conditions.length === 0 : isNever) return path;
  return {
    ...path,
    guards: [...path.guards, { ...guard, conditions }],
    doubts: [...path.doubts, ...unreadIn([], conditions)],
    readsItself:
      path.readsItself || conditions.flatMap(entitiesOfCondition).some((entityId) => path.acted.includes(entityId)),
  };
}

/** An `and` of nothing always holds, an `or` of nothing never does. */
const isEmpty = (condition: object): boolean =>
  "conditions" in condition && Array.isArray(condition.conditions) && condition.conditions.length === 0;

/** The effect of a call on an entity along a path. */
export function effectOf(outcome: Outcome & { readonly entityId: string }, path: Path): Effect {
  const { entityId, state, from, isPerhaps = false } = outcome;
  const { delay, after, doubts, earlier } = path;
  const guards =
    from === undefined || from.kind === "any" ? path.guards : [...path.guards, guardOf(entityId, from, delay)];
  const own = {
    guards,
    delay,
    after,
    ...(earlier === undefined ? {} : { earlier }),
    isPerhaps: isPerhaps || doubts.length > 0 || path.untimed.length > 0,
  };
  const isDirect = guards.length === 0 && delay === 0 && after === null && !own.isPerhaps;
  return isDirect ? { entityId, state } : { entityId, state, path: own };
}

function guardOf(
  entityId: string,
  from: Exclude<Outcome["from"], undefined | { readonly kind: "any" }>,
  delay: number,
): Guard {
  const condition: ConditionPlan = { kind: "state", entityIds: [entityId], states: from.states, hold: 0, match: "all" };
  return { conditions: [condition], isMet: from.kind === "in", delay };
}

/** The changes of a run along any of several paths. */
export const union = (paths: readonly Path[]): readonly string[] => [...new Set(paths.flatMap(({ acted }) => acted))];

/** The way after a wait, which guards do not follow: they were checked before it. */
export function afterWait(path: Path, after: readonly TriggerPlan[], doubts: readonly Reason[]): Path {
  const next = { ...checked(path), after, delay: 0, doubts: [...path.doubts, ...doubts] };
  return next.earlier === undefined ? next : untimed(next, because("conditions_before_wait"));
}

/** The way after a sequence inside of another, whose conditions only decide about itself. */
export function afterInner(end: Path, path: Path): { readonly next: Path; readonly hasWaited: boolean } {
  const { delay, after, doubts, untimed: open, acted, readsItself } = end;
  const hasWaited = delay !== path.delay || after !== path.after;
  if (!hasWaited) return { next: { ...path, acted }, hasWaited };
  const before = after === path.after ? path : checked(path);
  return { next: { ...before, delay, after, doubts, untimed: open, acted, readsItself }, hasWaited };
}

/** The way on where none of the stops behind it was reached. */
export function past(path: Path, stopped: readonly (readonly Guard[])[]): Path {
  return stopped.reduce((way, guards) => {
    const before = guardsOn(path);
    const own = guards.slice(before.length);
    const [only, ...others] = own;
    const isReached = before.every((guard, index) => guards[index] === guard);
    if (!isReached || only === undefined) return doubtful(way, DEPENDS);
    const isSimple = others.length === 0 && only.isMet && only.delay === path.delay;
    if (isSimple) return behind(way, { ...only, isMet: false });
    const conditions = own.flatMap(({ conditions, isMet }): readonly ConditionPlan[] =>
      isMet ? conditions : [{ kind: "not", conditions: [{ kind: "and", conditions }] }],
    );
    return untimed(behind(way, { conditions, isMet: false, delay: path.delay }), because("after_stop"));
  }, path);
}
