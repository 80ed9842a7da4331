import { pino, stdTimeFunctions, type Logger } from "pino";
import type { Correlation } from "../model/correlation.ts";

/** Logs JSON lines to stdout, each with the service's name and, within a request or job, its correlation id. */
export function createLogger(level: string, correlation: Correlation): Logger {
  return pino({
    level,
    base: { service: "ai-automation-service" },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const id = correlation.current();
      return id === undefined ? {} : { correlation_id: id };
    },
    redact: { paths: ["token", "*.token", "*.authorization", "access_token", "*.access_token"], censor: "(hidden)" },
  });
}
