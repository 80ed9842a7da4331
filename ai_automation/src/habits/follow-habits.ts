import { type ActionSeries, lowerBound } from "../history/frame/read.ts";
import type { Frame } from "../history/frame/frame.ts";
import { isActuator, isOccurrence } from "../model/domains.ts";
import { DAY, MINUTE, SECOND } from "../model/time.ts";
import type { Candidate, MiningContext } from "./candidate.ts";

/** An action follows a change when it comes at most this much later (evaluation.md 3). */
const WINDOW = 5 * MINUTE;
/** Changes this close belong to one gesture, not to a cause and its effect (evaluation.md 7.1). */
const GESTURE = 3 * SECOND;
const GESTURE_SHARE = 0.6;
/** evaluation.md 7.3 */
const MIN_LIFT = 2;
const MIN_FOLLOWED = 4;
const MAX_CANDIDATES = 20;
/** Pairs across areas need this much common history: a new sensor's luck lasts three weeks (evaluation.md 7.7). */
const MIN_COMMON_HISTORY = 28 * DAY;
/** An entity with more different states than this is a measurement, not something that "turns to" a state. */
const MAX_STATES = 20;

interface Pair {
  readonly entity: number;
  readonly state: number;
  readonly followed: number;
  readonly atOnce: number;
}

/** Habits of the form "entity turns to X (or an event of type X comes), then the actuator is brought to Y". */
export function mineFollowHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const { frame } = context;
  const pairs = frame.entities.names.flatMap((entityId, entity) => {
    if (entity === series.entity || !context.isMinable(entityId) || isMeasurement(frame, entity)) return [];
    return hasEnoughHistory(context, entity, series.entity) ? countPairs(context, entity, series) : [];
  });
  const actions = countWithin(series.actions, context);
  return pairs
    .filter((pair) => pair.followed >= MIN_FOLLOWED && !isOneGesture(frame, pair, series, actions))
    .map((pair) => ({ pair, lift: liftOf(context, pair, actions) }))
    .filter(({ lift }) => lift >= MIN_LIFT)
    .sort((a, b) => b.pair.followed * Math.log2(b.lift) - a.pair.followed * Math.log2(a.lift))
    .slice(0, MAX_CANDIDATES)
    .map(({ pair }) => candidateOf(context, pair, series, pairs.length));
}

function isMeasurement(frame: Frame, entity: number): boolean {
  if (isOccurrence(frame.entities.names[entity]!)) return false;
  const states = new Set(frame.codes.subarray(frame.start[entity], frame.start[entity + 1]));
  return states.size > MAX_STATES || [...states].every((state) => !Number.isNaN(frame.numbers[state]!));
}

function hasEnoughHistory(context: MiningContext, entity: number, other: number): boolean {
  const { frame, areaOf } = context;
  const area = areaOf(frame.entities.names[entity]!);
  if (area !== null && area === areaOf(frame.entities.names[other]!)) return true;
  const span = (e: number): readonly [number, number] => [
    frame.times[frame.start[e]!] ?? Infinity,
    frame.start[e] === frame.start[e + 1] ? -Infinity : frame.times[frame.start[e + 1]! - 1]!,
  ];
  const [firstOne, lastOne] = span(entity);
  const [firstOther, lastOther] = span(other);
  return Math.min(lastOne, lastOther) - Math.max(firstOne, firstOther) >= MIN_COMMON_HISTORY;
}

/** For each state of an entity: how many actions came within the window after the entity's last change, into that state. */
function countPairs({ frame, learn }: MiningContext, entity: number, series: ActionSeries): readonly Pair[] {
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  const counts = new Map<number, { followed: number; atOnce: number }>();
  const lastAction = lowerBound(series.actions, learn.to);
  for (let i = lowerBound(series.actions, learn.from); i < lastAction; i++) {
    const at = series.actions[i]!;
    const index = lowerBound(frame.times, at, first, end) - 1;
    if (index < first || at - frame.times[index]! > WINDOW) continue;
    const state = frame.codes[index]!;
    const counted = counts.get(state) ?? { followed: 0, atOnce: 0 };
    counts.set(state, counted);
    counted.followed += 1;
    if (at - frame.times[index]! <= GESTURE) counted.atOnce += 1;
  }
  return [...counts].map(([state, counted]) => ({ entity, state, ...counted }));
}

/** Two actuators that go together within three seconds most of the time are one scene, whichever comes first. */
function isOneGesture(frame: Frame, pair: Pair, series: ActionSeries, actions: number): boolean {
  if (!isActuator(frame.entities.names[pair.entity]!) || pair.entity === series.entity) return false;
  return pair.atOnce >= GESTURE_SHARE * Math.min(actions, pair.followed);
}

/** How much more often than by chance an action finds this change in the window before it. */
function liftOf({ frame, learn, learnDays }: MiningContext, pair: Pair, actions: number): number {
  let changes = 0;
  const end = lowerBound(frame.times, learn.to, frame.start[pair.entity], frame.start[pair.entity + 1]);
  for (let i = frame.start[pair.entity]!; i < end; i++) if (frame.codes[i] === pair.state) changes += 1;
  const byChance = Math.min(1, (changes * WINDOW) / (learnDays * DAY));
  return pair.followed / Math.max(1, actions) / byChance;
}

function countWithin(instants: Float64Array, { learn }: MiningContext): number {
  return lowerBound(instants, learn.to) - lowerBound(instants, learn.from);
}

function candidateOf(context: MiningContext, pair: Pair, series: ActionSeries, tried: number): Candidate {
  const { frame } = context;
  const entityId = frame.entities.names[pair.entity]!;
  const state = frame.states.names[pair.state]!;
  const common = { patternType: "co_occurrence" as const, conditions: [], series, tried, complexity: 0 };
  const chance = hazardOf(context, series);
  if (isOccurrence(entityId)) {
    return {
      ...common,
      chance,
      trigger: { kind: "event", entityId, eventType: state },
      triggerPlan: { kind: "event", entityIds: [entityId], types: new Set([state]) },
    };
  }
  return {
    ...common,
    chance,
    trigger: { kind: "state", entityId, state },
    triggerPlan: {
      kind: "state",
      entityIds: [entityId],
      to: { kind: "in", states: new Set([state]) },
      from: { kind: "any" },
      hold: 0,
    },
  };
}

/** The chance of an action within the window while the actuator is in another state: a constant hazard. */
function hazardOf(context: MiningContext, series: ActionSeries): number {
  const { frame, learn } = context;
  let elsewhere = 0;
  for (let i = frame.start[series.entity]!; i < frame.start[series.entity + 1]!; i++) {
    if (frame.codes[i] === series.state) continue;
    const until = i + 1 < frame.start[series.entity + 1]! ? frame.times[i + 1]! : learn.to;
    elsewhere += Math.max(0, Math.min(until, learn.to) - Math.max(frame.times[i]!, learn.from));
  }
  const rate = countWithin(series.actions, context) / Math.max(elsewhere, WINDOW);
  return 1 - Math.exp(-rate * WINDOW);
}
