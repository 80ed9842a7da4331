import { serviceFor } from "../../../automation/services.ts";
import { WEEKDAY_NAMES } from "../../../automation/values.ts";
import { formatTimeOfDay } from "../../../model/clock.ts";
import type { Entity } from "../../../model/home.ts";
import type { NumericLevel } from "../../../model/level.ts";
import { domainOf } from "../../../model/state-change.ts";
import { MINUTE } from "../../../model/time.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import { conditionOf, triggerOf } from "./circumstances.ts";
import type { Value } from "./read-values.ts";
import type { Clause } from "./split-request.ts";
import type { ClauseName } from "./words/catalogue.ts";

/** What the automation is before the change. */
export interface Edited {
  readonly isNew: boolean;
  /** Monday = 0; null if it runs every day. */
  readonly days: readonly number[] | null;
  /** The time that triggers it, in minutes since midnight; null if no single time does. */
  readonly at: number | null;
  /** Whether its trigger is a state that has to last. */
  readonly isWaiting: boolean;
  readonly effects: readonly { readonly entityId: string; readonly state: string }[];
}

/** The changes that the clauses ask for; things have their entity ids. Undefined if they cannot be meant together. */
export function changesOf(clauses: readonly Clause[], edited: Edited): readonly PlannedChange[] | undefined {
  if (isMisleading(clauses, edited)) return undefined;
  const isTrigger = clauses.map(({ name }) => TRIGGERS.has(name));
  const changes: PlannedChange[] = [];
  for (const [index, clause] of clauses.entries()) {
    const made = changesOfClause(clause, {
      ...edited,
      before: clauses[index - 1],
      acted: clauses.flatMap(({ name, values }) =>
        name in ACTIONS || name.endsWith("_but") ? entitiesIn(values) : [],
      ),
      isLasting: clauses.some(({ name }) => name === "when_state"),
      hasOtherTrigger: isTrigger.some((is, other) => is && other !== index),
    });
    if (made === undefined) return undefined;
    changes.push(...made);
  }
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
  return distinct.length > 0 && isConsistent(distinct) ? distinct : undefined;
}

/**
 * "Don't turn on the hall light on Sundays" neither spares the light nor is about Sundays only, and "not on Sundays at
 * 8" can leave out Sundays, or only 8 o'clock. "Ten minutes later on Mondays" leaves the other days as they are, which
 * one automation cannot do. "Turn it off at once" is not about an automation that turns on.
 */
function isMisleading(clauses: readonly Clause[], { isNew, effects }: Edited): boolean {
  const names = clauses.map(({ name }) => name);
  const isSparing = names.includes("spare") && names.some((name) => !BESIDE_SPARE.has(name));
  const isNotAt = names.some((name, index) => name === "not_days" && TRIGGERS.has(names[index + 1] ?? ""));
  const isPartial =
    !isNew && names.some((name) => BARE_LIMITS.has(name)) && names.some((name) => CHANGED_ASPECTS.has(name));
  const acts = clauses.flatMap(({ values }) => values.flatMap((value) => (value.kind === "acts" ? [value.state] : [])));
  const isOtherAct = acts.some((state) => effects.length === 0 || effects.some((effect) => effect.state !== state));
  return isSparing || isNotAt || isPartial || isOtherAct;
}

interface Context extends Edited {
  /** Whether a circumstance is the trigger, which can last; an event cannot. */
  readonly isLasting: boolean;
  readonly before: Clause | undefined;
  /** What the request acts on. */
  readonly acted: readonly Entity[];
  readonly hasOtherTrigger: boolean;
}

type Changes = readonly PlannedChange[] | undefined;

const BESIDE_SPARE: ReadonlySet<ClauseName> = new Set<ClauseName>([
  "spare",
  "later",
  "earlier",
  "name",
  "also",
  "turn_on",
  "turn_off",
]);

const BARE_LIMITS: ReadonlySet<ClauseName> = new Set<ClauseName>(["on_days", "between", "in_dark", "when_state"]);
const CHANGED_ASPECTS: ReadonlySet<string> = new Set(
  (
    "later earlier longer shorter wait stay level half_level brightness kelvin position volume degrees level_of half_of degrees_of kelvin_of " +
    "turn_on turn_off on_but off_but open close play pause also swap swap_from all_level tell"
  ).split(" "),
);

