import type { Suggestion, SuggestionFix } from "../../model/suggestion.ts";

/** Whether it changes an automation that exists, and makes none of its own. */
export const isFix = (suggestion: Suggestion): suggestion is Suggestion & { readonly fix: SuggestionFix } =>
  suggestion.fix !== undefined && suggestion.fix !== null;
