/** Codes of states. Few homes have more states than two bytes can hold, and codes are a sixth of a history's memory. */
export type Codes = Int32Array | Uint16Array;

const MOST_IN_TWO_BYTES = 1 << 16;

/** @param states the number of different codes */
export const createCodes = (length: number, states: number): Codes =>
  states <= MOST_IN_TWO_BYTES ? new Uint16Array(length) : new Int32Array(length);
