import type { Log } from "../../src/model/log.ts";

const nothing = (): void => undefined;

export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
