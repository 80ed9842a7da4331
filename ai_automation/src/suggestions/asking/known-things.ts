import { isActuator, isPerson } from "../../model/domains.ts";
import type { Entity } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";
import { mayActOn } from "../../automation/risk.ts";
import { isWordOf, wordsOf } from "./match-words.ts";

/** The things of a home that a model is told of, each under a short name that means nothing outside. */
export interface KnownThings {
  /** What the model is told of each. */
  readonly listed: readonly ListedThing[];
  readonly shortNameOf: (entityId: string) => string | undefined;
  /** Undefined for a name that the model made up. */
  readonly entityOf: (shortName: string) => Entity | undefined;
  /** Whether the text speaks of it, or the automation has it already. */
  readonly isMeant: (entityId: string) => boolean;
}

interface ListedThing {
  readonly thing: string;
  readonly kind: string;
  readonly name: string;
  readonly area?: string;
}

const MOST_THINGS = 40;

/**
 * Those that are named: what the automation has, and what shares a word with the text by its name or area. Where the
 * text names nothing that can be switched, everything that can.
 */
export function knownThings(
  text: string,
  entities: ReadonlyMap<string, Entity>,
  own: readonly string[],
  mask: (text: string) => string,
): KnownThings {
  const minable = [...entities.values()].filter(({ isMinable, entityId }) => isMinable && canBeMeant(entityId));
  const named = namedIn(text, minable);
  const chosen = named.some(canBeSwitched) || own.length > 0 ? named : [...named, ...minable.filter(canBeSwitched)];
  const things = [
    ...new Set([...own.flatMap((entityId) => entities.get(entityId) ?? []), ...chosen, ...personsIn(entities)]),
  ].slice(0, MOST_THINGS);
  const names = new Map(things.map((entity, index) => [entity.entityId, `t${index + 1}`]));
  const byName = new Map(things.map((entity, index) => [`t${index + 1}`, entity]));
  return {
    listed: [...byName].map(([shortName, entity]) => told(shortName, entity, mask)),
    shortNameOf: (entityId) => names.get(entityId),
    entityOf: (shortName) => byName.get(shortName),
    isMeant: (entityId) => own.includes(entityId) || named.some((entity) => entity.entityId === entityId),
  };
}

/** What automations start by and look at, besides what they switch; other automations, scripts and scenes are not things. */
const TOLD_DOMAINS: ReadonlySet<string> = new Set(
  (
    "binary_sensor sensor event lock alarm_control_panel valve device_tracker " +
    "input_select input_number select schedule calendar timer weather"
  ).split(" "),
);

const canBeMeant = (entityId: string): boolean => isActuator(entityId) || TOLD_DOMAINS.has(domainOf(entityId));

const canBeSwitched = (entity: Entity): boolean => isActuator(entity.entityId) && mayActOn(entity);

const personsIn = (entities: ReadonlyMap<string, Entity>): readonly Entity[] =>
  [...entities.values()].filter(({ entityId }) => isPerson(entityId));

/** Where "kitchen lamp" is said, the kitchen's lamp is meant and no other lamp: per domain, those that most words fit. */
function namedIn(text: string, entities: readonly Entity[]): readonly Entity[] {
  const said = [...new Set(wordsOf(text))];
  const fitting = entities
    .map((entity) => ({ entity, fits: said.filter((word) => fitsOne(word, entity)) }))
    .filter(({ fits }) => fits.length > 0);
  const isOutdone = ({ entity, fits }: (typeof fitting)[number]): boolean =>
    fitting.some(
      (other) =>
        domainOf(other.entity.entityId) === domainOf(entity.entityId) &&
        other.fits.length > fits.length &&
        fits.every((word) => other.fits.includes(word)),
    );
  return fitting.filter((one) => !isOutdone(one)).map(({ entity }) => entity);
}

const fitsOne = (word: string, { name, areaName }: Entity): boolean =>
  wordsOf(`${name} ${areaName ?? ""}`).some((own) => isWordOf(word, own));

function told(shortName: string, entity: Entity, mask: (text: string) => string): ListedThing {
  const { entityId, deviceClass, name, areaName } = entity;
  return {
    thing: shortName,
    kind: [domainOf(entityId), ...(deviceClass === null ? [] : [deviceClass])].join(" "),
    name: mask(name),
    ...(areaName === null ? {} : { area: mask(areaName) }),
  };
}
