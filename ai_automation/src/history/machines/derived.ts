import { isActuator } from "../../model/domains.ts";
import { DAY } from "../../model/time.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import type { Frame } from "../frame/frame.ts";

/** What reports the same deed does so within this: Home Assistant writes a group's state in the same turn. */
const TOGETHER = 100;
/** Of a derived entity's changes so many come with one of what it is derived from, and leave it as that is. */
const LEAST_SHARE = 0.95;
/** Fewer changes, or on fewer days, cannot tell a group from two lamps of one evening. */
const LEAST_CHANGES = 20;
const LEAST_DAYS = 5;
/** A member brings its group along again and again. */
const LEAST_PART = 0.05;

/** An entity that has no life of its own. */
export interface Derived {
  readonly entity: number;
  /** What it mirrors, or the members that it sums up. */
  readonly from: readonly number[];
}

/**
 * Finds what only repeats others: mirrors, and groups that are on while any of their members is. Each change of theirs
 * comes with a change of another, and their state is a function of the others' at all times; of two lamps that are
 * switched together now and then neither is. Of two that mirror each other the one that reports later is derived, else
 * the one that came later or has the longer name.
 * @param known entities that are known to be derived, from registries
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

/** For each entity those that change together with it again and again. */
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

/** What an entity is derived from; undefined where it has a life of its own. */
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

/** 1 for each instant that has one of the others near. */
function togetherWith(times: Float64Array, others: Float64Array): Uint8Array {
  const flags = new Uint8Array(times.length);
  let next = 0;
  for (const [index, at] of times.entries()) {
    next = advance(others, at - TOGETHER, next, others.length);
    if (next < others.length && others[next]! <= at + TOGETHER) flags[index] = 1;
  }
  return flags;
}

/** Whether after each change of either both are the same. */
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

/** Whether a rule holds on nearly all occasions on which one of some entities has changed, and the others had time to. */
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

/** Below 0 where the first is rather the origin of the second than the other way round. */
function compareAge(frame: Frame, a: number, b: number): number {
  const [one, other] = [frame.entities.names[a]!, frame.entities.names[b]!];
  return firstDay(frame, a) - firstDay(frame, b) || one.length - other.length || one.localeCompare(other);
}

/** Not by the minute: those in which a home was set up say nothing. */
const firstDay = ({ start, times }: Frame, entity: number): number => Math.floor(times[start[entity]!]! / DAY);

/** Milliseconds, of all changes that come together, that the first reports after the second. */
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
