import type { Location } from "../../model/sun.ts";

/** A recording, and what it does not contain. */
export interface HomeSource {
  readonly file: string;
  /** The home's IANA time zone. */
  readonly zone: string;
  readonly location: Location | null;
  /** The file that lists the rows caused by machines. */
  readonly machines: string | null;
}

/** An analysed recording. */
export interface Analysed<Result> {
  readonly result: Result;
  readonly changes: number;
  readonly days: number;
  /** Rows with an impossible time, which were not used. */
  readonly leftOut: number;
}

/** Called when the recording has been read, before the analysis. */
export type OnRead = (read: Omit<Analysed<never>, "result">) => void;
