import { openRecorderFile, openRecorderServer } from "../home-assistant/recorder/recorder-database.ts";
import { RecorderError } from "../home-assistant/recorder/recorder-error.ts";
import { readRecorder } from "../home-assistant/recorder/read-recorder.ts";
import { openTables } from "../home-assistant/recorder/recorder-tables.ts";
import { isSqliteFile } from "../home-assistant/recorder/sqlite-file.ts";
import type { UserKindOf } from "../history/attribution/users.ts";
import { readRecordingPieces } from "./recording-pieces.ts";
import type { HistoryPiece, SourceMark } from "../model/history-piece.ts";

export interface SourceOptions {
  /** IANA zone of a recording whose times are a wall clock's; null where such recordings are refused. */
  readonly zone: string | null;
  readonly userKindOf: UserKindOf;
  /** Where an earlier reading of the same source was cut off. */
  readonly after: SourceMark | null;
  /** Where the copy of a database may lie for a while. */
  readonly workFolder: string;
  /** How many rows of a recorder make a piece: many are fast, few are kind to whoever shares the thread. */
  readonly rowsAPiece: number;
}

/**
 * Reads history from wherever it is kept: a recorder's file or server, or a recording; oldest first.
 * @throws RecorderError, RecordingError: messages for whoever gave the place
 */
export async function* readSource(place: string, options: SourceOptions): AsyncGenerator<HistoryPiece> {
  const address = serverOf(place);
  if (address === null && !(await isSqliteFile(place))) {
    yield* readRecordingPieces(place, options.zone);
    return;
  }
  const database = await (address === null ? openRecorderFile(place, options.workFolder) : openRecorderServer(address));
  try {
    yield* readRecorder(await openTables(database), options);
  } finally {
    await database.close();
  }
}

const SERVER = /^(mysql|mariadb|postgres|postgresql)(\+[a-z0-9]+)?:\/\//;

/** @throws RecorderError for an address that cannot be read, without its password */
function serverOf(place: string): URL | null {
  if (!SERVER.test(place)) return null;
  // Home Assistant's own examples for sockets leave the host out: postgresql://user@/homeassistant
  const named = place.replace(/:\/\/([^/]*@)?\//, "://$1localhost/");
  if (URL.canParse(named)) return new URL(named);
  throw new RecorderError("The address of the recorder is not one such as mysql://user:password@host/homeassistant.");
}
