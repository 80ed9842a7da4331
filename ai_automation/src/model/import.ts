import type { SourceMark } from "./history-piece.ts";
import type { Job } from "./job.ts";

export interface ImportableFile {
  /** Path relative to the share folder. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds UTC. */
  readonly modifiedAt: number;
}

export interface Imports {
  /** Importable files in the share folder, newest first. */
  files(): Promise<readonly ImportableFile[]>;
  /** Starts the import of a file in the share folder; returns the running one if there is one. @throws AppError */
  start(file: string): Promise<Job>;
  /** Interrupts the running import; starting it again resumes it. */
  stop(): void;
}

/** Stores positions of unfinished imports by source. */
export interface ImportMarks {
  get(source: string): Promise<SourceMark | null>;
  set(source: string, mark: SourceMark): Promise<void>;
  delete(source: string): Promise<void>;
}
