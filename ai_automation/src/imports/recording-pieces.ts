import { stat } from "node:fs/promises";
import { RecordingError, type RecordingRow } from "../history/recording/parse-recording.ts";
import { createInstantSeparator } from "../history/separate-instants.ts";
import { UNKNOWN, type Cause, type Context } from "../model/cause.ts";
import { createClock } from "../model/clock.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import { recordingParts } from "./read-recording.ts";

/** Causes of a recording's three contexts: manual actions without a person, automations without an id. */
const CAUSES: Readonly<Record<Context, Cause>> = {
  manual: { kind: "physical" },
  automation: { kind: "automation", entityId: null },
  unknown: UNKNOWN,
};

/**
 * Reads a recording for the archive, in file order, which also holds for rows of an entity at the same instant.
 * @throws RecordingError, also for times without an offset if no zone is given
 */
export async function* readRecordingPieces(path: string, zone: string | null): AsyncGenerator<HistoryPiece> {
  const size = await sizeOf(path);
  const instantOf = createInstants(path, zone);
  const separated = createInstantSeparator();
  let covered: Interval | undefined;
  for await (const { rows, bytesRead } of recordingParts(path)) {
    const changes = rows.map((row): StateChange => {
      const at = separated(row.entityId, instantOf(row));
      return { entityId: row.entityId, state: row.state, at, cause: CAUSES[row.context] };
    });
    covered = changes.reduce(widen, covered);
    yield {
      changes,
      levels: [],
      covered: covered ?? NOTHING,
      share: size === 0 ? 0 : Math.min(1, bytesRead / size),
      mark: null,
    };
  }
}

const NOTHING: Interval = { from: 0, to: 0 };

const widen = (span: Interval | undefined, { at }: StateChange): Interval =>
  span === undefined ? { from: at, to: at + 1 } : { from: Math.min(span.from, at), to: Math.max(span.to, at + 1) };

/** Converts times of rows to instants, local times by the home's zone. */
function createInstants(path: string, zone: string | null): (row: RecordingRow) => number {
  const clock = zone === null ? null : createClock(zone);
  return ({ at, hasOffset }) => {
    if (hasOffset) return at;
    if (clock === null) throw new RecordingError(path, null, "its times have no offset: specify the home's time zone");
    const day = Math.floor(at / DAY);
    return clock.instantOf(day, at - day * DAY);
  };
}

/** 0 if it has no size, such as standard input. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
