import { isActuator } from "../../model/domains.ts";
import { DAY } from "../../model/time.ts";
import { benjaminiHochbergCut } from "../../statistics/benjamini-hochberg.ts";
import { lowerBound } from "../../statistics/search.ts";
import { CONTEXT_CODE, type Frame } from "../frame/frame.ts";
import { createCrowdTest, type MayHaveSpikes } from "./crowds.ts";
import type { Lags, SunEvent } from "./lags.ts";
import { LEAST_COUNT, spikesOf, testWindow, type Precision, type Spike } from "./spikes.ts";

/** The trigger of a machine, in codes of the frame. */
type CauseInFrame =
  | { readonly kind: "after"; readonly entity: number; readonly state: number }
  | { readonly kind: "own"; readonly state: number }
  | { readonly kind: "clock" }
  | { readonly kind: "sun"; readonly event: SunEvent };

/** A machine and the changes it made. */
export interface Machine {
  readonly entity: number;
  readonly state: number;
  readonly cause: CauseInFrame;
  /** The lag, the time since local midnight, or the time since SUN_ORIGIN before the sun event. */
  readonly seconds: number;
  /** Rows of the frame, ascending. */
  readonly rows: readonly number[];
}

/** A possible cause of an entity's changes to a state. */
export interface Hypothesis {
  readonly entity: number;
  readonly state: number;
  readonly cause: CauseInFrame;
  readonly lags: Lags;
  readonly precision: Precision;
  /** Lower is more likely a priori. */
  readonly rank: number;
}

/** The changes of an entity to a state that people may have made. */
export interface Target {
  readonly entity: number;
  readonly state: number;
  /** Rows of the frame, ascending. */
  readonly rows: Int32Array;
}

/** Proposes causes of a target. Their lags are valid until the next call. */
export type Propose = (target: Target) => readonly Hypothesis[];

interface Found extends Hypothesis {
  /** The lags over the whole history; `lags` are those of the period in which the spike was found. */
  readonly whole: Lags;
  readonly spike: Spike;
}

const FALSE_DISCOVERY_RATE = 0.01;
/** Criteria for further periods of a known machine: each is a single test, for which a few events suffice. */
const KNOWN = { level: 0.01, count: 3 };
/** Automations change over time, so machines are also searched in each quarter of a year. */
const QUARTER = 91 * DAY;
/** Many events on one day may be a single coincidence. */
const LEAST_DAYS = 3;

/**
 * Tests the proposed causes of all changes attributed to people, with a false discovery rate of 1% over all pairs and
 * periods (Benjamini and Hochberg). Marks the changes of machines in `contexts`, most frequent machine first, so that a
 * change is evidence for one machine only.
 */
export function searchMachines(frame: Frame, contexts: Uint8Array, proposals: readonly Propose[]): readonly Machine[] {
  const { found, tests } = testAll(frame, contexts, proposals);
  const cut = benjaminiHochbergCut(
    found.map(({ spike }) => spike.pValue),
    FALSE_DISCOVERY_RATE,
    tests,
  );
  const accepted = found.filter(({ spike }) => spike.pValue <= cut);
  const machines: Machine[] = [];
  for (const one of [...accepted].sort(compareFound)) {
    const rows = [
      ...mark(frame, contexts, one, one.lags, { level: cut, count: LEAST_COUNT }),
      ...periodsOf(bordersOf(frame, one.entity), one.whole).flatMap((lags) => mark(frame, contexts, one, lags, KNOWN)),
    ];
    if (rows.length > 0) addTo(machines, one, rows);
  }
  return machines.map((machine) => ({ ...machine, rows: machine.rows.toSorted((a, b) => a - b) }));
}

/** More frequent first; ties go to the simpler cause: a time before a signal, a signal before a timer. */
const compareFound = (a: Found, b: Found): number => b.spike.count - a.spike.count || a.rank - b.rank;

interface Tested {
  readonly found: readonly Found[];
  readonly tests: number;
}

/** All targets for one proposal after another: what it compares them with then stays in the processor's cache. */
function testAll(frame: Frame, contexts: Uint8Array, proposals: readonly Propose[]): Tested {
  const targets = targetsOf(frame, contexts).map((target) => ({
    target,
    borders: bordersOf(frame, target.entity),
    found: new Array<Found>(),
  }));
  const mayHaveSpikes = createCrowdTest();
  let tests = 0;
  for (const propose of proposals) {
    for (const { target, borders, found } of targets) {
      for (const hypothesis of propose(target)) {
        const tested = testOne(hypothesis, borders, mayHaveSpikes);
        tests += tested.tests;
        found.push(...tested.found);
      }
    }
  }
  return { found: targets.flatMap(({ found }) => found), tests };
}

const NONE: readonly Found[] = [];

