import type { PatternType } from "../../model/habit.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import type { AutomationList } from "../follow-up/automation-list.ts";
import type { SuggestionStore } from "../ports.ts";

/** Results of a deployed suggestion, or of one called wrong. */
export interface Outcome {
  readonly patternType: PatternType;
  /** Runs that were not undone. */
  readonly right: number;
  /** Runs that a person undid. */
  readonly wrong: number;
}

/** The precision that offered suggestions promise. */
const PROMISED_PRECISION = 0.9;
/** Prior weight: after this many runs, evidence and prior count equally. */
const PRIOR_RUNS = 50;
/** Rejecting a suggestion as wrong counts as this many undone runs. */
const RUNS_OF_A_REJECTION = 5;

/**
 * Lowers the confidence of a pattern type whose deployed suggestions did worse than promised; never raises it. The factor
 * is the share of right runs, shrunk towards the promised precision, divided by the promised precision.
 */
export function discounted(draft: SuggestionDraft, outcomes: readonly Outcome[]): SuggestionDraft {
  const own = outcomes.filter(({ patternType }) => patternType === draft.patternType);
  const right = own.reduce((sum, outcome) => sum + outcome.right, 0);
  const wrong = own.reduce((sum, outcome) => sum + outcome.wrong, 0);
  const share = (right + PRIOR_RUNS * PROMISED_PRECISION) / (right + wrong + PRIOR_RUNS);
  return { ...draft, confidence: draft.confidence * Math.min(1, share / PROMISED_PRECISION) };
}

/** Outcomes of all suggestions that are deployed or were rejected as wrong. */
export async function outcomesOf(
  store: Pick<SuggestionStore, "all" | "rejections">,
  automations: AutomationList,
): Promise<readonly Outcome[]> {
  const types = new Map((await store.all()).map(({ id, patternType }) => [id, patternType]));
  const deployed = await automations(({ suggestionId }) => suggestionId !== null);
  const followed = deployed.flatMap(({ suggestionId, runs, corrections }): readonly Outcome[] => {
    const patternType = suggestionId === null ? undefined : types.get(suggestionId);
    if (patternType === undefined) return [];
    const wrong = corrections?.total ?? 0;
    return [{ patternType, right: Math.max(0, runs.total - wrong), wrong }];
  });
  const rejectedAsWrong = (await store.rejections()).filter(({ reason }) => reason === "wrong");
  return [
    ...followed,
    ...rejectedAsWrong.map(({ patternType }) => ({ patternType, right: 0, wrong: RUNS_OF_A_REJECTION })),
  ];
}
