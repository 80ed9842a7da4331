import type { HeldOutRequest } from "./held-out-requests.ts";

type Row = readonly [about: HeldOutRequest["about"], text: string, ...changes: readonly object[]];

/** Requests in one language. */
export const rows = (language: HeldOutRequest["language"], ...given: readonly Row[]): readonly HeldOutRequest[] =>
  given.map(([about, text, ...changes]) => ({ language, about, text, changes }));
