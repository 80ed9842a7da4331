import { mayActOn } from "../../../automation/risk.ts";
import { isActuator, isPerson, isStarted } from "../../../model/domains.ts";
import type { Entity } from "../../../model/home.ts";
import { domainOf } from "../../../model/state-change.ts";
import type { Grammar, Noun } from "./compiled.ts";
import { plainTokensOf } from "./tokens.ts";
import { isCompoundOf, isHeadOf, isWhole, MIN_PART, startsCompound } from "./word-forms.ts";

/** What a thing has to be able to do where it is named. */
export const ROLES = [
  "target",
  "heating",
  "heated",
  "thing",
  "switched",
  "openable",
  "motion",
  "sensor",
  "person",
] as const;
export type Role = (typeof ROLES)[number];

/**
 * The things that words name: one, or several if the words are plural ("all lights", "the kitchen lights"). Empty if the
 * words name nothing, or more than one thing without saying so.
 */
export type FindThings = (words: readonly string[], role: Role) => readonly Entity[];

export function thingFinder(entities: readonly SpelledEntity[], grammar: Grammar): FindThings {
  const { endings } = grammar;
  const byWord = new Map<string, KnownEntity[]>();
  for (const one of entities.map((entity) => knownEntity(entity, grammar)))
    for (const word of new Set([...one.nameWords, ...one.areaWords, ...one.nounWords])) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [one]);
      else known.push(one);
    }
  /** "The living room at 20" is no heating, but "the heating in the living room at 20" is. */
  const heatings = new Set(
    grammar.nouns.flatMap(({ kind, one, many }) => (kind === "climate" ? [...one, ...many] : [])),
  );
  const explained = new Map<string, ReadonlySet<KnownEntity>>();
  const explainedBy = (word: string): ReadonlySet<KnownEntity> => {
    const cached = explained.get(word);
    if (cached !== undefined) return cached;
    const found = new Set(
      [...byWord.keys()]
        .filter((own) => isWhole(word, own, endings) || isHeadOf(word, own) || startsCompound(word, own))
        .flatMap((own) => byWord.get(own) ?? [])
        .filter((one) => candidateOf(one, [word], endings).length > 0),
    );
    explained.set(word, found);
    return found;
  };
  const findOne = (words: readonly string[], role: Role): readonly Entity[] => {
    const prefix = grammar.all.find((all) => all.every((word, index) => words[index] === word));
    const named = words.slice(prefix?.length ?? 0);
    const content = named.filter((word) => !grammar.links.has(word));
    const isBounded = !isLink(named.at(-1), grammar) && content.length > 0 && content.length <= MAX_WORDS;
    if (!isBounded) return [];
    const isPlural = prefix !== undefined || content.some((word) => grammar.nouns.some(({ many }) => many.has(word)));
    const [first = new Set<KnownEntity>(), ...others] = content.map(explainedBy);
    const found = [...first]
      .filter((one) => FITS[role](one.entity) && others.every((more) => more.has(one)))
      .flatMap((one) => candidateOf(one, content, endings))
      .filter(({ isFull }) => role !== "heating" || isFull || content.some((word) => heatings.has(word)));
    return isPlural ? severalOf(found, prefix !== undefined) : onlyOne(found);
  };
  return (words, role) => {
    const found = findOne(words, role);
    const and = words.findIndex((word) => grammar.and.has(word));
    if (found.length > 0 || role !== "target" || and < 1) return found;
    const parts = [findOne(words.slice(0, and), role), findOne(words.slice(and + 1), role)];
    return parts.some((part) => part.length === 0) ? [] : [...new Set(parts.flat())];
  };
}

/** Whether a word can be part of the name of one of the things. */
export function nameOfSome(entities: readonly SpelledEntity[], { links, endings }: Grammar): (word: string) => boolean {
  const own = [...wordsOfNames(entities)].filter((word) => !links.has(word));
  return (word) =>
    own.some((other) => isWhole(word, other, endings) || isHeadOf(word, other)) || isCompoundOf(word, own, endings);
}

export const wordsOfNames = (entities: readonly SpelledEntity[]): ReadonlySet<string> =>
  new Set(entities.flatMap(({ name, area }) => [...name, ...area]));

const MAX_WORDS = 8;
/** Entities that one clause can be about. */
const MAX_AT_ONCE = 40;

const isLink = (word: string | undefined, { links }: Grammar): boolean => word !== undefined && links.has(word);

/** An entity with the words of its names, which are the same in every language. */
export interface SpelledEntity {
  readonly entity: Entity;
  readonly name: readonly string[];
  readonly area: readonly string[];
}

/** Those that a request can be about. */
export const spelledEntities = (entities: Iterable<Entity>): readonly SpelledEntity[] =>
  [...entities]
    .filter(({ isMinable, entityId }) => isMinable || isPerson(entityId))
    .map((entity) => ({
      entity,
      name: plainTokensOf(entity.name),
      area: plainTokensOf(entity.areaName ?? ""),
    }));

interface KnownEntity {
  readonly entity: Entity;
  readonly nameWords: readonly string[];
  readonly areaWords: readonly string[];
  readonly nounWords: readonly string[];
}

interface Candidate {
  readonly entity: Entity;
  /** Whether every word is a whole word of the name, the area or a noun. */
  readonly isExact: boolean;
  /** Whether all words of the entity's name were used. */
  readonly isFull: boolean;
  /** Whether they were used in the form that they have in the name. */
  readonly isVerbatim: boolean;
  /** Whether one of the words says what it is: a light, and no switch with "light" in its name. */
  readonly isOfKind: boolean;
}

