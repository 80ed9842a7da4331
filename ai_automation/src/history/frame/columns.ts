/** Some rows as columns, in the order in which they were added. Times are in milliseconds UTC. */
interface Chunk {
  readonly times: Float64Array;
  readonly entities: Int32Array;
  readonly states: Int32Array;
  readonly contexts: Uint8Array;
}

export type OnRow = (at: number, entity: number, state: number, context: number) => void;

/** Rows that can be read more than once. */
export interface Rows {
  readonly forEach: (onRow: OnRow) => void;
}

export interface RowWriter extends Rows {
  push(at: number, entity: number, state: number, context: number): void;
}

/** Growing one array would take up to three times the memory: the old one, the new one, and what it does not use yet. */
const ROWS_A_CHUNK = 1 << 14;

export function createRowWriter(): RowWriter {
  const chunks: Chunk[] = [];
  let last = chunkOf(0);
  let length = 0;
  return {
    push: (at, entity, state, context) => {
      if (length === last.times.length) {
        last = chunkOf(ROWS_A_CHUNK);
        chunks.push(last);
        length = 0;
      }
      last.times[length] = at;
      last.entities[length] = entity;
      last.states[length] = state;
      last.contexts[length] = context;
      length += 1;
    },
    forEach: (onRow) => {
      for (const chunk of chunks) {
        const { times, entities, states, contexts } = chunk;
        const end = chunk === last ? length : times.length;
        for (let i = 0; i < end; i++) onRow(times[i]!, entities[i]!, states[i]!, contexts[i]!);
      }
    },
  };
}

const chunkOf = (rows: number): Chunk => ({
  times: new Float64Array(rows),
  entities: new Int32Array(rows),
  states: new Int32Array(rows),
  contexts: new Uint8Array(rows),
});
