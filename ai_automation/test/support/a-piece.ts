import { UNKNOWN } from "../../src/model/cause.ts";
import type { Interval, StateChange } from "../../src/model/state-change.ts";
import { SECOND } from "../../src/model/time.ts";

export const CHANGES_IN_A_PIECE = 200;
export const FIRST_INSTANT = 1_700_000_000_000;

/** About a minute of a sensor's history; consecutive pieces are adjacent. */
export function aPiece(number: number): { readonly changes: readonly StateChange[]; readonly covered: Interval } {
  const from = FIRST_INSTANT + number * CHANGES_IN_A_PIECE * SECOND;
  const changes = Array.from({ length: CHANGES_IN_A_PIECE }, (_, index) => ({
    entityId: `sensor.attic_${index % 7}`,
    at: from + index * SECOND,
    state: String((number + index) % 1_000),
    cause: UNKNOWN,
  }));
  return { changes, covered: { from, to: from + CHANGES_IN_A_PIECE * SECOND } };
}
