import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import { isGapState, type Interval } from "../../model/state-change.ts";
import type { Location } from "../../model/sun.ts";
import { createColumnWriter, type Columns } from "./columns.ts";
import { createDictionary, type Dictionary } from "./dictionary.ts";
import { createFollowersBuilder, type Followers, type FollowersBuilder } from "./followers.ts";
import { createHandsBuilder, type Hands, type HandsBuilder } from "./hands.ts";
import { createLevelsBuilder, type FrameLevels, type LevelsBuilder } from "./level-columns.ts";
import { restoredOccurrences } from "./returns.ts";

export const CONTEXT_CODE: Readonly<Record<Context, number>> = { unknown: 0, manual: 1, automation: 2 };

/**
 * A home's history as columns, for replay and mining (docs/evaluation.md, section 1). Rows are grouped by entity and
 * sorted by time within each. Repeats of the current state are dropped, and so are occurrences that were only restored;
 * gaps are stored separately.
 */
export interface Frame {
  readonly clock: Clock;
  readonly location: Location | null;
  readonly entities: Dictionary;
  readonly states: Dictionary;
  /** The numeric value of each state, by state code; NaN for states that are not numbers. */
  readonly numbers: Float64Array;
  /** Entity e's rows are start[e] to start[e + 1], exclusive. */
  readonly start: Int32Array;
  /** Milliseconds UTC. */
  readonly times: Float64Array;
  readonly codes: Int32Array;
  readonly contexts: Uint8Array;
  /**
   * Entity e's gaps are gapStart[e] to gapStart[e + 1], exclusive; each gap is [gapFrom, gapTo), with one state. A gap
   * that goes from unavailable to unknown is two, of which one ends where the other begins.
   */
  readonly gapStart: Int32Array;
  readonly gapFrom: Float64Array;
  readonly gapTo: Float64Array;
  /** The code of the state that the entity had in each gap. */
  readonly gapCodes: Int32Array;
  /** When Home Assistant was down or starting, so that nothing triggered, as far as it is known; ascending. */
  readonly downtimes: readonly Interval[];
  readonly levels: FrameLevels;
  readonly hands: Hands;
  readonly followers: Followers;
  /** The first and last instant of all rows, including repeats and gaps; both 0 if no row was kept. */
  readonly from: number;
  readonly to: number;
}

export interface FrameBuilder {
  entity(entityId: string): number;
  state(state: string): number;
  /** Rows may be added in any order. Rows of one entity at one instant keep the order in which they were added. */
  add(at: number, entity: number, state: number, context: Context): void;
  readonly levels: Pick<LevelsBuilder, "add">;
  readonly hands: Pick<HandsBuilder, "add">;
  readonly followers: Pick<FollowersBuilder, "add">;
  finish(): Frame;
}

export interface FrameHome {
  readonly clock: Clock;
  readonly location: Location | null;
  readonly downtimes?: readonly Interval[];
  /**
   * Whether an event entity or scene may show its last occurrence again after a gap, as in recordings, which lack the
   * time stamps that tell. Default false: the archive has none of these rows.
   */
  readonly restoresOccurrences?: boolean;
}

export function createFrameBuilder({
  clock,
  location,
  downtimes = [],
  restoresOccurrences = false,
}: FrameHome): FrameBuilder {
  const entities = createDictionary();
  const states = createDictionary();
  const writer = createColumnWriter();
  const levels = createLevelsBuilder();
  const hands = createHandsBuilder();
  const followers = createFollowersBuilder();
  return {
    levels,
    hands,
    followers,
    entity: (entityId) => entities.code(entityId),
    state: (state) => states.code(state),
    add: (at, entity, state, context) => writer.push(at, entity, state, CONTEXT_CODE[context]),
    finish: () => {
      const rows = groupByEntity(writer.columns(), entities.names.length);
      return {
        clock,
        location,
        downtimes,
        entities,
        states,
        numbers: Float64Array.from(states.names, numberOf),
        ...compact(rows, entities, states, restoresOccurrences),
        levels: levels.finish(),
        hands: hands.finish(),
        followers: followers.finish(),
      };
    },
  };
}

interface Rows {
  readonly start: Int32Array;
  readonly times: Float64Array;
  readonly codes: Int32Array;
  readonly contexts: Uint8Array;
}

