import type { z } from "zod";
import type { Interval } from "../model/state-change.ts";
import { MINUTE } from "../model/time.ts";
import { isoOf } from "./instants.ts";
import type { Session } from "./session.ts";
import { historySchema } from "./wire.ts";

/** Milliseconds that are read before an interval, for causes and previous states. */
export const OVERLAP = MINUTE;

/** Full attributes are large: this many entities make a message of a few megabytes for each day. */
const ENTITIES_PER_CALL = 50;

/** Every row has its attributes, or none has and rows without a new state are omitted. */
const DETAILS = {
  attributes: { significant_changes_only: false, minimal_response: false, no_attributes: false },
  states: { minimal_response: true, no_attributes: true },
} as const;

type Row = z.output<typeof historySchema>[string][number];

/**
 * The recorder's rows of an interval by entity, and those of a minute before it. Asks for some entities at a time.
 * @throws like `Session.call`
 */
export async function* fetchStates(
  session: Session,
  { from, to }: Interval,
  entityIds: readonly string[],
  detail: keyof typeof DETAILS,
): AsyncGenerator<readonly [entityId: string, rows: readonly Row[]]> {
  for (let start = 0; start < entityIds.length; start += ENTITIES_PER_CALL) {
    const history = await session.call(historySchema, {
      type: "history/history_during_period",
      start_time: isoOf(from - OVERLAP),
      end_time: isoOf(to),
      entity_ids: entityIds.slice(start, start + ENTITIES_PER_CALL),
      ...DETAILS[detail],
    });
    yield* Object.entries(history);
  }
}