const TRIGGERS: ReadonlySet<string> = new Set(
  "at when_event when_state sunrise before_sunrise after_sunrise sunset before_sunset after_sunset".split(" "),
);

/** The state that a clause sets; a thermostat has no plain "on". */
const ACTIONS = {
  turn_on: "on",
  turn_off: "off",
  open: "open",
  close: "closed",
  play: "playing",
  pause: "paused",
} as const;

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function changesOfClause({ name, values }: Clause, context: Context): Changes {
  const [minutes = 0] = minutesIn(values);
  const [number = NaN] = values.flatMap((value) => (value.kind === "number" ? [value.number] : []));
  switch (name) {
    case "later":
      return context.isNew || !Number.isInteger(minutes) ? undefined : [{ change: "shift", minutes }];
    case "earlier":
      return context.isNew || !Number.isInteger(minutes) ? undefined : [{ change: "shift", minutes: -minutes }];
    case "at":
      return [{ change: "at", time: formatTimeOfDay(nearest(values, minutes, context) * MINUTE) }];
    case "instead_of_time":
      return context.at === nearest(values, minutes, context) ? [] : undefined;
    case "sunrise":
    case "after_sunrise":
      return [{ change: "sun", event: "sunrise", minutes }];
    case "before_sunrise":
      return [{ change: "sun", event: "sunrise", minutes: -minutes }];
    case "sunset":
    case "after_sunset":
      return [{ change: "sun", event: "sunset", minutes }];
    case "before_sunset":
      return [{ change: "sun", event: "sunset", minutes: -minutes }];
    case "only_days":
    case "on_days":
    case "not_days":
    case "also_days":
    case "every_day":
      return onDays(name, daysIn(values), context);
    case "only_between":
    case "between":
      return hoursOf(minutesIn(values));
    case "not_between":
      return hoursOf(minutesIn(values).toReversed());
    case "in_dark":
      return context.isNew && !context.hasOtherTrigger ? undefined : [{ change: "light", only: "dark" }];
    case "only_dark":
      return [{ change: "light", only: "dark" }];
    case "only_bright":
      return [{ change: "light", only: "day" }];
    case "wait":
      return context.isNew && !context.isLasting ? undefined : [{ change: "for", minutes }];
    case "stay":
      return context.isWaiting ? [{ change: "for", minutes }] : undefined;
    case "longer":
      return context.isWaiting ? [{ change: "shift", minutes }] : undefined;
    case "shorter":
      return context.isWaiting ? [{ change: "shift", minutes: -minutes }] : undefined;
    case "lasting":
      return context.before?.name.startsWith("when_") === true ? [{ change: "for", minutes }] : undefined;
    case "level":
    case "brightness":
    case "position":
    case "volume":
    case "degrees":
    case "kelvin":
      return levelOf(name, number, context);
    case "all_level":
      return levelOf("level", number, { ...context, isNew: true });
    case "half_level":
      return levelOf("level", 50, context);
    case "level_of":
    case "degrees_of":
    case "kelvin_of":
      return levelOfThings(name, entitiesIn(values), number, context);
    case "half_of":
      return levelOfThings("level_of", entitiesIn(values), 50, context);
    case "also":
      return alsoOn(entitiesIn(values), context);
    case "on_but":
      return actedBut(thingsIn(values), "on", context);
    case "off_but":
      return actedBut(thingsIn(values), "off", context);
    case "swap":
      return swapped(thingsIn(values), context);
    case "swap_from":
      return swapped(thingsIn(values).toReversed(), context);
    case "spare":
      return context.isNew ? undefined : all(entitiesIn(values), ({ entityId: thing }) => ({ change: "spare", thing }));
    case "only_if":
      return joined(...statesIn(values).map((value) => conditionOf(value, false)));
    case "not_if":
      return joined(...statesIn(values).map((value) => conditionOf(value, true)));
    case "when_event":
    case "when_state":
      return joined(triggerOf(values[0], context), ...values.slice(1).map((value) => conditionOf(value, false)));
    case "drop_days":
    case "drop_hours":
    case "drop_light":
    case "drop_household":
    case "drop_for":
    case "drop_all":
      return context.isNew ? undefined : [{ change: "drop", what: DROPPED[name] }];
    case "drop_thing":
      return context.isNew
        ? undefined
        : all(entitiesIn(values), ({ entityId: thing }) => ({ change: "drop_thing", thing }));
    case "tell":
      return [{ change: "tell" }];
    case "name":
      return values.flatMap((value) => (value.kind === "text" ? [{ change: "name" as const, text: value.text }] : []));
    case "turn_on":
    case "turn_off":
    case "open":
    case "close":
    case "play":
    case "pause":
      return all(entitiesIn(values), ({ entityId }) => act(entityId, ACTIONS[name], context));
  }
}

