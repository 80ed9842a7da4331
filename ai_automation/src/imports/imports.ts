import { mkdir, rm } from "node:fs/promises";
import type { ChangeArchive } from "../model/archive.ts";
import { AppError } from "../model/errors.ts";
import type { LeftOut } from "../model/history-piece.ts";
import type { Home } from "../model/home.ts";
import { addressName, isAddress, type ImportMarks, type Imports } from "../model/import.ts";
import { Unfinished, type Jobs } from "../model/job.ts";
import type { Now } from "../model/time.ts";
import { importHistory, NOTHING_IMPORTED, type ImportProgress } from "./import-history.ts";
import { readInThread } from "./read-in-thread.ts";
import { fileInside, importableFiles } from "./share-folder.ts";

export interface ImportsParts {
  readonly jobs: Jobs;
  readonly home: Pick<Home, "snapshot">;
  readonly archive: Pick<ChangeArchive, "record" | "correctCauses">;
  readonly marks: ImportMarks;
  readonly now: Now;
  /** The file that the reading thread runs. */
  readonly worker: URL;
  readonly shareFolder: string;
  /** Used for copies of databases only: its content is deleted before each import. */
  readonly workFolder: string;
}

/** The kind of its jobs. */
export const IMPORT_JOB = "import";

/**
 * A piece is written without a break, in about 12 milliseconds. Each writes a page of every entity: pieces of 1,000 rows
 * take 8 milliseconds but write almost twice as much to the disk.
 */
const ROWS_A_PIECE = 2_500;

export function createImports(parts: ImportsParts): Imports {
  const { jobs, home, archive, marks, worker, shareFolder, workFolder, now } = parts;
  const stopping = new AbortController();
  return {
    files: () => importableFiles(shareFolder),
    start: async (source) => {
      const snapshot = home.snapshot();
      if (snapshot === undefined)
        throw new AppError(
          "not_ready",
          "Home Assistant has not been read yet, and its users are needed to distinguish people from services: try again once it is connected.",
        );
      const isServer = "address" in source;
      const place = isServer ? serverAddress(source.address) : await fileInside(shareFolder, source.file);
      const shown = isServer ? addressName(place) : source.file;
      const mark = isServer ? shown : place;
      return jobs.start(IMPORT_JOB, async (onProgress, cancelled) => {
        onProgress(0, isServer ? "connecting" : "copying");
        await rm(workFolder, { recursive: true, force: true });
        await mkdir(workFolder, { recursive: true });
        const request = {
          place,
          zone: snapshot.info.zone,
          userKinds: snapshot.userKinds ?? new Map(),
          after: await marks.get(mark),
          now: now(),
          workFolder,
          rowsAPiece: ROWS_A_PIECE,
        };
        const pieces = readInThread(worker, request, AbortSignal.any([cancelled, stopping.signal]));
        let done = NOTHING_IMPORTED;
        try {
          done = await importHistory(pieces, {
            source: mark,
            archive,
            marks,
            onProgress: (soFar) => {
              done = soFar;
              onProgress(soFar.share, "reading");
            },
          });
        } catch (cause) {
          throw cancelled.aborted ? new Unfinished(resultWire(shown, done), { cause }) : cause;
        }
        return resultWire(shown, done);
      });
    },
    stop: () => stopping.abort(),
  };
}

/** Another kind of address could name a file outside the share folder. */
function serverAddress(address: string): string {
  if (/^(mysql|mariadb|postgres|postgresql)(\+[a-z0-9]+)?:\/\/\S+$/.test(address) && isAddress(address)) return address;
  throw new AppError(
    "bad_request",
    "The address must begin with mysql:// or postgresql://, such as mysql://user:password@core-mariadb/homeassistant, with an @ in the password written as %40.",
  );
}

const resultWire = (file: string, { read, added, corrected, rows, leftOut }: ImportProgress): object => ({
  file,
  read,
  added,
  corrected,
  rows,
  left_out: leftOutWire(leftOut),
});

const leftOutWire = ({ impossibleTime = 0, unknownEntity = 0, noPredecessor = 0 }: LeftOut): object => ({
  impossible_time: impossibleTime,
  unknown_entity: unknownEntity,
  no_predecessor: noPredecessor,
});
