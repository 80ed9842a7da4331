import type { Frame } from "../../history/frame/frame.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { isPlausibleMeasure } from "../kinds/plausible.ts";

/**
 * The maximum number of entities considered for conditions, nearest first. More are found only in homes with hundreds of
 * entities, where the rest is far from the trigger and the target.
 */
const MAX_ENTITIES = 40;

/** The entities that conditions of a candidate may use, nearest first. `own` are those of its trigger. */
export interface Nearby {
  /** Those in the area of the trigger or the target, and home-wide ones. */
  readonly surroundings: (own: readonly string[], target: number) => readonly EntityFacts[];
  /** Those whose last change may matter, most active first. People move between areas, so all areas are considered. */
  readonly memorable: (own: readonly string[], target: number) => readonly EntityFacts[];
}

/** Sorts a home's entities by area once: thousands of candidates ask for theirs. */
export function createNearby(frame: Frame, facts: readonly EntityFacts[]): Nearby {
  const changesOf = ({ entity }: EntityFacts): number => frame.start[entity + 1]! - frame.start[entity]!;
  const minable = inOrder(facts.filter(({ isMinable }) => isMinable));
  const active = inOrder(
    minable.all.filter(({ role }) => role === "states").sort((a, b) => changesOf(b) - changesOf(a)),
  );
  const homeWide = minable.all.filter(({ isHomeWide }) => isHomeWide);
  const areasOf = (own: readonly string[], target: number): ReadonlySet<string> => {
    const areas = [target, ...own.map((entityId) => frame.entities.find(entityId))].map(
      (entity) => facts[entity ?? -1]?.area ?? null,
    );
    return new Set(areas.filter((area) => area !== null));
  };
  return {
    surroundings: (own, target) => {
      const isUsable = (one: EntityFacts): boolean =>
        (one.role === "states" || (one.powerOf === null && isPlausibleMeasure(one, facts[target]!))) &&
        one.entity !== target &&
        !one.kin.has(target) &&
        !own.includes(one.entityId);
      return nearestOf(minable, homeWide, areasOf(own, target), isUsable);
    },
    memorable: (own, target) => {
      const isUsable = ({ entity, entityId }: EntityFacts): boolean => entity !== target && !own.includes(entityId);
      return nearestOf(active, active.all, areasOf(own, target), isUsable);
    },
  };
}

/** Entities in an order, also those of each area. */
interface Ordered {
  readonly all: EntityFacts[];
  readonly within: (areas: ReadonlySet<string>) => readonly EntityFacts[];
}

function inOrder(all: EntityFacts[]): Ordered {
  const place = new Map(all.map((one, index) => [one, index]));
  const byArea = Map.groupBy(all, ({ area }) => area);
  const within = (areas: ReadonlySet<string>): readonly EntityFacts[] =>
    [...areas].flatMap((area) => byArea.get(area) ?? []).sort((a, b) => place.get(a)! - place.get(b)!);
  return { all, within };
}

/** The first usable ones, MAX_ENTITIES at most: those in the areas, then others. */
function nearestOf(
  { within }: Ordered,
  others: readonly EntityFacts[],
  areas: ReadonlySet<string>,
  isUsable: (one: EntityFacts) => boolean,
): readonly EntityFacts[] {
  const found = within(areas).filter(isUsable).slice(0, MAX_ENTITIES);
  for (const one of others) {
    if (found.length === MAX_ENTITIES) break;
    const isNear = one.area !== null && areas.has(one.area);
    if (!isNear && isUsable(one)) found.push(one);
  }
  return found;
}