const DROPPED = {
  drop_days: "days",
  drop_hours: "hours",
  drop_light: "light",
  drop_household: "household",
  drop_for: "for",
  drop_all: "all",
} as const;

const minutesIn = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => (value.kind === "duration" || value.kind === "time" ? [value.minutes] : []));

/** "Half past ten" of an automation that runs at 22:15 is 22:30. */
function nearest(values: readonly Value[], minutes: number, { at }: Edited): number {
  const isVague = values.some((value) => value.kind === "time" && value.isVague);
  return isVague && at !== null && Math.abs(minutes + 720 - at) < Math.abs(minutes - at) ? minutes + 720 : minutes;
}

/** Whether the words leave open which half of the day is meant. */
export const isHalfDayOpen = (clauses: readonly Clause[], { at }: Edited): boolean =>
  clauses.some(({ name, values }) => {
    const times = values.flatMap((value) => (value.kind === "time" ? [value] : []));
    const isSettled = at !== null && ["at", "instead_of_time"].includes(name);
    return times.length > 0 && times.every(({ isOpen }) => isOpen) && !isSettled;
  });

const daysIn = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => (value.kind === "days" ? value.days : []));

const thingsIn = (values: readonly Value[]): readonly (readonly Entity[])[] =>
  values.flatMap((value) => (value.kind === "things" ? [value.entities] : []));

const statesIn = (values: readonly Value[]): readonly Value[] => values.filter(({ kind }) => kind === "state");

const joined = (...parts: readonly Changes[]): Changes =>
  parts.includes(undefined) ? undefined : parts.flatMap((some) => some ?? []);

const entitiesIn = (values: readonly Value[]): readonly Entity[] =>
  values.flatMap((value) => (value.kind === "things" ? value.entities : []));

const all = (entities: readonly Entity[], toChange: (entity: Entity) => PlannedChange | undefined): Changes => {
  const changes = entities.map(toChange).filter((change) => change !== undefined);
  return changes.length === 0 || changes.length < entities.length ? undefined : changes;
};

/** Undefined if it cannot be done, or would turn around what the automation does with the thing. */
function act(thing: string, state: string, { effects }: Edited): PlannedChange | undefined {
  const isTurnedAround = effects.some((effect) => effect.entityId === thing && effect.state !== state);
  return isTurnedAround || serviceFor(thing, state) === undefined ? undefined : { change: "act", thing, state };
}

function onDays(name: ClauseName, named: readonly number[], { days }: Context): Changes {
  const current = days ?? EVERY_DAY;
  const chosen =
    name === "every_day"
      ? EVERY_DAY
      : name === "not_days"
        ? current.filter((day) => !named.includes(day))
        : name === "also_days"
          ? EVERY_DAY.filter((day) => current.includes(day) || named.includes(day))
          : named;
  const names = WEEKDAY_NAMES.filter((_, day) => chosen.includes(day));
  return names.length === 0 ? undefined : [{ change: "days", days: names }];
}

function hoursOf(minutes: readonly number[]): Changes {
  const [after, before] = minutes.map((at) => formatTimeOfDay(at * MINUTE));
  return after === undefined || before === undefined || after === before
    ? undefined
    : [{ change: "hours", after, before }];
}

/** What a bare percentage means, by domain. */
const LEVELS: Readonly<Record<string, NumericLevel>> = {
  light: "brightness",
  cover: "position",
  media_player: "volume",
  fan: "percentage",
  humidifier: "humidity",
};

const KINDS = {
  brightness: "brightness",
  kelvin: "color_temp_kelvin",
  position: "position",
  volume: "volume",
  degrees: "temperature",
} as const;

