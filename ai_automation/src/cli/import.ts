import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { createChangeArchive } from "../archive/change-archive.ts";
import { pathOf, readSource } from "../compose/history-sources.ts";
import { createMovedArchive } from "../compose/moved-archive.ts";
import { createRenameLog } from "../history/identity/rename-log.ts";
import { knownUsers } from "../home-assistant/recorder/known-users.ts";
import { importHistory, type ImportProgress } from "../imports/import-history.ts";
import { LEFT_OUT_REASONS, type HistoryPiece, type LeftOutReason } from "../model/history-piece.ts";
import { addressName, isAddress } from "../model/import.ts";
import { SECOND } from "../model/time.ts";
import { exclusionsNamed, readExclusions } from "../privacy/exclusions.ts";
import { createPrivateArchive } from "../privacy/private-archive.ts";
import { migrate, openDatabase } from "../store/connection.ts";
import { createExclusionStore } from "../store/exclusion-store.ts";
import { createImportMarks } from "../store/import-marks.ts";
import { readMoves } from "../store/registry-store.ts";
import { runCommand } from "./command.ts";
import { HelpRequest, UsageError, zoneOf } from "./options.ts";
import { archivePath, excludedNames, serviceAccounts } from "./service-settings.ts";

const USAGE = `npm run --silent import -- FILE [--time-zone ZONE]
Imports history into the archive at DATABASE_PATH. FILE is a home-assistant_v2.db, a recording (.csv, .csv.gz), or the
address of a recorder database as in db_url: mysql://user:password@host/homeassistant or postgresql://... Times without an
offset in a recording are read as the wall clock of ZONE. Existing changes are not changed, except causes that an earlier
import did not know; an interrupted import resumes. Ends with the number of rows that were left out, by reason.`;

const ROWS_A_PIECE = 5_000;

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  impossibleTime: "without a time or with an impossible one (before 2001 or in the future)",
  unknownEntity: "without a known entity",
  noPredecessor: "without a previous state (at the start of Home Assistant or of an entity)",
};

const OPTIONS = { "time-zone": { type: "string" } } as const;

await runCommand(async () => {
  const { location, zone } = readArguments();
  const path = archivePath();
  const database = await openDatabase(path);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await migrate(database);
    const marks = createImportMarks(database);
    const source = await nameOf(location);
    const options = {
      zone,
      userKindOf: await knownUsers(pathOf(location), serviceAccounts()),
      after: await marks.get(source),
      now: Date.now(),
      workFolder: dirname(path),
      rowsAPiece: ROWS_A_PIECE,
    };
    // Only the home knows its areas; the service deletes what is excluded by area when it starts.
    const { idOf, currentIds } = createRenameLog(await readMoves(database));
    const exclusions = [
      ...(await createExclusionStore(database).list()),
      ...exclusionsNamed(excludedNames(), undefined, currentIds),
    ];
    const excluded = readExclusions(exclusions, undefined);
    const report = createReport();
    const pieces = untilAborted(readSource(location, options), interruption.signal);
    const done = await importHistory(pieces, {
      source,
      archive: createMovedArchive(
        createPrivateArchive(createChangeArchive(database), () => excluded),
        { idOf, undisturbed: (work) => work() },
      ),
      marks,
      onProgress: report,
    });
    report(done, true);
    process.stderr.write(`${summaryOf(done)}\n`);
  } finally {
    await database.destroy();
  }
});

function readArguments(): { location: string; zone: string | null } {
  if (process.argv.includes("--help")) throw new HelpRequest(USAGE);
  let parsed;
  try {
    parsed = parseArgs({ options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  const [location, ...others] = positionals;
  if (location === undefined || others.length > 0) throw new UsageError(USAGE);
  return { location, zone: values["time-zone"] === undefined ? null : zoneOf(values["time-zone"]) };
}

/** Resolves paths, so that a file is one source under any path. Passwords are never stored. */
async function nameOf(location: string): Promise<string> {
  const path = pathOf(location);
  return path.includes("://") && isAddress(path) ? addressName(path) : realpath(path).catch(() => path);
}

async function* untilAborted(pieces: AsyncIterable<HistoryPiece>, signal: AbortSignal): AsyncGenerator<HistoryPiece> {
  let rows = 0;
  for await (const piece of pieces) {
    yield piece;
    rows += piece.rows;
    if (signal.aborted)
      throw new UsageError(
        `\nInterrupted after ${rows} rows. What was read is kept: run the same command again to continue.`,
      );
  }
}

function summaryOf({ rows, read, corrected, leftOut }: ImportProgress): string {
  const left = LEFT_OUT_REASONS.flatMap((reason) => {
    const count = leftOut[reason] ?? 0;
    return count === 0 ? [] : [`${count} ${REASONS[reason]}`];
  });
  return [
    `${rows} rows read, ${read} changes`,
    ...(corrected === 0 ? [] : [`causes of ${corrected} changes corrected`]),
    `left out: ${left.length === 0 ? "none" : left.join(", ")}`,
  ].join("; ");
}

/**
 * Prints progress to stderr: on a terminal one line, overwritten about once a second; otherwise a line every ten
 * seconds.
 */
function createReport(): (progress: ImportProgress, isDone?: boolean) => void {
  const started = performance.now();
  const { isTTY } = process.stderr;
  let last = started;
  return ({ share, read, added }, isDone = false) => {
    const now = performance.now();
    if (!isDone && now - last < (isTTY ? SECOND : 10 * SECOND)) return;
    last = now;
    const seconds = (now - started) / SECOND;
    const left = share > 0 ? (seconds / share) * (1 - share) : NaN;
    const text = `${Math.floor(share * 100)}%, ${read} changes read, ${added} new`;
    const time = isDone
      ? `in ${seconds.toFixed(1)} s, peak memory ${peakMegabytes()} MB`
      : Number.isNaN(left)
        ? ""
        : `about ${durationOf(left)} left`;
    process.stderr.write(`${isTTY ? "\r\u001b[K" : ""}${text}, ${time}${isTTY && !isDone ? "" : "\n"}`);
  };
}

function durationOf(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}
