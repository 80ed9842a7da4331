import type { Restart } from "../../history/attribution/thin-evidence.ts";
import { plausibleTime } from "../../model/plausible-time.ts";
import { SECOND } from "../../model/time.ts";
import { instantOfSeconds } from "../instants.ts";
import { checkTables } from "./check-tables.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import { entitiesOf } from "./recorder-entities.ts";
import { RecorderError } from "./recorder-error.ts";
import { createEventReader, type EventReader } from "./recorder-events.ts";
import { createStateReader, type StateReader } from "./recorder-states.ts";
import { secondsOfText, type PlausibleTime } from "./recorder-times.ts";

/** The recorder's tables (components/recorder/db_schema.py, until 2022.6 models.py). They are read by the columns they have. */
export interface RecorderTables extends StateReader, EventReader {
  /** When Home Assistant started or stopped, in milliseconds. */
  readonly restarts: readonly Restart[];
  /** When it had started: the end of each start, in milliseconds. */
  readonly started: readonly number[];
  /** When the recorder started, in seconds, oldest first. */
  readonly runs: readonly number[];
  /** All rows of `states`. */
  readonly rows: number;
  /** Rows that cannot be read because their time is missing or impossible. */
  readonly rowsWithoutTime: number;
}

/**
 * `now` in milliseconds: later times are wrong.
 * @throws RecorderError if it is not a recorder's database, or most of its rows cannot be read
 */
export async function openTables(database: RecorderDatabase, now: number): Promise<RecorderTables> {
  await checkTables(database);
  const { from, to } = plausibleTime(now);
  const plausible = { from: from / SECOND, to: to / SECOND };
  const entities = await entitiesOf(database);
  const states = await createStateReader(database, {
    entities,
    plausible,
    contextsSince: await contextsSince(database),
  });
  const events = await createEventReader(database, plausible);
  const rowsWithoutTime = entities.rows - states.rowsInTime;
  refuseMostlyUnreadable(entities.rows, { time: rowsWithoutTime, entity: entities.orphans });
  return {
    ...states,
    ...events,
    rows: entities.rows,
    rowsWithoutTime,
    restarts: [
      ...(await events.timesOf("homeassistant_start")).map((at) => ({
        at: instantOfSeconds(at),
        kind: "start" as const,
      })),
      ...(await events.timesOf("homeassistant_stop")).map((at) => ({
        at: instantOfSeconds(at),
        kind: "stop" as const,
      })),
    ],
    started: (await events.timesOf("homeassistant_started")).map(instantOfSeconds),
    runs: await runsOf(database, plausible),
  };
}

/** The first schema whose rows of `states` have contexts (2022.5); until then only their events have them. */
const CONTEXTS_IN_STATES = 26;

/** When rows of `states` began to have contexts, in seconds; every upgrade adds a row to schema_changes. */
async function contextsSince(database: RecorderDatabase): Promise<number> {
  const rows = await database.all(`SELECT schema_version, ${database.dateText("changed")} FROM schema_changes`);
  const versions = rows.map(([version, changed]) => ({ version: Number(version), seconds: secondsOfText(changed) }));
  if (versions.every(({ version }) => version >= CONTEXTS_IN_STATES)) return -Infinity;
  const later = versions.filter(({ version, seconds }) => version >= CONTEXTS_IN_STATES && !Number.isNaN(seconds));
  return Math.min(...later.map(({ seconds }) => seconds));
}

/** A history with holes in most places would be taken for a complete one. */
function refuseMostlyUnreadable(rows: number, leftOut: { readonly time: number; readonly entity: number }): void {
  if (leftOut.time + leftOut.entity <= rows / 2) return;
  throw new RecorderError(
    `Most of the ${rows} rows in the table states cannot be read: ${leftOut.time} have no time or an impossible one, ` +
      `and the entity of ${leftOut.entity} is not on record. Nothing was imported. If Home Assistant is upgrading this ` +
      "database, let it finish; otherwise choose a backup of it.",
    { reason: "not_a_recorder" },
  );
}

async function runsOf(database: RecorderDatabase, { from, to }: PlausibleTime): Promise<readonly number[]> {
  if (!(await database.columnsOf("recorder_runs")).has("start")) return [];
  const rows = await database.all(`SELECT ${database.dateText("r.start")} FROM recorder_runs r`);
  return rows
    .map(([start]) => secondsOfText(start))
    .filter((seconds) => seconds >= from && seconds < to)
    .sort((a, b) => a - b);
}
