import { mkdir, rm } from "node:fs/promises";
import type { Job, Jobs } from "../jobs/jobs.ts";
import type { ChangeArchive } from "../model/archive.ts";
import { AppError } from "../model/errors.ts";
import type { Home } from "../model/home.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import { importHistory, type ImportMarks } from "./import-history.ts";
import { readInThread } from "./read-in-thread.ts";
import { fileInside, importableFiles, type ImportableFile } from "./share-folder.ts";

export interface Imports {
  /** Importable files in the share folder. */
  files(): Promise<readonly ImportableFile[]>;
  /** Starts the import of a file in the share folder; returns the running one if there is one. @throws AppError */
  start(file: string): Promise<Job>;
  /** Cancels the running import; resolves once it has stopped writing. */
  cancel(): Promise<void>;
  /** Interrupts the running import; starting it again resumes it. */
  stop(): void;
}

export interface ImportsParts {
  readonly jobs: Jobs;
  readonly home: Pick<Home, "snapshot">;
  readonly archive: Pick<ChangeArchive, "record">;
  readonly marks: ImportMarks;
  readonly shareFolder: string;
  /** Used for copies of databases only: its content is deleted before each import. */
  readonly workFolder: string;
}

const KIND = "import";

/** Small pieces are written in a few milliseconds, so that other work of the process is not delayed. */
const ROWS_A_PIECE = 1_000;

export function createImports(parts: ImportsParts): Imports {
  const { jobs, home, archive, marks, shareFolder, workFolder } = parts;
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
      return jobs.start(KIND, async (onProgress, cancelled) => {
        onProgress(0, `Copying ${file}`);
        await rm(workFolder, { recursive: true, force: true });
        await mkdir(workFolder, { recursive: true });
        const pieces = readInThread({
          place,
          zone: snapshot.info.zone,
          userKinds: snapshot.userKinds ?? new Map(),
          after: await marks.of(place),
          workFolder,
          rowsAPiece: ROWS_A_PIECE,
        });
        const { read, added } = await importHistory(untilAborted(pieces, [cancelled, stopping.signal]), {
          source: place,
          archive,
          marks,
          onProgress: ({ share, read }) => onProgress(share, `${file}: ${read} changes read`),
        });
        return { file, read, added };
      });
    },
    cancel: () => jobs.end(KIND),
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