/** The level of everything the automation acts on, which has to be of one kind. */
function levelOf(name: keyof typeof KINDS | "level", value: number, { effects, acted, isNew }: Context): Changes {
  if (!isNew && acted.length > 0) return undefined;
  const ids = [...effects.map(({ entityId }) => entityId), ...acted.map(({ entityId }) => entityId)];
  const meant = new Set(ids.map((entityId) => levelIn(domainOf(entityId))));
  const [kind] = meant;
  if (name === "level" && (meant.size !== 1 || kind === undefined)) return undefined;
  const level = name === "level" ? kind : KINDS[name];
  return level === undefined || !isLevel(level, value)
    ? undefined
    : [{ change: "level", thing: null, kind: level, value }];
}

const levelIn = (domain: string): NumericLevel | undefined => LEVELS[domain];

function isLevel(kind: NumericLevel, value: number): boolean {
  if (kind === "temperature") return value >= 5 && value <= 90;
  if (kind === "color_temp_kelvin") return value >= 1_500 && value <= 9_000;
  return value > 0 && value <= 100;
}

function kindOf(name: "level_of" | "degrees_of" | "kelvin_of", domain: string): NumericLevel | undefined {
  if (name === "level_of") return levelIn(domain);
  if (name === "degrees_of") return domain === "climate" ? "temperature" : undefined;
  return domain === "light" ? "color_temp_kelvin" : undefined;
}

/** Also turns on what is not part of the automation yet: a level without a state has no meaning. */
function levelOfThings(
  name: "level_of" | "degrees_of" | "kelvin_of",
  entities: readonly Entity[],
  value: number,
  context: Context,
): Changes {
  const changes = entities.map(({ entityId }): Changes => {
    const domain = domainOf(entityId);
    const kind = kindOf(name, domain);
    if (kind === undefined || !isLevel(kind, value)) return undefined;
    const state = domain === "cover" ? "open" : "on";
    const isActedOn = context.effects.some((effect) => effect.entityId === entityId) || domain === "climate";
    const action = isActedOn ? undefined : act(entityId, state, context);
    if (!isActedOn && action === undefined) return undefined;
    return [...(action === undefined ? [] : [action]), { change: "level", thing: entityId, kind, value }];
  });
  return changes.some((change) => change === undefined) ? undefined : changes.flatMap((change) => change ?? []);
}

/** "Also the hall light" does what the automation does, if that is one thing. */
function alsoOn(entities: readonly Entity[], context: Context): Changes {
  const { effects, isNew } = context;
  const states = [...new Set(effects.map(({ state }) => state))];
  const [state] = states;
  if (isNew || states.length !== 1 || state === undefined) return undefined;
  return all(entities, ({ entityId }) => act(entityId, state, context));
}

/** Without a second thing, the only one of the automation is replaced. "The desk lamp instead of the hall light" does with the first what the automation does with the second. */
function swapped([added = [], replaced]: readonly (readonly Entity[])[], context: Context): Changes {
  const only = context.effects.length === 1 ? context.effects : [];
  const removed = replaced ?? only;
  const states = removed.map(({ entityId }) => context.effects.find((effect) => effect.entityId === entityId)?.state);
  const [state] = states;
  if (state === undefined || states.some((other) => other !== state)) return undefined;
  const acts = all(added, ({ entityId }) => act(entityId, state, context));
  return acts && [...removed.map(({ entityId: thing }) => ({ change: "spare" as const, thing })), ...acts];
}

/** "All lights but the desk lamp". */
const actedBut = (
  [some = [], spared = []]: readonly (readonly Entity[])[],
  state: string,
  context: Context,
): Changes =>
  spared.every((one) => some.includes(one))
    ? all(
        some.filter((one) => !spared.includes(one)),
        ({ entityId }) => act(entityId, state, context),
      )
    : undefined;

/** One trigger, one of each kind of condition, one state and level of each thing. */
function isConsistent(changes: readonly PlannedChange[]): boolean {
  const slots = changes.map((change) => {
    const thing = "thing" in change ? change.thing : "";
    if (["at", "sun", "when", "when_number", "when_household"].includes(change.change)) return "trigger";
    if (["act", "spare"].includes(change.change)) return `act ${thing}`;
    if (change.change === "drop") return `drop ${change.what}`;
    return change.change === "level" ? `level ${thing} ${change.kind}` : `${change.change} ${thing}`;
  });
  const hasShiftedTrigger = slots.includes("trigger") && slots.some((slot) => slot.startsWith("shift"));
  return new Set(slots).size === slots.length && !hasShiftedTrigger;
}
