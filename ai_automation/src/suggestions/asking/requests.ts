import { withoutTemplates } from "../../automation/edit/actions.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { isPerson } from "../../model/domains.ts";
import { AppError, homeUnknown, notPossible } from "../../model/errors.ts";
import type { Home, HomeSnapshot } from "../../model/home.ts";
import type { LanguageModel } from "../../model/language-model.ts";
import type { ReplayResult, Suggestion } from "../../model/suggestion.ts";
import { refuseRisky, type AutomationCheck } from "../deciding/check-automation.ts";
import { draftOfAutomation } from "../deciding/draft-of-automation.ts";
import { refuseMissing } from "../deciding/missing-entities.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { HistorySpan } from "../history-ports.ts";
import type { SuggestionStore } from "../ports.ts";
import { aliasOf } from "../words/alias.ts";
import { titleOfEdited } from "../words/edited-name.ts";
import { phrasesOf } from "../words/languages.ts";
import { namesIn } from "../words/names.ts";
import { titleOfConfig } from "../words/title-of-config.ts";
import { applyPlan } from "./apply-plan.ts";
import type { Mismatch } from "./mismatches.ts";
import type { ChangePlan } from "./plan/change-plan.ts";
import { plannedRequest, type AskedRequest } from "./planned-request.ts";

/** The answer to a request. Not stored. */
export interface Proposal {
  readonly plan: ChangePlan;
  readonly automation: AutomationConfig;
  readonly replay: ReplayResult;
  /** The automation before the change, in words; null for a new one. */
  readonly before: string | null;
  readonly after: string;
  /** Mismatches between request and plan, in the home's language. */
  readonly doubts: readonly { readonly kind: Mismatch["kind"]; readonly text: string }[];
  /** Further remarks in the home's language, or null. */
  readonly note: string | null;
}

/** Requests in the user's own words. */
export interface Requests {
  /** Aborting the signal ends the language model's work. @throws AppError no_language_model, language_model_failed, language_model_limit, not_understood, not_found, conflict */
  edit(id: number, text: string, signal: AbortSignal): Promise<Proposal>;
  /** Proposes a new automation. */
  ask(text: string, signal: AbortSignal): Promise<Proposal>;
  /** Stores a proposed automation as a pending suggestion. */
  save(automation: unknown, isRiskConfirmed: boolean): Promise<Suggestion>;
}

const EMPTY_AUTOMATION: AutomationConfig = { alias: "", triggers: [], conditions: [], actions: [], mode: "single" };

export function createRequests(parts: {
  readonly model: LanguageModel | null;
  readonly access: SuggestionAccess;
  readonly store: Pick<SuggestionStore, "offer" | "modify">;
  readonly home: Pick<Home, "snapshot">;
  readonly check: AutomationCheck;
  readonly historySpan: HistorySpan;
}): Requests {
  const { model, access, store, home, check, historySpan } = parts;

  const snapshot = (): HomeSnapshot => {
    const current = home.snapshot();
    if (current === undefined) throw homeUnknown();
    return current;
  };

  const propose = async (asked: AskedRequest): Promise<Omit<Proposal, "replay">> => {
    const { text, automation } = asked;
    const { plan, entityOf, mismatches } = await plannedRequest(asked, snapshot(), model);
    if (plan.changes.length === 0)
      throw new AppError(
        "not_understood",
        plan.not_possible ?? "No change was recognized in your request. Try other words.",
        // A model answers in the language of the request.
        plan.not_possible === null ? { told: { reason: "no_change" } } : {},
      );
    const current = snapshot();
    const { info, entities } = current;
    const names = namesIn(current);
    const personIds = [...entities.keys()].filter(isPerson);
    const changed = applyPlan(automation ?? EMPTY_AUTOMATION, plan, { entityOf, entities, personIds });
    refuseIncomplete(changed);
    const title = titleOfConfig(changed, names);
    const isNamed = plan.changes.some(({ change }) => change === "name");
    const finished = withName(changed, automation, { name: aliasOf(changed, names) ?? title, text, isNamed });
    return {
      plan,
      automation: finished,
      before: automation === null ? null : (titleOfConfig(automation, names) ?? automation.alias),
      after: title ?? finished.alias,
      doubts: mismatches.map((mismatch) => ({
        kind: mismatch.kind,
        text: phrasesOf(info.language).mismatches[mismatch.kind](mismatch.what),
      })),
      note: plan.not_possible,
    };
  };

  const checked = async (automation: AutomationConfig, suggestion: Suggestion | null) => {
    refuseRisky(automation, home.snapshot());
    return check({ automation }, (info) => suggestion?.replay ?? historySpan(info));
  };

  return {
    edit: async (id, text, signal) => {
      const suggestion = await access.require(id);
      const proposal = await propose({ text, automation: suggestion.automation, signal });
      const { replay } = await checked(proposal.automation, suggestion);
      return { ...proposal, replay };
    },
    ask: async (text, signal) => {
      const proposal = await propose({ text, automation: null, signal });
      const { replay } = await checked(proposal.automation, null);
      return { ...proposal, replay, note: noteOf(proposal, replay, snapshot()) };
    },
    save: async (automation, isRiskConfirmed) => {
      const read = await check({ automation }, historySpan);
      refuseMissing(read.automation, home.snapshot());
      if (!isRiskConfirmed) refuseRisky(read.automation, home.snapshot());
      const draft = draftOfAutomation(read.automation, read.replay);
      if (draft === undefined)
        throw new AppError("not_replayable", "Its trigger never appears in your history, so it cannot be tested.", {
          told: { reason: "never_triggered" },
        });
      const id = await store.offer(draft);
      await store.modify(id, read.automation, read.replay, titleOfEdited(read.automation, namesIn(snapshot())));
      return access.changed(id);
    },
  };
}

function refuseIncomplete({ triggers, actions }: AutomationConfig): void {
  if (triggers.length === 0)
    throw notPossible("when_missing", "Your request does not say when it should happen; say when.");
  if (actions.length === 0)
    throw notPossible("what_missing", "Your request does not say what should happen; say what, and with which device.");
}

/** Named as requested, or after what it does now, or after the request. */
function withName(
  changed: AutomationConfig,
  before: AutomationConfig | null,
  { name, text, isNamed }: { readonly name: string | undefined; readonly text: string; readonly isNamed: boolean },
): AutomationConfig {
  const alias = isNamed ? changed.alias : (name ?? before?.alias ?? withoutTemplates(text).slice(0, 100));
  return {
    ...changed,
    alias,
    actions: changed.actions.map((action) =>
      action.action === "persistent_notification.create" && isEmptyMessage(action.data)
        ? { ...action, data: { message: withoutTemplates(alias) } }
        : action,
    ),
  };
}

const isEmptyMessage = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "message" in data && data.message === "";

function noteOf(
  { note }: Pick<Proposal, "note">,
  { tp, alertsPerWeek }: ReplayResult,
  { info }: HomeSnapshot,
): string | null {
  const phrases = phrasesOf(info.language);
  const evidence = alertsPerWeek !== undefined ? null : tp === 0 ? phrases.noEvidence : null;
  const remarks = [note, evidence].filter((part) => part !== null);
  return remarks.length === 0 ? null : remarks.join(" ");
}
