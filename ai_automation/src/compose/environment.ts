import type { Logger } from "pino";
import type { Correlation } from "../model/correlation.ts";
import type { Now } from "../model/time.ts";

/** What surrounds the service: nothing of it depends on the settings. */
export interface Environment {
  readonly version: string;
  readonly openapi: object;
  /** The built panel; where it is missing, only the API is served. */
  readonly panelFolder: string;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly now: Now;
  /** What the service cannot go on with: it has to be started again. */
  readonly onFatal: (error: Error) => void;
}
