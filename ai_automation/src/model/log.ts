/** Logs event names and values, never secrets. A subset of pino's interface. */
export interface Log {
  debug(values: object, event: string): void;
  info(values: object, event: string): void;
  warn(values: object, event: string): void;
  error(values: object, event: string): void;
}
