const nothing = (): void => undefined;

/** For benchmarks, whose output is figures only. */
export const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
