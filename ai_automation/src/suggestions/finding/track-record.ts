import type { PatternType } from "../../model/habit.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import type { AutomationList } from "../follow-up/automation-list.ts";
import type { SuggestionStore } from "../ports.ts";

/** How suggestions of one kind did once they were automations. */
export interface Outcome {
  readonly patternType: PatternType;
  /** Runs that nobody minded. */
  readonly right: number;
  /** Runs that a person undid. */
  readonly wrong: number;
}

/** What is offered promises to be right about so often. */
const PROMISED = 0.9;
/** So many runs have to speak against a kind until it is trusted half as they say. */
const PRIOR_RUNS = 50;
/** To be told that a suggestion is wrong counts as so many runs that were undone. */
const RUNS_OF_A_REJECTION = 5;

/**
 * Lowers the confidence of kinds of suggestions that did worse than they promised; none is raised above its evidence.
 * The share of right runs, drawn to what was promised while there are few, divided by what was promised.
 */
export function discounted(draft: SuggestionDraft, outcomes: readonly Outcome[]): SuggestionDraft {
  const own = outcomes.filter(({ patternType }) => patternType === draft.patternType);
  const right = own.reduce((sum, outcome) => sum + outcome.right, 0);
  const wrong = own.reduce((sum, outcome) => sum + outcome.wrong, 0);
  const share = (right + PRIOR_RUNS * PROMISED) / (right + wrong + PRIOR_RUNS);
  return { ...draft, confidence: draft.confidence * Math.min(1, share / PROMISED) };
}

/** What became of every suggestion that is an automation now, or was called wrong. */
export async function outcomesOf(
  store: Pick<SuggestionStore, "all" | "rejections">,
  automations: AutomationList,
): Promise<readonly Outcome[]> {
  const types = new Map((await store.all()).map(({ id, patternType }) => [id, patternType]));
  const ours = await automations(({ suggestionId }) => suggestionId !== null);
  const followed = ours.flatMap(({ suggestionId, runs, corrections }): readonly Outcome[] => {
    const patternType = suggestionId === null ? undefined : types.get(suggestionId);
    if (patternType === undefined) return [];
    return [{ patternType, right: Math.max(0, runs.total - corrections.total), wrong: corrections.total }];
  });
  const called = (await store.rejections()).filter(({ reason }) => reason === "wrong");
  return [...followed, ...called.map(({ patternType }) => ({ patternType, right: 0, wrong: RUNS_OF_A_REJECTION }))];
}
