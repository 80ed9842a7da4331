/** The logger that is handed to whoever logs: event words and values, never secrets. Pino's shape. */
export interface Log {
  debug(values: object, event: string): void;
  info(values: object, event: string): void;
  warn(values: object, event: string): void;
  error(values: object, event: string): void;
}
