/** Ends the reading of a template, which is an ordinary result. It has no stack: recording one took most of the time. */
export class Signal extends Error {
  constructor(message?: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
  }
}
