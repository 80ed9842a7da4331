import { mkdir, rm } from "node:fs/promises";
import type { ChangeArchive } from "../model/archive.ts";
import { AppError } from "../model/errors.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { Home } from "../model/home.ts";
import type { ImportMarks, Imports } from "../model/import.ts";
import type { Jobs } from "../model/job.ts";
import type { Now } from "../model/time.ts";
import { importHistory } from "./import-history.ts";
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

/** Small pieces are written in a few milliseconds, so that other work of the process is not delayed. */
const ROWS_A_PIECE = 1_000;

export function createImports(parts: ImportsParts): Imports {
  const { jobs, home, archive, marks, worker, shareFolder, workFolder, now } = parts;
  const stopping = new AbortController();
  return {
    files: () => importableFiles(shareFolder),
    start: async (file) => {
      const snapshot = home.snapshot();
      if (snapshot === undefined)
        throw new AppError(
          "not_ready",
          "Home Assistant has not been read yet, and its users are needed to distinguish people from services: try again once it is connected.",
        );
      const place = await fileInside(shareFolder, file);
      return jobs.start(IMPORT_JOB, async (onProgress, cancelled) => {
        onProgress(0, `Copying ${file}`);
        await rm(workFolder, { recursive: true, force: true });
        await mkdir(workFolder, { recursive: true });
        const pieces = readInThread(worker, {
          place,
          zone: snapshot.info.zone,
          userKinds: snapshot.userKinds ?? new Map(),
          after: await marks.get(place),
          now: now(),
          workFolder,
          rowsAPiece: ROWS_A_PIECE,
        });
        const { read, added, corrected, rows, leftOut } = await importHistory(
          untilAborted(pieces, [cancelled, stopping.signal]),
          {
            source: place,
            archive,
            marks,
            onProgress: ({ share, read }) => onProgress(share, `${file}: ${read} changes read`),
          },
        );
        return { file, read, added, corrected, rows, left_out: leftOut };
      });
    },
    stop: () => stopping.abort(),
  };
}

async function* untilAborted(
  pieces: AsyncIterable<HistoryPiece>,
  signals: readonly AbortSignal[],
): AsyncGenerator<HistoryPiece> {
  for await (const piece of pieces) {
    if (signals.some(({ aborted }) => aborted))
      throw new AppError("internal", "The import was stopped before it was finished: start it again to resume it.");
    yield piece;
  }
}
