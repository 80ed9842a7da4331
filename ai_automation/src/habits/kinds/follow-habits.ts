import type { Frame } from "../../history/frame/frame.ts";
import { type ActionSeries } from "../../history/frame/lookup.ts";
import { isActuator, isStarted } from "../../model/domains.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import { DAY, SECOND } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import type { HabitMiner, MiningContext } from "../candidate.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { HOLDS } from "./followed-time.ts";
import { earlierTypesOfPush, hasBetterType } from "./push-types.ts";

/** Changes this close are one gesture (docs/evaluation.md, section 1), not a trigger and its effect. */
const GESTURE = 3 * SECOND;
const GESTURE_SHARE = 0.6;
/** docs/evaluation.md, section 7, step 3. Lower within an area, where a condition can turn a weak pair into a habit. */
const MIN_LIFT = 2;
const MIN_LIFT_IN_AREA = 1.2;
const MIN_FOLLOWED = 4;
/** Earlier changes are followed by nothing that counts. */
const LONGEST_LAG = (HOLDS.at(-1) ?? 0) + STATE_WINDOW;
const MAX_CANDIDATES = 24;
const MAX_HOLDS = 2;
/**
 * Pairs across areas need this much common history, or this share of a shorter history: a new sensor's coincidences can
 * last for three weeks.
 */
const MIN_COMMON_HISTORY = 28 * DAY;
const MIN_COMMON_SHARE = 0.8;

interface Pair {
  readonly facts: EntityFacts;
  readonly state: number;
  /** Index into HOLDS. */
  readonly hold: number;
  readonly followed: number;
  readonly strength: number;
}

/**
 * Habits in which an action follows a state of another entity, a state held for some time, or an event. An entity is
 * compared with all series before the next one: its changes are walked through once.
 */
export function mineFollowHabits(
  context: MiningContext,
  all: readonly ActionSeries[],
  onProgress: (share: number) => void,
): HabitMiner {
  const { instants, actionsOf } = learnedActions(all, context);
  const rows = new Int32Array(instants.length);
  const found = new Map(all.map((series) => [series, { pairs: new Array<Pair>(), actions: actionsOf(series) }]));
  for (const [index, facts] of context.facts.entries()) {
    onProgress(index / context.facts.length);
    const partners = [...found].filter(([series]) => mayTrigger(facts, series, context));
    if (partners.length === 0) continue;
    findRowsFrom(context.frame, facts.entity, instants, rows);
    for (const [series, { pairs, actions }] of partners)
      pairs.push(...countPairs(context, facts, series, { places: actions, instants, rows }));
  }
  return (_context, series) => {
    const { pairs = [] } = found.get(series) ?? {};
    return strongest(pairs).map(({ facts, state, hold }) => ({
      patternType: "co_occurrence",
      trigger: triggerOf(facts, context.frame.states.names[state]!, HOLDS[hold]!),
      conditions: [],
      series,
      tried: Math.max(1, pairs.length),
    }));
  };
}

/** The distinct instants of all actions on the training days, ascending, and the places of a series' actions in them. */
function learnedActions(
  all: readonly ActionSeries[],
  { learn }: MiningContext,
): { readonly instants: Float64Array; readonly actionsOf: (series: ActionSeries) => Int32Array } {
  const learned = ({ actions }: ActionSeries): Float64Array =>
    actions.subarray(lowerBound(actions, learn.from), lowerBound(actions, learn.to));
  const sorted = new Float64Array(all.reduce((sum, series) => sum + learned(series).length, 0));
  let length = 0;
  for (const series of all) {
    sorted.set(learned(series), length);
    length += learned(series).length;
  }
  const instants = sorted.sort().filter((at, index) => at !== sorted[index - 1]);
  return {
    instants,
    actionsOf: (series) => {
      let place = 0;
      return Int32Array.from(learned(series), (at) => (place = advance(instants, at, place, instants.length)));
    },
  };
}

/** For each instant, the entity's first row that is not before it. */
function findRowsFrom({ start, times }: Frame, entity: number, instants: Float64Array, rows: Int32Array): void {
  const end = start[entity + 1]!;
  let row = start[entity]!;
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i]!;
    while (row < end && times[row]! < at) row += 1;
    rows[i] = row;
  }
}

/** Actions as places in instants, with an entity's first row from each instant on. */
interface PlacedActions {
  readonly places: Int32Array;
  readonly instants: Float64Array;
  readonly rows: Int32Array;
}

function mayTrigger(facts: EntityFacts, series: ActionSeries, context: MiningContext): boolean {
  if (!facts.isMinable || facts.role === "value" || facts.entity === series.entity) return false;
  if (facts.kin.has(series.entity) || isStarted(facts.entityId)) return false;
  return isSameArea(facts, context.facts[series.entity]!) || hasCommonHistory(context, facts.entity, series.entity);
}