function knownEntity({ entity, name, area }: SpelledEntity, { links, nouns }: Grammar): KnownEntity {
  const isContent = (word: string): boolean => !links.has(word);
  const nameWords = name.filter(isContent);
  const kinds = nouns.filter(({ kind }) => isOfKind(entity, kind));
  return {
    entity,
    nameWords,
    areaWords: area.filter(isContent),
    nounWords: [
      ...kinds.flatMap(({ one, many }) => [...one, ...many]),
      ...nameWords.flatMap((word) => kinds.flatMap(({ one }) => compoundsLike(word, one))),
    ],
  };
}

/** "küchenlampe" for the name "küchenlicht". */
const compoundsLike = (name: string, nouns: ReadonlySet<string>): readonly string[] =>
  [...nouns]
    .filter((noun) => name.length >= noun.length + MIN_PART && name.endsWith(noun))
    .flatMap((noun) =>
      [...nouns].filter((other) => other !== noun).map((other) => name.slice(0, -noun.length) + other),
    );

function isOfKind({ entityId, deviceClass }: Entity, kind: Noun["kind"]): boolean {
  const domain = domainOf(entityId);
  switch (kind) {
    case "light":
    case "cover":
    case "media_player":
    case "switch":
    case "fan":
    case "climate":
      return domain === kind;
    case "motion":
      return domain === "binary_sensor" && MOTION.has(deviceClass ?? "");
    case "door":
    case "window":
      return domain === "binary_sensor" && (deviceClass === kind || deviceClass === "opening");
    case "temperature":
    case "humidity":
    case "illuminance":
      return domain === "sensor" && deviceClass === kind;
  }
}

const MOTION: ReadonlySet<string> = new Set(["motion", "occupancy", "presence", "moving"]);
export const OPENINGS: ReadonlySet<string> = new Set(["door", "window", "opening", "garage_door"]);
const SWITCHED: ReadonlySet<string> = new Set([
  "light",
  "switch",
  "fan",
  "input_boolean",
  "humidifier",
  "media_player",
]);

const isOpening = ({ entityId, deviceClass }: Entity): boolean =>
  domainOf(entityId) === "binary_sensor" && OPENINGS.has(deviceClass ?? "");
const isMotion = (entity: Entity): boolean => isOfKind(entity, "motion");
const isNumeric = ({ entityId }: Entity): boolean => ["sensor", "input_number"].includes(domainOf(entityId));

const FITS: Readonly<Record<Role, (entity: Entity) => boolean>> = {
  target: (entity) => isActuator(entity.entityId) && !isStarted(entity.entityId) && mayActOn(entity),
  heating: ({ entityId }) => domainOf(entityId) === "climate",
  heated: ({ entityId }) => domainOf(entityId) === "climate",
  thing: () => true,
  switched: (entity) =>
    SWITCHED.has(domainOf(entity.entityId)) ||
    (domainOf(entity.entityId) === "binary_sensor" && !isOpening(entity) && !isMotion(entity)),
  openable: (entity) => isOpening(entity) || domainOf(entity.entityId) === "cover",
  motion: isMotion,
  sensor: isNumeric,
  person: ({ entityId }) => isPerson(entityId),
};

/** The entity, if every word is explained by its name, its area or what it is. */
function candidateOf(
  { entity, nameWords, areaWords, nounWords }: KnownEntity,
  words: readonly string[],
  endings: ReadonlySet<string>,
): readonly Candidate[] {
  const own = [...nameWords, ...areaWords, ...nounWords];
  const isPart = (word: string): boolean =>
    isCompoundOf(word, own, endings) || own.some((other) => isHeadOf(word, other));
  const wholes = words.map((word) => own.some((other) => isWhole(word, other, endings)));
  if (!words.every((word, index) => wholes[index] === true || isPart(word))) return [];
  return [
    {
      entity,
      isExact: wholes.every(Boolean),
      isFull: nameWords.every((name) => words.some((word) => isWhole(word, name, endings))),
      isOfKind: words.some((word) => nounWords.includes(word)),
      isVerbatim: nameWords.every((name) => words.includes(name)),
    },
  ];
}

/** The one that is meant: by its whole name, else the only one, whole words first. */
function onlyOne(candidates: readonly Candidate[]): readonly Entity[] {
  const exact = candidates.filter(({ isExact }) => isExact);
  const best = exact.length > 0 ? exact : candidates;
  const full = best.filter(({ isFull }) => isFull);
  const left = full.length > 0 ? full : best;
  return left.length === 1 ? left.map(({ entity }) => entity) : [];
}

/** All that fit, if they are of one domain, or the one whose name is plural. Groups are left out beside their members. */
function severalOf(candidates: readonly Candidate[], isAll: boolean): readonly Entity[] {
  const full = candidates.filter(({ isVerbatim, isExact }) => isVerbatim && isExact);
  if (!isAll && full.length === 1) return full.map(({ entity }) => entity);
  const exact = candidates.filter(({ isExact }) => isExact);
  const best = exact.length > 0 ? exact : candidates;
  const ofKind = best.filter((one) => one.isOfKind);
  const chosen = (ofKind.length > 0 ? ofKind : best).map(({ entity }) => entity);
  const ids = new Set(chosen.map(({ entityId }) => entityId));
  const domains = new Set(chosen.map(({ entityId }) => domainOf(entityId)));
  if (domains.size !== 1 || chosen.length > MAX_AT_ONCE) return [];
  return chosen.filter(({ repeats = [] }) => repeats.length === 0 || !repeats.every((entityId) => ids.has(entityId)));
}
