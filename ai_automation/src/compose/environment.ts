import type { Logger } from "pino";
import type { Correlation } from "../model/correlation.ts";
import type { Now } from "../model/time.ts";

/** Process-level dependencies that do not depend on configuration. */
export interface Environment {
  readonly version: string;
  readonly openapi: object;
  /** The built panel; if it is missing, only the API is served. */
  readonly panelFolder: string;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly now: Now;
  /** Milliseconds of a clock that only goes forward, for durations: the system clock may jump. */
  readonly monotonic: Now;
  /** Called with errors that only a restart of the service can recover from. */
  readonly onFatal: (error: Error) => void;
}
