import type { Mined } from "../../habits/mine.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import type { World } from "../../replay/moment.ts";
import { draftSuggestions } from "./drafts.ts";
import { tellNearMiss, tellObstacle, type ToldNearMiss, type ToldObstacle } from "./reasons.ts";
import type { Names } from "../words/names.ts";

/** What looking for habits comes to, in words: what is offered, and why the rest is not. */
export interface Findings {
  /** Best first. */
  readonly drafts: readonly SuggestionDraft[];
  /** Most frequent first. */
  readonly nearMisses: readonly ToldNearMiss[];
  readonly obstacle: ToldObstacle | null;
}

export function tellFindings(mined: Mined, world: World, names: Names): Findings {
  return {
    drafts: draftSuggestions(mined, world, names),
    nearMisses: mined.nearMisses.map((near) => tellNearMiss(near, names)),
    obstacle: mined.obstacle === null ? null : tellObstacle(mined.obstacle, names.language),
  };
}
