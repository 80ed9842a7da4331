import type { FileEvaluationOptions } from "../analyses/evaluate-file.ts";
import type { MiningOptions } from "../analyses/mine-file.ts";
import type { ReplayOptions } from "../analyses/replay-file.ts";
import type { Home } from "./find-homes.ts";

/** The work on one of many recordings. */
export type HomeWork =
  | { readonly command: "mine"; readonly options: MiningOptions }
  | { readonly command: "evaluate"; readonly options: FileEvaluationOptions }
  | { readonly command: "replay"; readonly options: Pick<ReplayOptions, "fromDay" | "toDay"> };

export interface HomeJob {
  readonly home: Home;
  readonly work: HomeWork;
}

export interface HomeResult {
  readonly kind: "done";
  readonly changes: number;
  readonly days: number;
  readonly leftOut: number;
  /** The document that the command prints for one recording with `--json`. */
  readonly document: object;
}

/** The error is a sentence. A fault of the recording stays until a file changes; one of the process may not come back. */
export interface HomeFailure {
  readonly kind: "failed";
  readonly cause: "recording" | "process";
  readonly error: string;
}

export type HomeOutcome = (HomeResult | HomeFailure) & { readonly seconds: number };

/** The worker's reply, with the bytes of memory that it holds afterwards. */
export interface HomeReply {
  readonly outcome: HomeOutcome;
  readonly held: number;
}