const isSameArea = (a: EntityFacts, b: EntityFacts): boolean => a.area !== null && a.area === b.area;

function hasCommonHistory({ frame, whole }: MiningContext, entity: number, other: number): boolean {
  const span = (e: number): readonly [number, number] => [
    frame.times[frame.start[e]!] ?? Infinity,
    frame.start[e] === frame.start[e + 1] ? -Infinity : frame.times[frame.start[e + 1]! - 1]!,
  ];
  const [firstOne, lastOne] = span(entity);
  const [firstOther, lastOther] = span(other);
  const least = Math.min(MIN_COMMON_HISTORY, MIN_COMMON_SHARE * (whole.to - whole.from));
  return Math.min(lastOne, lastOther) - Math.max(firstOne, firstOther) >= least;
}

/** Counts, for each state of an entity and each hold, the actions within the window after it. */
function countPairs(
  context: MiningContext,
  facts: EntityFacts,
  series: ActionSeries,
  { places, instants, rows }: PlacedActions,
): readonly Pair[] {
  const { frame } = context;
  const { entity, role } = facts;
  const holds = role === "event" ? 1 : HOLDS.length;
  const { states } = facts;
  const width = holds + 1;
  const counts = new Int32Array(states.length * width);
  /** Counts one action for a state, by the index of a hold; states that are no triggers have no counts. */
  const count = (state: number, hold: number): void => {
    const index = states.indexOf(state);
    if (index >= 0) counts[index * width + hold]! += 1;
  };
  const end = frame.start[entity + 1]!;
  for (const place of places) {
    const at = instants[place]!;
    const row = rows[place]!;
    if (row === frame.start[entity]) continue;
    const lag = at - frame.times[row - 1]!;
    if (lag > LONGEST_LAG && (row === end || frame.times[row]! > at + GESTURE)) continue;
    const state = frame.codes[row - 1]!;
    if (!states.includes(state)) continue;
    for (let hold = 0; hold < holds && lag >= HOLDS[hold]!; hold++)
      if (lag <= HOLDS[hold]! + STATE_WINDOW) count(state, hold);
    if (lag <= GESTURE) count(state, holds);
    else if (row < end && frame.times[row]! <= at + GESTURE) count(frame.codes[row]!, holds);
    const before = row - 2;
    // A motion sensor is often off again by the time the person reaches the switch.
    if (
      before >= frame.start[entity]! &&
      at - frame.times[before]! <= STATE_WINDOW &&
      frame.codes[before] !== frame.codes[row - 1]
    )
      count(frame.codes[before]!, 0);
    if (role !== "event" || lag > STATE_WINDOW) continue;
    for (const type of earlierTypesOfPush(frame, entity, row - 1)) if (type !== frame.codes[before]) count(type, 0);
  }
  const pairs = states.flatMap((state, index) =>
    pairsOf(context, {
      facts,
      state,
      series,
      counts: counts.subarray(index * width, (index + 1) * width),
      actions: places.length,
      holds,
    }),
  );
  return role === "event" ? withoutPartsOfPushes(pairs, frame) : pairs;
}

function withoutPartsOfPushes(pairs: readonly Pair[], frame: Frame): readonly Pair[] {
  const types = pairs.map(({ state, followed }) => ({ type: frame.states.names[state]!, followed }));
  return pairs.filter((_, index) => !hasBetterType(types[index]!, types));
}

function pairsOf(
  { followedTime, facts: all }: MiningContext,
  found: {
    readonly facts: EntityFacts;
    readonly state: number;
    readonly series: ActionSeries;
    readonly counts: Int32Array;
    readonly actions: number;
    readonly holds: number;
  },
): readonly Pair[] {
  const { facts, state, series, counts, actions, holds } = found;
  const minLift = isSameArea(facts, all[series.entity]!) ? MIN_LIFT_IN_AREA : MIN_LIFT;
  const pairs: Pair[] = [];
  for (let hold = 0; hold < holds; hold++) {
    const followed = counts[hold]!;
    if (followed < MIN_FOLLOWED) continue;
    const isGesture = hold === 0 && isActuator(facts.entityId) && counts[holds]! >= GESTURE_SHARE * followed;
    if (isGesture) continue;
    const lift = followed / Math.max(1, actions) / followedTime(facts.entity, state)[hold]!;
    if (lift >= minLift) pairs.push({ facts, state, hold, followed, strength: followed * Math.log2(lift) });
  }
  return pairs.sort((a, b) => b.strength - a.strength).slice(0, MAX_HOLDS);
}

const strongest = (pairs: readonly Pair[]): readonly Pair[] =>
  [...pairs].sort((a, b) => b.strength - a.strength).slice(0, MAX_CANDIDATES);

function triggerOf({ entityId, role }: EntityFacts, state: string, hold: number): HabitTrigger {
  if (role === "event") return { kind: "event", entityId, eventType: state };
  return { kind: "state", entityIds: [entityId], state, hold };
}
