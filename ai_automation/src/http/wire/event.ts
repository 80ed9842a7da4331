import type { AutomationWire } from "./automation.ts";
import type { ExclusionWire } from "./exclusion.ts";
import type { JobWire } from "./job.ts";
import type { LearningWire } from "./learning.ts";
import type { BackfillWire, ConnectionWire } from "./status.ts";
import type { SuggestionWire } from "./suggestion.ts";

/** The data of each server-sent event, by its name. Documented at createEventStream: types leave no comments in the build. */
export interface EventWires {
  readonly status:
    { readonly home: ConnectionWire } | { readonly backfill: BackfillWire } | { readonly learning: LearningWire };
  readonly progress: JobWire;
  readonly suggestion: SuggestionWire;
  readonly automation: AutomationWire;
  readonly exclusions: { readonly exclusions: readonly ExclusionWire[] };
}

export type EventName = keyof EventWires;
