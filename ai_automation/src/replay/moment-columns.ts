import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import { wasDown } from "./downtime.ts";

/** The instants at which triggers fire, ascending, as columns. The triggering entity already has its new state. */
export interface Moments {
  /** Milliseconds UTC. */
  readonly at: Float64Array;
  /** The entity whose change fired, -1 for time and sun. */
  readonly entity: Int32Array;
  readonly state: Int32Array;
  /** When each hold began; absent if none was waited for. */
  readonly began?: Float64Array;
}

const FIRST_CAPACITY = 256;

interface MomentArrays {
  readonly at: Float64Array;
  readonly entity: Int32Array;
  readonly state: Int32Array;
  readonly began: Float64Array;
}

/** Columns that moments are written into. They grow to hold the longest. */
export interface MomentMemory {
  arrays: MomentArrays;
}

export const createMomentMemory = (): MomentMemory => ({ arrays: arraysOf(FIRST_CAPACITY) });

const arraysOf = (length: number): MomentArrays => ({
  at: new Float64Array(length),
  entity: new Int32Array(length),
  state: new Int32Array(length),
  began: new Float64Array(length),
});

/** Collects moments in an interval. */
export class MomentColumns {
  readonly interval: Interval;
  readonly #frame: Frame;
  readonly #memory: MomentMemory;
  #length = 0;
  #arrays: MomentArrays;
  #hasBegan = false;
  #isSorted = true;

  constructor(frame: Frame, interval: Interval, memory: MomentMemory) {
    this.#frame = frame;
    this.interval = interval;
    this.#memory = memory;
    this.#arrays = memory.arrays;
  }

  /** Adds a fire, whose hold began at `since`. */
  add(at: number, entity = -1, state = -1, since = at): void {
    if (at < this.interval.from || at >= this.interval.to) return;
    if (this.#frame.downtimes.length > 0 && wasDown(this.#frame, since, at)) return;
    if (this.#length === this.#arrays.at.length) this.#grow();
    const arrays = this.#arrays;
    if (this.#length > 0 && at < arrays.at[this.#length - 1]!) this.#isSorted = false;
    arrays.at[this.#length] = at;
    arrays.entity[this.#length] = entity;
    arrays.state[this.#length] = state;
    arrays.began[this.#length] = since;
    if (since !== at) this.#hasBegan = true;
    this.#length += 1;
  }

  finish(): Moments {
    const at = this.#arrays.at.subarray(0, this.#length);
    const entity = this.#arrays.entity.subarray(0, this.#length);
    const state = this.#arrays.state.subarray(0, this.#length);
    const began = this.#hasBegan ? this.#arrays.began.subarray(0, this.#length) : undefined;
    if (this.#isSorted) return { at, entity, state, ...(began !== undefined && { began }) };
    const order = Array.from(at.keys()).sort((a, b) => at[a]! - at[b]! || a - b);
    return {
      at: Float64Array.from(order, (i) => at[i]!),
      entity: Int32Array.from(order, (i) => entity[i]!),
      state: Int32Array.from(order, (i) => state[i]!),
      ...(began !== undefined && { began: Float64Array.from(order, (i) => began[i]!) }),
    };
  }

  #grow(): void {
    const { at, entity, state, began } = this.#arrays;
    this.#arrays = arraysOf(2 * this.#length);
    this.#memory.arrays = this.#arrays;
    this.#arrays.at.set(at);
    this.#arrays.entity.set(entity);
    this.#arrays.state.set(state);
    this.#arrays.began.set(began);
  }
}
