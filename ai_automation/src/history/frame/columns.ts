/** Rows as growing columns, in the order in which they were added. Times are in milliseconds UTC. */
export interface Columns {
  readonly length: number;
  readonly times: Float64Array;
  readonly entities: Int32Array;
  readonly states: Int32Array;
  readonly contexts: Uint8Array;
}

export interface ColumnWriter {
  push(at: number, entity: number, state: number, context: number): void;
  columns(): Columns;
}

const FIRST_CAPACITY = 1 << 14;

export function createColumnWriter(): ColumnWriter {
  let length = 0;
  let times = new Float64Array(FIRST_CAPACITY);
  let entities = new Int32Array(FIRST_CAPACITY);
  let states = new Int32Array(FIRST_CAPACITY);
  let contexts = new Uint8Array(FIRST_CAPACITY);
  const grow = (): void => {
    times = grown(times, new Float64Array(length * 2));
    entities = grown(entities, new Int32Array(length * 2));
    states = grown(states, new Int32Array(length * 2));
    contexts = grown(contexts, new Uint8Array(length * 2));
  };
  return {
    push: (at, entity, state, context) => {
      if (length === times.length) grow();
      times[length] = at;
      entities[length] = entity;
      states[length] = state;
      contexts[length] = context;
      length += 1;
    },
    columns: () => ({ length, times, entities, states, contexts }),
  };
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
