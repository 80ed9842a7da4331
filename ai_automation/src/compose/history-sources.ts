import { existsSync } from "node:fs";
import type { UserKindOf } from "../history/attribution/users.ts";
import { readRecorder } from "../home-assistant/recorder/read-recorder.ts";
import { openRecorderFile } from "../home-assistant/recorder/recorder-database.ts";
import { RecorderError } from "../home-assistant/recorder/recorder-error.ts";
import { openRecorderServer } from "../home-assistant/recorder/recorder-server.ts";
import { openTables } from "../home-assistant/recorder/recorder-tables.ts";
import { isSqliteFile } from "../home-assistant/recorder/sqlite-file.ts";
import { readRecordingPieces } from "../imports/recording-pieces.ts";
import type { HistoryPiece, SourceMark } from "../model/history-piece.ts";
import { isAddress, urlOf } from "../model/import.ts";

export interface SourceOptions {
  /** IANA zone of recordings with wall clock times; null refuses such recordings. */
  readonly zone: string | null;
  readonly userKindOf: UserKindOf;
  /** Where an earlier reading of the same source was interrupted. */
  readonly after: SourceMark | null;
  /** Milliseconds UTC: later changes are left out, because a clock was wrong. */
  readonly now: number;
  /** For a temporary copy of a database. */
  readonly workFolder: string;
  /** Rows of a recorder in a piece: more are faster, fewer block the thread for a shorter time. */
  readonly rowsAPiece: number;
}

/**
 * Reads history, oldest first, from a recorder's file or server, or from a recording.
 * @throws RecorderError, RecordingError with messages for the user
 */
export async function* readSource(place: string, options: SourceOptions): AsyncGenerator<HistoryPiece> {
  const address = serverOf(place);
  const path = pathOf(place);
  if (address === null && !(await isDatabase(path))) {
    yield* readRecordingPieces(path, options.zone, options.now);
    return;
  }
  const database = await (address === null ? openRecorderFile(path, options.workFolder) : openRecorderServer(address));
  try {
    yield* readRecorder(await openTables(database, options.now), options);
  } finally {
    await database.close();
  }
}

/** A path may also be written as in `db_url`: `sqlite:////config/home-assistant_v2.db`. */
export const pathOf = (place: string): string => place.replace(/^sqlite(\+[a-z0-9]+)?:\/\/\/([^?]*).*$/, "$2");

/** Names that the recorder and its users give to databases. */
const DATABASE_NAME = /\.db(\.bak|\.corrupt\.[^/]*)?$/;

/** By its first bytes or its name: what is left of a damaged database is not taken for a recording. */
const isDatabase = async (path: string): Promise<boolean> =>
  (await isSqliteFile(path)) || (DATABASE_NAME.test(path) && existsSync(path));

const SERVER = /^(mysql|mariadb|postgres|postgresql)(\+[a-z0-9]+)?:\/\//;

/** @throws RecorderError for an invalid address; the message does not contain the password */
function serverOf(place: string): URL | null {
  if (!SERVER.test(place)) return null;
  if (isAddress(place)) return urlOf(place);
  throw new RecorderError(
    "The recorder's address is not valid: use the form mysql://user:password@host/homeassistant, and write an @ in the password as %40.",
    { reason: "address_option", values: { option: "mysql://…" } },
  );
}
