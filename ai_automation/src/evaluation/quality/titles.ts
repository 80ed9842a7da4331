import { mean } from "../../statistics/mean.ts";
import type { JudgedSuggestion } from "./judge-suggestions.ts";

/** Suggestions of several homes whose titles only differ in the minute. */
export interface TitleCount {
  readonly title: string;
  /** In how many homes it was offered. */
  readonly homes: number;
  readonly confidence: number;
  /** The most similar rule over all of them. */
  readonly nearest: JudgedSuggestion["nearest"];
}

type Offered = Pick<JudgedSuggestion, "title" | "confidence" | "nearest">;

/** Counts homes by suggestion title, most frequent first. */
export function countTitles(ofHomes: readonly (readonly Offered[])[]): readonly TitleCount[] {
  const offered = ofHomes.flatMap((suggestions, home) => suggestions.map((suggestion) => ({ ...suggestion, home })));
  return [...Map.groupBy(offered, ({ title }) => title.replaceAll(/\b(\d\d):\d\d\b/g, "$1:.."))]
    .map(([title, alike]) => ({
      title,
      homes: new Set(alike.map(({ home }) => home)).size,
      confidence: mean(alike.map(({ confidence }) => confidence)) ?? 0,
      nearest: alike.map(({ nearest }) => nearest).toSorted((a, b) => (b?.f1 ?? 0) - (a?.f1 ?? 0))[0] ?? null,
    }))
    .sort((a, b) => b.homes - a.homes || a.title.localeCompare(b.title));
}
