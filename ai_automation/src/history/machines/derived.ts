import { isActuator } from "../../model/domains.ts";
import { DAY } from "../../model/time.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import type { Frame } from "../frame/frame.ts";

/** Milliseconds between reports of the same action: Home Assistant updates a group right after its member. */
export const TOGETHER = 100;
/** This share of a derived entity's changes must coincide and agree with its sources. */
const LEAST_SHARE = 0.95;
/** Fewer changes, or on fewer days, cannot distinguish a group from two lamps used together for an evening. */
const LEAST_CHANGES = 20;
const LEAST_DAYS = 5;
/** A member must change together with at least this share of the group's changes. */
const LEAST_PART = 0.05;

/** An entity whose state only follows others. */
export interface Derived {
  readonly entity: number;
  /** The mirrored entity, or the members of the group. */
  readonly from: readonly number[];
}

/**
 * Finds entities that only repeat others: mirrors, and groups that are on while any member is on. Each of their changes
 * coincides with one of a source, and their state is always a function of the sources'. Lamps that are only sometimes
 * switched together are not derived. Of two mutual mirrors, the one that reports later is derived, or else the one that
 * was added later or has the longer name.
 * @param known entities that the registries show to be derived
 */
export function findDerived(frame: Frame, known: ReadonlySet<number> = new Set()): readonly Derived[] {
  const actuators = frame.entities.names.flatMap((entityId, entity) =>
    isActuator(entityId) && !known.has(entity) && changesOf(frame, entity) >= LEAST_CHANGES ? [entity] : [],
  );
  const neighbours = neighboursOf(frame, actuators);
  const found: Derived[] = [];
  const isDerived = new Set<number>();
  for (const entity of actuators.toSorted((a, b) => compareAge(frame, b, a))) {
    const others = (neighbours.get(entity) ?? []).filter((other) => !isDerived.has(other)).sort((a, b) => a - b);
    const from = sourcesOf(frame, entity, others);
    if (from === undefined) continue;
    isDerived.add(entity);
    found.push({ entity, from });
  }
  return found;
}

/** For each entity, those that repeatedly change together with it. */
function neighboursOf(frame: Frame, entities: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const times = Float64Array.from(entities.flatMap((entity) => [...timesOf(frame, entity)]));
  const owners = Int32Array.from(entities.flatMap((entity) => Array<number>(changesOf(frame, entity)).fill(entity)));
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!);
  const counts = new Map(entities.map((entity) => [entity, new Map<number, number>()]));
  const add = (entity: number, other: number): void => {
    const own = counts.get(entity);
    own?.set(other, (own.get(other) ?? 0) + 1);
  };
  for (const [index, row] of order.entries()) {
    for (let next = index + 1; next < order.length && times[order[next]!]! <= times[row]! + TOGETHER; next++) {
      add(owners[row]!, owners[order[next]!]!);
      add(owners[order[next]!]!, owners[row]!);
    }
  }
  return new Map(
    [...counts].map(([entity, own]) => [
      entity,
      [...own].flatMap(([other, count]) =>
        other !== entity && count >= LEAST_PART * changesOf(frame, entity) ? [other] : [],
      ),
    ]),
  );
}

/** The sources of an entity; undefined if it is not derived. */
function sourcesOf(frame: Frame, entity: number, others: readonly number[]): readonly number[] | undefined {
  const times = timesOf(frame, entity);
  if (new Set(Array.from(times, (at) => frame.clock.dayOf(at))).size < LEAST_DAYS) return undefined;
  const partners = others.map((other) => ({ other, together: togetherWith(times, timesOf(frame, other)) }));
  const isCoveredBy = (some: typeof partners): boolean =>
    sumOf(times.map((_, index) => (some.some(({ together }) => together[index] === 1) ? 1 : 0))) >=
    LEAST_SHARE * times.length;
  if (!isCoveredBy(partners)) return undefined;
  const mirrored = partners.find(
    ({ other, together }) =>
      sumOf(together) >= LEAST_SHARE * times.length &&
      delay(frame, entity, other) >= 0 &&
      isMirror(frame, entity, other),
  );
  if (mirrored !== undefined) return [mirrored.other];
  const members = partners.filter(({ other }) => isMemberOf(frame, entity, other));
  if (members.length < 2 || !isCoveredBy(members)) return undefined;
  const from = members.map(({ other }) => other);
  return isSumOf(frame, entity, from) ? from : undefined;
}

