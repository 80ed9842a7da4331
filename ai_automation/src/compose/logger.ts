import { destination, pino, stdTimeFunctions, type Logger } from "pino";
import type { Correlation } from "../model/correlation.ts";

/** Characters. */
const MAX_UNWRITTEN = 4_000_000;

export interface ServiceLog {
  readonly logger: Logger;
  /**
   * Calls back once everything is written. Unlike pino's `flush`, it waits for a write under way. Nothing is logged
   * afterwards: work that ends later must not fail because of that.
   */
  readonly end: (onWritten: () => void) => void;
}

/** Logs JSON lines to stdout, each with the service's name and, within a request or job, its correlation id. */
export function createLogger(level: string, correlation: Correlation): ServiceLog {
  // Asynchronous: a log that nobody reads, or a full disk, must not stop the service. What does not fit is dropped.
  const output = destination({ dest: 1, sync: false, maxLength: MAX_UNWRITTEN });
  output.on("error", () => undefined);
  let isEnded = false;
  const logger = pino(
    {
      level,
      base: { service: "ai-automation-service" },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const id = correlation.current();
        return id === undefined ? {} : { correlation_id: id };
      },
      redact: { paths: ["token", "*.token", "*.authorization", "access_token", "*.access_token"], censor: "(hidden)" },
    },
    { write: (line) => void (isEnded || output.write(line)) },
  );
  const end = (onWritten: () => void): void => {
    isEnded = true;
    output.once("finish", onWritten);
    output.end();
  };
  return { logger, end };
}
