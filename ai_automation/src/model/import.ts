import type { SourceMark } from "./history-piece.ts";
import type { Job } from "./job.ts";

export interface ImportableFile {
  /** Its path inside the folder. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds UTC. */
  readonly modifiedAt: number;
}

export interface Imports {
  /** What could be imported from the share folder. */
  files(): Promise<readonly ImportableFile[]>;
  /** Starts the import of a file in the share folder; while one runs, that one is answered. @throws AppError */
  start(file: string): Promise<Job>;
  /** Ends what runs; it goes on from there when it is started again. */
  stop(): void;
}

/** Where unfinished imports are remembered, by the name of their source. */
export interface ImportMarks {
  of(source: string): Promise<SourceMark | null>;
  save(source: string, mark: SourceMark): Promise<void>;
  forget(source: string): Promise<void>;
}