const changesOf = ({ start }: Frame, entity: number): number => start[entity + 1]! - start[entity]!;

const timesOf = ({ start, times }: Frame, entity: number): Float64Array =>
  times.subarray(start[entity], start[entity + 1]);

function sumOf(flags: Uint8Array | Float64Array): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}

/** 1 for each instant that is close to one of the others. */
function togetherWith(times: Float64Array, others: Float64Array): Uint8Array {
  const flags = new Uint8Array(times.length);
  let next = 0;
  for (const [index, at] of times.entries()) {
    next = advance(others, at - TOGETHER, next, others.length);
    if (next < others.length && others[next]! <= at + TOGETHER) flags[index] = 1;
  }
  return flags;
}

/** Whether both have the same state after each change of either. */
const isMirror = (frame: Frame, entity: number, other: number): boolean =>
  agrees(frame, [entity, other], (states) => states[0] === states[1]);

/** Whether the entity is on after nearly every change that leaves the other on. */
function isMemberOf(frame: Frame, entity: number, other: number): boolean {
  const on = frame.states.find("on");
  return agrees(frame, [entity, other], (states) => states[1] !== on || states[0] === on);
}

function isSumOf(frame: Frame, entity: number, members: readonly number[]): boolean {
  const on = frame.states.find("on");
  return agrees(frame, [entity, ...members], ([own, ...states]) => (own === on) === states.includes(on ?? -1));
}

/** Whether a rule holds after nearly all changes of the entities, once the others have had time to follow. */
function agrees(frame: Frame, entities: readonly number[], holds: (states: readonly number[]) => boolean): boolean {
  const begins = Math.max(...entities.map((entity) => frame.times[frame.start[entity]!]!));
  const instants = Float64Array.from(entities.flatMap((entity) => [...timesOf(frame, entity)])).sort();
  let asked = 0;
  let right = 0;
  for (const [index, at] of instants.entries()) {
    const next = instants[index + 1] ?? Infinity;
    if (at < begins || next <= at + TOGETHER) continue;
    asked += 1;
    if (holds(entities.map((entity) => stateAt(frame, entity, at + TOGETHER)))) right += 1;
  }
  return asked > 0 && right >= LEAST_SHARE * asked;
}

function stateAt({ start, times, codes }: Frame, entity: number, at: number): number {
  const index = lowerBound(times, at + 1, start[entity], start[entity + 1]);
  return index === start[entity] ? -1 : codes[index - 1]!;
}

/** Negative if the first is more likely the source of the second than the reverse. */
function compareAge(frame: Frame, a: number, b: number): number {
  const [one, other] = [frame.entities.names[a]!, frame.entities.names[b]!];
  return firstDay(frame, a) - firstDay(frame, b) || one.length - other.length || one.localeCompare(other);
}

/** Compared by day: the order within the day on which a home was set up means nothing. */
const firstDay = ({ start, times }: Frame, entity: number): number => Math.floor(times[start[entity]!]! / DAY);

/** Milliseconds by which the first reports later than the second, over all coinciding changes. */
function delay(frame: Frame, a: number, b: number): number {
  const others = timesOf(frame, b);
  let sum = 0;
  let next = 0;
  for (const at of timesOf(frame, a)) {
    next = advance(others, at - TOGETHER, next, others.length);
    if (next < others.length && others[next]! <= at + TOGETHER) sum += at - others[next]!;
  }
  return sum;
}
