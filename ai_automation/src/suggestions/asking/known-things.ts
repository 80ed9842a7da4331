import { mayActOn } from "../../automation/risk.ts";
import { isActuator, isPerson, isStarted } from "../../model/domains.ts";
import type { Entity } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";
import { isWordOf, wordsOf } from "./text/match-words.ts";

/** The entities that are sent to a model, each under a short name that means nothing outside the home. */
export interface KnownThings {
  readonly listed: readonly ListedThing[];
  readonly shortNameOf: (entityId: string) => string | undefined;
  /** Undefined for a name that the model invented. */
  readonly entityOf: (shortName: string) => Entity | undefined;
  /** Whether the text mentions it or the automation already uses it. */
  readonly isMentioned: (entityId: string) => boolean;
}

interface ListedThing {
  readonly thing: string;
  readonly kind: string;
  readonly name: string;
  readonly area?: string;
}

const MAX_THINGS = 40;

/**
 * Selects the entities of the automation (`own`) and those whose name or area shares a word with the text; if the text
 * mentions nothing that can be controlled, everything that can. People are always included.
 */
export function knownThings(
  text: string,
  entities: ReadonlyMap<string, Entity>,
  own: readonly string[],
  mask: (text: string) => string,
): KnownThings {
  const minable = [...entities.values()].filter(({ isMinable, entityId }) => isMinable && isRelevant(entityId));
  const mentioned = mentionedIn(text, minable);
  const chosen =
    mentioned.some(isControllable) || own.length > 0 ? mentioned : [...mentioned, ...minable.filter(isControllable)];
  const things = [
    ...new Set([...own.flatMap((entityId) => entities.get(entityId) ?? []), ...chosen, ...personsIn(entities)]),
  ].slice(0, MAX_THINGS);
  const shortNames = new Map(things.map((entity, index) => [entity.entityId, `t${index + 1}`]));
  const byShortName = new Map(things.map((entity, index) => [`t${index + 1}`, entity]));
  return {
    listed: [...byShortName].map(([shortName, entity]) => listedThing(shortName, entity, mask)),
    shortNameOf: (entityId) => shortNames.get(entityId),
    entityOf: (shortName) => byShortName.get(shortName),
    isMentioned: (entityId) => own.includes(entityId) || mentioned.some((entity) => entity.entityId === entityId),
  };
}

/** Domains besides actuators that triggers and conditions use; automations, scripts and scenes are left out. */
const CONTEXT_DOMAINS: ReadonlySet<string> = new Set(
  (
    "binary_sensor sensor event lock alarm_control_panel valve device_tracker " +
    "input_select input_number select schedule calendar timer weather"
  ).split(" "),
);

const isSwitched = (entityId: string): boolean => isActuator(entityId) && !isStarted(entityId);

const isRelevant = (entityId: string): boolean => isSwitched(entityId) || CONTEXT_DOMAINS.has(domainOf(entityId));

const isControllable = (entity: Entity): boolean => isSwitched(entity.entityId) && mayActOn(entity);

const personsIn = (entities: ReadonlyMap<string, Entity>): readonly Entity[] =>
  [...entities.values()].filter(({ entityId }) => isPerson(entityId));

/** Per domain, the entities that the most words match: "kitchen lamp" selects the kitchen's lamp and no other lamp. */
function mentionedIn(text: string, entities: readonly Entity[]): readonly Entity[] {
  const words = [...new Set(wordsOf(text))];
  const matching = entities
    .map((entity) => ({ entity, matches: words.filter((word) => isWordOfEntity(word, entity)) }))
    .filter(({ matches }) => matches.length > 0);
  const isOutmatched = ({ entity, matches }: (typeof matching)[number]): boolean =>
    matching.some(
      (other) =>
        domainOf(other.entity.entityId) === domainOf(entity.entityId) &&
        other.matches.length > matches.length &&
        matches.every((word) => other.matches.includes(word)),
    );
  return matching.filter((one) => !isOutmatched(one)).map(({ entity }) => entity);
}

const isWordOfEntity = (word: string, { name, areaName }: Entity): boolean =>
  wordsOf(`${name} ${areaName ?? ""}`).some((own) => isWordOf(word, own));

function listedThing(shortName: string, entity: Entity, mask: (text: string) => string): ListedThing {
  const { entityId, deviceClass, name, areaName } = entity;
  return {
    thing: shortName,
    kind: [domainOf(entityId), ...(deviceClass === null ? [] : [deviceClass])].join(" "),
    name: mask(name),
    ...(areaName === null ? {} : { area: mask(areaName) }),
  };
}