/** Counting sort by entity, then by time where an entity's rows came out of order. Stable. */
function groupByEntity(columns: Columns, entityCount: number): Rows {
  const start = new Int32Array(entityCount + 1);
  for (let i = 0; i < columns.length; i++) start[columns.entities[i]! + 1]! += 1;
  for (let e = 0; e < entityCount; e++) start[e + 1]! += start[e]!;
  const next = start.slice(0, entityCount);
  const order = new Int32Array(columns.length);
  for (let i = 0; i < columns.length; i++) order[next[columns.entities[i]!]!++] = i;
  for (let e = 0; e < entityCount; e++) sortByTime(order.subarray(start[e], start[e + 1]), columns.times);
  return { start, ...inOrder(columns, order) };
}

/** A loop, because `TypedArray.from` with a callback takes ten times as long. */
function inOrder({ times, states, contexts }: Columns, order: Int32Array): Omit<Rows, "start"> {
  const rows = {
    times: new Float64Array(order.length),
    codes: new Int32Array(order.length),
    contexts: new Uint8Array(order.length),
  };
  for (let row = 0; row < order.length; row++) {
    const from = order[row]!;
    rows.times[row] = times[from]!;
    rows.codes[row] = states[from]!;
    rows.contexts[row] = contexts[from]!;
  }
  return rows;
}

function sortByTime(order: Int32Array, times: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    if (times[order[i - 1]!]! <= times[order[i]!]!) continue;
    order.sort((a, b) => times[a]! - times[b]! || a - b);
    return;
  }
}

type Kept = Omit<
  Frame,
  "clock" | "location" | "downtimes" | "entities" | "states" | "numbers" | "levels" | "hands" | "followers"
>;

/** Drops repeats of the current state and restored occurrences, and moves gaps out of the rows. */
function compact(rows: Rows, entities: Dictionary, states: Dictionary, restoresOccurrences: boolean): Kept {
  const isGap = states.names.map(isGapState);
  const hasOccurrences = entities.names.map(isOccurrence);
  const restored = restoresOccurrences ? restoredOccurrences(rows, hasOccurrences, isGap) : new Set<number>();
  const start = new Int32Array(rows.start.length);
  const gapStart = new Int32Array(rows.start.length);
  const gapFrom: number[] = [];
  const gapTo: number[] = [];
  const gapCodes: number[] = [];
  let kept = 0;
  let from = Infinity;
  let to = -Infinity;
  for (let e = 0; e + 1 < rows.start.length; e++) {
    const keepsRepeats = hasOccurrences[e]!;
    let current = -1;
    let gap = -1;
    let gapSince = NaN;
    const endGap = (at: number): void => {
      if (gap === -1) return;
      gapFrom.push(gapSince);
      gapTo.push(at);
      gapCodes.push(gap);
      gap = -1;
    };
    for (let i = rows.start[e]!; i < rows.start[e + 1]!; i++) {
      const at = rows.times[i]!;
      const code = rows.codes[i]!;
      from = Math.min(from, at);
      to = Math.max(to, at);
      if (isGap[code]!) {
        if (code === gap) continue;
        endGap(at);
        gap = code;
        gapSince = at;
        continue;
      }
      endGap(at);
      if (keepsRepeats ? restored.has(i) : code === current) continue;
      current = code;
      rows.times[kept] = at;
      rows.codes[kept] = code;
      rows.contexts[kept] = rows.contexts[i]!;
      kept += 1;
    }
    endGap(Infinity);
    start[e + 1] = kept;
    gapStart[e + 1] = gapFrom.length;
  }
  return {
    start,
    times: rows.times.slice(0, kept),
    codes: rows.codes.slice(0, kept),
    contexts: rows.contexts.slice(0, kept),
    gapStart,
    gapFrom: Float64Array.from(gapFrom),
    gapTo: Float64Array.from(gapTo),
    gapCodes: Int32Array.from(gapCodes),
    from: kept === 0 ? 0 : from,
    to: kept === 0 ? 0 : to,
  };
}

/** What Python's `float` accepts of a decimal number, which is how Home Assistant reads a state as a number. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

const numberOf = (state: string): number => (NUMBER.test(state) ? Number(state) : NaN);
