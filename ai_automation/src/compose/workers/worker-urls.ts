/** Compiled files start compiled workers; sources run directly start sources. */
const EXTENSION = import.meta.url.endsWith(".ts") ? "ts" : "js";

export const MINING_WORKER = new URL(`./mining-worker.${EXTENSION}`, import.meta.url);

export const IMPORT_WORKER = new URL(`./import-worker.${EXTENSION}`, import.meta.url);
