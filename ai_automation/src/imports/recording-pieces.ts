import { stat } from "node:fs/promises";
import { RecordingError, type RecordingRow } from "../history/recording/parse-recording.ts";
import { createInstantSeparator } from "../history/separate-instants.ts";
import { UNKNOWN, type Cause, type Context } from "../model/cause.ts";
import { createClock } from "../model/clock.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import { plausibleTime } from "../model/plausible-time.ts";
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
export async function* readRecordingPieces(
  path: string,
  zone: string | null,
  now: number,
): AsyncGenerator<HistoryPiece> {
  const size = await sizeOf(path);
  const instantOf = createInstants(path, zone);
  const separated = createInstantSeparator();
  const plausible = plausibleTime(now);
  let covered: Interval | undefined;
  let all = 0;
  let leftOut = 0;
  for await (const { rows, bytesRead } of recordingParts(path)) {
    const changes = rows.flatMap((row): readonly StateChange[] => {
      const instant = instantOf(row);
      if (instant < plausible.from || instant >= plausible.to) return [];
      return [
        { entityId: row.entityId, state: row.state, at: separated(row.entityId, instant), cause: CAUSES[row.context] },
      ];
    });
    all += rows.length;
    leftOut += rows.length - changes.length;
    covered = changes.reduce(widen, covered);
    yield {
      changes,
      levels: [],
      corrections: [],
      covered: covered ?? NOTHING,
      share: size === 0 ? 0 : Math.min(1, bytesRead / size),
      rows: rows.length,
      leftOut: { impossibleTime: rows.length - changes.length },
      mark: null,
    };
  }
  if (leftOut > all / 2)
    throw new RecordingError(
      path,
      null,
      `most of its times are impossible: ${leftOut} of ${all} are before 2001 or in the future`,
    );
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