function testOne(hypothesis: Hypothesis, borders: readonly number[], mayHaveSpikes: MayHaveSpikes): Tested {
  const { lags: whole, precision } = hypothesis;
  if (whole.rows.length < LEAST_COUNT) return { found: NONE, tests: 0 };
  const parts = partsOf(borders, whole);
  const tests = parts.reduce((sum, { rows }) => sum + (rows.length < LEAST_COUNT ? 0 : 1), 0);
  if (!mayHaveSpikes(whole.seconds, precision)) return { found: NONE, tests };
  const spikes = parts.flatMap(({ seconds }, part) =>
    mayHaveSpikes(seconds, precision)
      ? spikesOf(seconds.toSorted(), precision)
          .filter(({ pValue }) => pValue <= FALSE_DISCOVERY_RATE)
          .map((spike) => ({ part, spike }))
      : [],
  );
  if (spikes.length === 0) return { found: NONE, tests };
  const copy = { rows: whole.rows.slice(), seconds: whole.seconds.slice() };
  const copies = partsOf(borders, copy);
  const found = spikes.map(({ part, spike }) => ({ ...hypothesis, lags: copies[part]!, whole: copy, spike }));
  return { found, tests };
}

/** The whole history, and each of its periods if there are several. */
function partsOf(borders: readonly number[], whole: Lags): readonly Lags[] {
  const periods = periodsOf(borders, whole);
  return periods.length === 1 ? periods : [whole, ...periods];
}

/** Marks the rows of a spike that remain after those already explained, and returns them. */
function mark(
  frame: Frame,
  contexts: Uint8Array,
  { spike: { from, to }, precision }: Found,
  lags: Lags,
  least: { readonly level: number; readonly count: number },
): readonly number[] {
  const isLeft = lags.seconds.map((_, index) => (contexts[lags.rows[index]!] === CONTEXT_CODE.automation ? 0 : 1));
  const left = lags.seconds.filter((_, index) => isLeft[index] === 1).sort();
  const spike = testWindow(left, from, to, precision);
  if (spike === undefined || spike.count < least.count || spike.pValue > least.level) return [];
  const rows = [...lags.rows].filter(
    (_, index) => isLeft[index] === 1 && lags.seconds[index]! >= from && lags.seconds[index]! < to,
  );
  if (new Set(rows.map((row) => frame.clock.dayOf(frame.times[row]!))).size < LEAST_DAYS) return [];
  for (const row of rows) contexts[row] = CONTEXT_CODE.automation ?? contexts[row]!;
  return rows;
}

/** Windows this close in two periods are the same machine. */
const SAME_LAG_SECONDS = 6;

function addTo(machines: Machine[], { entity, state, cause, whole, spike }: Found, rows: readonly number[]): void {
  const isSame = (other: Machine): boolean =>
    other.entity === entity &&
    other.state === state &&
    JSON.stringify(other.cause) === JSON.stringify(cause) &&
    Math.abs(other.seconds - spike.from) <= SAME_LAG_SECONDS;
  const index = machines.findIndex(isSame);
  const known = machines[index];
  if (known === undefined) machines.push({ entity, state, cause, seconds: medianLag(whole, rows), rows });
  else machines[index] = { ...known, rows: [...known.rows, ...rows] };
}

function medianLag({ rows, seconds }: Lags, of: readonly number[]): number {
  const selected = new Set(of);
  const own = seconds.filter((_, index) => selected.has(rows[index]!)).sort();
  return own[Math.floor(own.length / 2)] ?? 0;
}

function targetsOf(frame: Frame, contexts: Uint8Array): readonly Target[] {
  return frame.entities.names.flatMap((entityId, entity) =>
    isActuator(entityId)
      ? [...claimedByPeople(frame, contexts, entity)].flatMap(([state, rows]) =>
          rows.length < LEAST_COUNT ? [] : [{ entity, state, rows: Int32Array.from(rows) }],
        )
      : [],
  );
}

function claimedByPeople(
  { start, codes }: Frame,
  contexts: Uint8Array,
  entity: number,
): ReadonlyMap<number, readonly number[]> {
  const byState = new Map<number, number[]>();
  for (let row = start[entity]!; row < start[entity + 1]!; row++) {
    if (contexts[row] === CONTEXT_CODE.automation) continue;
    const rows = byState.get(codes[row]!);
    if (rows === undefined) byState.set(codes[row]!, [row]);
    else rows.push(row);
  }
  return byState;
}

/** Where each quarter of a year, counted from the first day, ends in the rows of an entity. */
function bordersOf(frame: Frame, entity: number): readonly number[] {
  const quarters = Math.max(1, Math.round((frame.to - frame.from) / QUARTER));
  const length = (frame.to - frame.from) / quarters;
  const end = frame.start[entity + 1]!;
  return Array.from({ length: quarters }, (_, index) =>
    index + 1 === quarters ? end : lowerBound(frame.times, frame.from + (index + 1) * length, frame.start[entity], end),
  );
}

/** The lags before each border, after the one before. */
function periodsOf(borders: readonly number[], { rows, seconds }: Lags): readonly Lags[] {
  let first = 0;
  return borders.map((border) => {
    const end = rowsBefore(rows, border, first);
    const part = { rows: rows.subarray(first, end), seconds: seconds.subarray(first, end) };
    first = end;
    return part;
  });
}

/** The index of the first row that is not before another one. */
function rowsBefore(rows: Int32Array, border: number, from: number): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < border) low = middle + 1;
    else high = middle;
  }
  return low;
}
