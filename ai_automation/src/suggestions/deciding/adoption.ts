import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import type { ReplayResult, SuggestionDraft } from "../../model/suggestion.ts";
import { readAutomation } from "../../automation/read/input.ts";
import { draftOfAutomation } from "./draft-of-automation.ts";
import type { SuggestionStore } from "../ports.ts";

/** Automations that bear an id of ours are known by it, whoever remembers them. */
const OURS = /^ai_automation_[0-9a-f]{16}$/;

const NOTHING: ReplayResult = {
  tp: 0,
  fp: 0,
  noop: 0,
  duplicates: 0,
  saved: 0,
  days: 0,
  from: 0,
  to: 0,
  precision: null,
  savedPerWeek: 0,
  falsePerWeek: 0,
  marks: [],
};

/**
 * Takes up what the home has of ours and nobody here remembers, as after the loss of the database: so it can be followed
 * and undone. What is about to leave the home is left alone. Returns the ids of the suggestions.
 */
export async function adoptOwn(
  automations: readonly HomeAutomation[],
  store: Pick<SuggestionStore, "all" | "removals" | "offer" | "move">,
  now: number,
): Promise<readonly number[]> {
  const ours = automations.flatMap(({ id, config }) => (id !== null && OURS.test(id) ? [{ id, config }] : []));
  if (ours.length === 0) return [];
  const known = new Set([
    ...(await store.all()).map(({ haAutomationId }) => haAutomationId),
    ...(await store.removals()),
  ]);
  const adopted: number[] = [];
  for (const { id, config } of ours) {
    const draft = known.has(id) ? undefined : draftOf(config);
    if (draft === undefined) continue;
    const suggestionId = await store.offer(draft);
    await store.move(suggestionId, {
      step: "adopted",
      from: ["pending"],
      to: "deployed",
      set: { haAutomationId: id, deployedAt: new Date(now).toISOString() },
    });
    adopted.push(suggestionId);
  }
  return adopted;
}

/** Undefined where it is no automation as we make them: somebody rewrote it, and it is theirs now. */
function draftOf(config: unknown): SuggestionDraft | undefined {
  const automation = automationOf(config);
  return automation === undefined ? undefined : draftOfAutomation(automation, NOTHING);
}

function automationOf(config: unknown): AutomationConfig | undefined {
  if (typeof config !== "object" || config === null) return undefined;
  const { id: _, ...automation } = { id: null, ...config };
  try {
    return readAutomation({ automation });
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
