import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import { isGapState, type Interval } from "../../model/state-change.ts";
import type { Location } from "../../model/sun.ts";
import { createCodes, type Codes } from "./codes.ts";
import { createRowWriter, type Rows } from "./columns.ts";
import { createCompactor, type CompactRows } from "./compactor.ts";
import { createDictionary, type Dictionary } from "./dictionary.ts";
import { createFollowersBuilder, type Followers, type FollowersBuilder } from "./followers.ts";
import { groupByEntity } from "./group-rows.ts";
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
  readonly codes: Codes;
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
  /** Local days that nobody recorded, and those that are left out. */
  readonly missingDays: ReadonlySet<number>;
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
  /** @param rows instead of those that were added, in codes of this builder */
  finish(rows?: Rows): Frame;
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

export function createFrameBuilder({ restoresOccurrences = false, ...home }: FrameHome): FrameBuilder {
  const parts = createParts(home);
  const { entities, states } = parts;
  const writer = createRowWriter();
  return {
    ...parts.builders,
    add: (at, entity, state, context) => writer.push(at, entity, state, CONTEXT_CODE[context]),
    finish: (rows = writer) => parts.finish(compacted(rows, { entities, states, restoresOccurrences })),
  };
}

/**
 * A builder for rows that come entity by entity, in the order in which their entities were first named, and in order of
 * time within each. They are written where they stay.
 * @param most how many rows and states there are at most; more rows are possible, but take a copy
 * @throws Error if the rows come in another order, or if there are more states
 */
export function createOrderedFrameBuilder(
  home: Omit<FrameHome, "restoresOccurrences">,
  most: { readonly rows: number; readonly states: number },
): Omit<FrameBuilder, "finish"> & { finish(): Frame } {
  const parts = createParts(home);
  const { entities, states } = parts;
  const isGap: boolean[] = [];
  const compactor = createCompactor({
    times: new Float64Array(most.rows),
    codes: createCodes(most.rows, most.states),
    contexts: new Uint8Array(most.rows),
  });
  let current = -1;
  let last = -Infinity;
  const beginUntil = (entity: number): void => {
    while (current < entity) {
      current += 1;
      compactor.beginEntity(isOccurrence(entities.names[current]!));
    }
    last = -Infinity;
  };
  return {
    ...parts.builders,
    add: (at, entity, state, context) => {
      if (entity > current) beginUntil(entity);
      if (state >= most.states) throw new Error("a frame has more states than expected");
      if (entity < current || at < last) throw new Error("the rows of a frame are not in order");
      last = at;
      isGap[state] ??= isGapState(states.names[state]!);
      compactor.add(at, state, CONTEXT_CODE[context], isGap[state] ? "gap" : "state");
    },
    finish: () => {
      beginUntil(entities.names.length - 1);
      return parts.finish(compactor.finish());
    },
  };
}

interface Parts {
  readonly entities: Dictionary;
  readonly states: Dictionary;
  readonly builders: Omit<FrameBuilder, "add" | "finish">;
  readonly finish: (rows: CompactRows) => Frame;
}

function createParts({ clock, location, downtimes = [] }: FrameHome): Parts {
  const entities = createDictionary();
  const states = createDictionary();
  const levels = createLevelsBuilder();
  const hands = createHandsBuilder();
  const followers = createFollowersBuilder();
  return {
    entities,
    states,
    builders: {
      levels,
      hands,
      followers,
      entity: (entityId) => entities.code(entityId),
      state: (state) => states.code(state),
    },
    finish: (rows) => ({
      clock,
      location,
      downtimes,
      missingDays: new Set(),
      entities,
      states,
      numbers: Float64Array.from(states.names, numberOf),
      ...rows,
      levels: levels.finish(),
      hands: hands.finish(),
      followers: followers.finish(),
    }),
  };
}

function compacted(
  rows: Rows,
  { entities, states, restoresOccurrences }: Pick<Frame, "entities" | "states"> & { restoresOccurrences: boolean },
): CompactRows {
  const grouped = groupByEntity(rows, entities.names.length, states.names.length);
  const { start, times, codes, contexts } = grouped;
  const isGap = states.names.map(isGapState);
  const hasOccurrences = entities.names.map(isOccurrence);
  const restored = restoresOccurrences ? restoredOccurrences(grouped, hasOccurrences, isGap) : NONE;
  const compactor = createCompactor(grouped, times.length);
  for (const [entity, keepsRepeats] of hasOccurrences.entries()) {
    compactor.beginEntity(keepsRepeats);
    for (let row = start[entity]!; row < start[entity + 1]!; row++) {
      const kind = isGap[codes[row]!] ? "gap" : restored.has(row) ? "restored" : "state";
      compactor.add(times[row]!, codes[row]!, contexts[row]!, kind);
    }
  }
  return compactor.finish();
}

const NONE: ReadonlySet<number> = new Set();

/** Decimal numbers that Python's `float` accepts, which is how Home Assistant reads a state as a number. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a state is; NaN if it is none. */
export const numberOf = (state: string): number => (NUMBER.test(state) ? Number(state) : NaN);
