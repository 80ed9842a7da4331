import type { Entity } from "../../../model/home.ts";
import { domainOf } from "../../../model/state-change.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import type { Value } from "./value.ts";
import type { StateName } from "./words/catalogue.ts";

type Changes = readonly PlannedChange[] | undefined;

/** The condition that a circumstance holds, or that it does not; undefined if no change can express it. */
export function conditionOf(value: Value | undefined, isNegated: boolean): Changes {
  if (value?.kind !== "state") return undefined;
  const { state, values } = value;
  switch (state) {
    case "is_dark":
    case "is_bright":
      return [{ change: "light", only: (state === "is_dark") === isNegated ? "day" : "dark" }];
    case "nobody_home":
      return [{ change: "only_if_household", state: isNegated ? "somebody_home" : "nobody_home" }];
    case "somebody_home":
      return [{ change: "only_if_household", state: isNegated ? "nobody_home" : "somebody_home" }];
    case "everybody_home":
      return isNegated ? undefined : [{ change: "only_if_household", state: "everybody_home" }];
    case "is_above":
    case "is_below":
      return onThing(values, ({ entityId }) => {
        const bounds = boundsOf(values, (state === "is_above") !== isNegated);
        return bounds === undefined ? undefined : { change: "only_if_number", thing: entityId, ...bounds };
      });
    case "is_on":
    case "is_off":
    case "is_open":
    case "is_closed":
    case "is_home":
    case "is_away":
    case "has_motion":
    case "has_no_motion":
      return onThing(values, (entity) => {
        const required = stateOf(isNegated ? OPPOSITES[state] : state, entity);
        return required === undefined ? undefined : { change: "only_if", thing: entity.entityId, state: required };
      });
  }
}

/**
 * The trigger that something happens. A circumstance triggers a new automation that has no other trigger; otherwise it
 * is a condition, if it is about the home or its people: "when the TV is on" could replace the trigger of an edited one.
 */
export function triggerOf(
  value: Value | undefined,
  { isNew, hasOtherTrigger }: { readonly isNew: boolean; readonly hasOtherTrigger: boolean },
): Changes {
  if (value?.kind === "state") {
    if (isNew && !hasOtherTrigger) return startOf(value.state, value.values);
    return isNew || ABOUT_HOME.has(value.state) ? conditionOf(value, false) : undefined;
  }
  if (value?.kind !== "event") return undefined;
  switch (value.event) {
    case "last_leaves":
    case "somebody_comes":
      return [{ change: "when_household", event: value.event }];
    case "gets_dark":
      return [{ change: "sun", event: "sunset", minutes: 0 }];
    case "gets_bright":
      return [{ change: "sun", event: "sunrise", minutes: 0 }];
    case "turns_on":
    case "turns_off":
    case "opens":
    case "closes":
    case "comes_home":
    case "leaves":
    case "motion_starts":
    case "motion_ends":
    case "rises":
    case "falls":
      return startOf(RESULTS[value.event], value.values);
  }
}

/** The state that an event leads to. */
const RESULTS = {
  turns_on: "is_on",
  turns_off: "is_off",
  opens: "is_open",
  closes: "is_closed",
  comes_home: "is_home",
  leaves: "is_away",
  motion_starts: "has_motion",
  motion_ends: "has_no_motion",
  rises: "is_above",
  falls: "is_below",
} as const;

const ABOUT_HOME: ReadonlySet<string> = new Set(
  "is_dark is_bright nobody_home somebody_home everybody_home is_home is_away".split(" "),
);

function startOf(state: StateName, values: readonly Value[]): Changes {
  switch (state) {
    case "nobody_home":
      return [{ change: "when_household", event: "last_leaves" }];
    case "somebody_home":
      return [{ change: "when_household", event: "somebody_comes" }];
    case "everybody_home":
      return undefined;
    case "is_dark":
    case "is_bright":
      return conditionOf({ kind: "state", state, values }, false);
    case "is_above":
    case "is_below":
      return onThing(values, ({ entityId }) => {
        const bounds = boundsOf(values, state === "is_above");
        return bounds === undefined ? undefined : { change: "when_number", thing: entityId, ...bounds, minutes: 0 };
      });
    case "is_on":
    case "is_off":
    case "is_open":
    case "is_closed":
    case "is_home":
    case "is_away":
    case "has_motion":
    case "has_no_motion":
      return onThing(values, (entity) => {
        const to = isPlayerStart(state, entity) ? "on" : stateOf(state, entity);
        return to === undefined ? undefined : { change: "when", thing: entity.entityId, state: to, minutes: 0 };
      });
  }
}

const onThing = (values: readonly Value[], toChange: (entity: Entity) => PlannedChange | undefined): Changes => {
  const [entity, ...others] = values.flatMap((value) => (value.kind === "things" ? value.entities : []));
  const change = entity === undefined || others.length > 0 ? undefined : toChange(entity);
  return change === undefined ? undefined : [change];
};

function boundsOf(values: readonly Value[], isAbove: boolean) {
  const [number] = values.flatMap((value) => (value.kind === "number" ? [value.number] : []));
  if (number === undefined) return undefined;
  return { above: isAbove ? number : null, below: isAbove ? null : number };
}

const OPPOSITES: Readonly<Partial<Record<StateName, StateName>>> = {
  is_on: "is_off",
  is_off: "is_on",
  is_open: "is_closed",
  is_closed: "is_open",
  is_home: "is_away",
  is_away: "is_home",
  has_motion: "has_no_motion",
  has_no_motion: "has_motion",
};

const isPlayerStart = (state: StateName, { entityId }: Entity): boolean =>
  state === "is_on" && domainOf(entityId) === "media_player";

/** A player that is on is playing, paused or idle, so no single state says that it is on. */
function stateOf(state: StateName | undefined, { entityId }: Entity): string | undefined {
  const domain = domainOf(entityId);
  switch (state) {
    case "is_on":
      return domain === "media_player" ? undefined : "on";
    case "is_off":
      return "off";
    case "is_open":
      return domain === "cover" ? "open" : "on";
    case "is_closed":
      return domain === "cover" ? "closed" : "off";
    case "is_home":
      return "home";
    case "is_away":
      return "not_home";
    case "has_motion":
      return "on";
    case "has_no_motion":
      return "off";
    case "is_above":
    case "is_below":
    case "is_dark":
    case "is_bright":
    case "nobody_home":
    case "somebody_home":
    case "everybody_home":
    case undefined:
      return undefined;
  }
}
