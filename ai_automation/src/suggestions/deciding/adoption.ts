import { readAutomation } from "../../automation/read/input.ts";
import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import { NOT_REPLAYED, type SuggestionDraft } from "../../model/suggestion.ts";
import type { RunReader } from "../history-ports.ts";
import type { SuggestionStore } from "../ports.ts";
import { draftOfAutomation } from "./draft-of-automation.ts";

/** The id of every automation that we create. */
const OWN_ID = /^ai_automation_[0-9a-f]{16}$/;

/**
 * Adopts automations we created that are no longer on record, as after the loss of the database, so that they can be
 * followed and undone. They count as created with their first run on record, or now. Automations awaiting removal are
 * skipped. Returns the ids of the new suggestions.
 */
export async function adoptOwn(
  automations: readonly HomeAutomation[],
  store: Pick<SuggestionStore, "byAutomation" | "removals" | "offer" | "move">,
  runs: Pick<RunReader, "firstRunOf">,
  now: number,
): Promise<readonly number[]> {
  const own = automations.flatMap(({ id, entityId, config }) =>
    id !== null && OWN_ID.test(id) ? [{ id, entityId, config }] : [],
  );
  if (own.length === 0) return [];
  const leaving = await store.removals();
  const isRecorded = async (id: string): Promise<boolean> =>
    leaving.includes(id) || (await store.byAutomation(id)).some(({ haAutomationId }) => haAutomationId === id);
  const adopted: number[] = [];
  for (const { id, entityId, config } of own) {
    const draft = (await isRecorded(id)) ? undefined : draftOf(config);
    if (draft === undefined) continue;
    const createdAt = (await runs.firstRunOf(entityId)) ?? now;
    const suggestionId = await store.offer(draft);
    await store.move(suggestionId, {
      step: "adopted",
      from: ["pending"],
      to: "deployed",
      set: { haAutomationId: id, deployedAt: new Date(createdAt).toISOString() },
    });
    adopted.push(suggestionId);
  }
  return adopted;
}

/** Undefined for an automation that someone rewrote into a form we never create: it is theirs now. */
function draftOf(config: unknown): SuggestionDraft | undefined {
  const automation = automationOf(config);
  return automation === undefined ? undefined : draftOfAutomation(automation, NOT_REPLAYED);
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
