import { serviceFor } from "../../../automation/services.ts";
import type { Entity } from "../../../model/home.ts";
import type { NumericLevel } from "../../../model/level.ts";
import { domainOf } from "../../../model/state-change.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import { all, entitiesIn, thingsIn, type Changes, type Context, type Edited } from "./clause-values.ts";
import type { Value } from "./value.ts";
import type { ClauseName } from "./words/catalogue.ts";

/** The state that a clause sets; a thermostat has no plain "on". */
export const ACTIONS = {
  turn_on: "on",
  turn_off: "off",
  open: "open",
  close: "closed",
  play: "playing",
  pause: "paused",
} as const;

/** The clauses about what an automation does. */
const ACTION_NAMES = [
  "level",
  "brightness",
  "position",
  "volume",
  "degrees",
  "kelvin",
  "all_level",
  "half_level",
  "level_of",
  "degrees_of",
  "kelvin_of",
  "half_of",
  "also",
  "on_but",
  "off_but",
  "swap",
  "swap_from",
  "spare",
  "turn_on",
  "turn_off",
  "open",
  "close",
  "play",
  "pause",
] as const;

type ActionName = (typeof ACTION_NAMES)[number];

export const isActionName = (name: ClauseName): name is ActionName => ACTION_NAMES.some((one) => one === name);

/** The changes of a clause about what the automation does. */
export function changesOfAction(name: ActionName, values: readonly Value[], context: Context): Changes {
  const [number = NaN] = values.flatMap((value) => (value.kind === "number" ? [value.number] : []));
  switch (name) {
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
    case "turn_on":
    case "turn_off":
    case "open":
    case "close":
    case "play":
    case "pause":
      return all(entitiesIn(values), ({ entityId }) => act(entityId, ACTIONS[name], context));
  }
}

/** Undefined if it cannot be done, or would turn around what the automation does with the thing. */
function act(thing: string, state: string, { effects }: Edited): PlannedChange | undefined {
  const isTurnedAround = effects.some((effect) => effect.entityId === thing && effect.state !== state);
  return isTurnedAround || serviceFor(thing, state) === undefined ? undefined : { change: "act", thing, state };
}

/** The level that a bare percentage means, by domain. */
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

/**
 * "The desk lamp instead of the hall light": the first is switched as the second was. Without a second thing, the only one
 * of the automation is replaced.
 */
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
