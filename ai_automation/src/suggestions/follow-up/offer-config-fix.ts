import { isSameConfig } from "../../automation/read/config.ts";
import type { Log } from "../../model/log.ts";
import type { Suggestion, SuggestionDraft } from "../../model/suggestion.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { SuggestionStore } from "../ports.ts";

/** What such a fix follows: the property of `SuggestionFix` that holds its facts. */
type ConfigFixKind = "renames" | "units";

/**
 * Offers a fix that follows a change in Home Assistant's settings, unless the same one was rejected. A pending fix of the
 * automation is replaced by it.
 */
export async function offerConfigFix(
  draft: SuggestionDraft,
  kind: ConfigFixKind,
  suggestions: readonly Suggestion[],
  parts: {
    readonly access: Pick<SuggestionAccess, "changed">;
    readonly store: Pick<SuggestionStore, "offer" | "refresh">;
    readonly log: Log;
  },
): Promise<void> {
  const { access, store, log } = parts;
  const haAutomationId = draft.fix?.automationId ?? "";
  const pending = pendingFixOf(haAutomationId, suggestions);
  const same = suggestions.filter((one) => one.fix?.[kind] !== undefined && isSameFix(one, draft));
  if (same.some(({ status }) => status === "rejected")) return;
  const id = pending?.id ?? (await store.offer(draft));
  if (pending !== undefined) await store.refresh(id, draft);
  if (pending !== undefined && same.includes(pending)) return;
  log.info({ suggestionId: id, haAutomationId, kind }, "fix for changed settings offered");
  await access.changed(id);
}

export const pendingFixOf = (automationId: string, suggestions: readonly Suggestion[]): Suggestion | undefined =>
  suggestions.find(({ status, fix }) => status === "pending" && fix?.automationId === automationId);

const isSameFix = ({ automation, fix }: Suggestion, draft: SuggestionDraft): boolean =>
  isSameConfig(automation, draft.automation) &&
  fix?.configBefore !== undefined &&
  draft.fix?.configBefore !== undefined &&
  isSameConfig(fix.configBefore, draft.fix.configBefore);
