import type { Structure } from "../../model/fleet-wire.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";
import { kindOf } from "./kind-of.ts";
import { STANDARD_STATES } from "./standard-states.ts";

/**
 * A suggestion as numbers and kinds of things, for those who look after many homes: no names, no ids of entities, no
 * states that the home named itself. `text` is taken as it is.
 */
export function structureOf(
  { trigger, targets, confidence, replay }: Omit<SuggestionDraft, "patternType">,
  deviceClassOf: (entityId: string) => string | null,
  text: string,
): Structure {
  const thing = (entityId: string, state: string | null): Structure["targets"][number] => ({
    kind: kindOf(entityId, deviceClassOf(entityId)),
    state: state !== null && STANDARD_STATES.has(state) ? state : null,
  });
  return {
    trigger: {
      kind: trigger.kind,
      of: watchedBy(trigger, thing),
      time_of_day: trigger.kind === "clock" ? Math.floor(trigger.timeOfDay / MINUTE) : null,
      weekdays: trigger.kind === "clock" ? [...trigger.weekdays] : null,
    },
    targets: targets.slice(0, MAX_TARGETS).map(({ entityId, state }) => thing(entityId, state)),
    confidence: rounded(Math.min(1, Math.max(0, confidence))),
    right: replay.tp,
    wrong: replay.fp,
    saved_per_week: rounded(replay.savedPerWeek),
    wrong_per_week: rounded(replay.falsePerWeek),
    text: shortened(text),
  };
}

const MAX_TARGETS = 50;
const MAX_TEXT = 500;

/** Well-formed, also where the end falls between the halves of a character. */
const shortened = (text: string): string => text.replaceAll("\0", "").slice(0, MAX_TEXT).toWellFormed();

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

function watchedBy(
  trigger: HabitTrigger,
  thing: (entityId: string, state: string | null) => Structure["targets"][number],
): Structure["trigger"]["of"] {
  switch (trigger.kind) {
    case "clock":
    case "sun":
      return null;
    case "state":
      return trigger.entityIds[0] === undefined ? null : thing(trigger.entityIds[0], trigger.state);
    case "numeric":
    case "event":
      return thing(trigger.entityId, null);
  }
}
