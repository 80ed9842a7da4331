import type { AutomationConfig } from "../../model/automation.ts";
import { AppError, homeUnknown, notPossible } from "../../model/errors.ts";
import type { Home, HomeSnapshot } from "../../model/home.ts";
import type { LanguageModel } from "../../model/language-model.ts";
import type { ReplayResult, Suggestion } from "../../model/suggestion.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import { draftOfAutomation } from "../deciding/draft-of-automation.ts";
import { type AutomationCheck, refuseRisky } from "../deciding/check-automation.ts";
import type { SuggestionStore } from "../ports.ts";
import { phrasesOf } from "../words/languages.ts";
import { namesIn } from "../words/names.ts";
import { applyPlan } from "./apply-plan.ts";
import { type ChangePlan, changePlan } from "./change-plan.ts";
import { plainWords } from "../../automation/edit/actions.ts";
import { type Mismatch, mismatchesOf } from "./mismatches.ts";
import { type HiddenNames, hiddenNamesIn } from "./hidden-names.ts";
import { CHANGE_INSTRUCTIONS, inputOf } from "./instructions.ts";
import { knownThings } from "./known-things.ts";
import { entitiesNamedBy } from "../../automation/named-entities.ts";
import { titleOfConfig } from "../words/title-of-config.ts";
import { isPerson } from "../../model/domains.ts";
import type { HistorySpan } from "../history-ports.ts";

/** What became of a request. Nothing of it is stored. */
export interface Proposal {
  readonly plan: ChangePlan;
  readonly automation: AutomationConfig;
  readonly replay: ReplayResult;
  /** The automation in words as it was; null where there was none. */
  readonly before: string | null;
  readonly after: string;
  /** Where the words and the plan do not agree, in the home's language. */
  readonly doubts: readonly { readonly kind: Mismatch["kind"]; readonly text: string }[];
  /** What else has to be known, in the home's language; null where there is nothing. */
  readonly note: string | null;
}

/** What people ask for in their own words. */
export interface Requests {
  /** @throws AppError no_language_model, language_model_failed, language_model_limit, not_understood, not_found, conflict */
  edit(id: number, text: string): Promise<Proposal>;
  /** The same for an automation that nobody found. */
  ask(text: string): Promise<Proposal>;
  /** Keeps what was asked for, as a suggestion to decide on. */
  keep(automation: unknown, isRiskConfirmed: boolean): Promise<Suggestion>;
}

const NOTHING_YET: AutomationConfig = { alias: "", triggers: [], conditions: [], actions: [], mode: "single" };

export function createRequests(parts: {
  readonly model: LanguageModel | null;
  readonly access: SuggestionAccess;
  readonly store: Pick<SuggestionStore, "offer" | "modify">;
  readonly home: Pick<Home, "snapshot">;
  readonly judge: AutomationCheck;
  readonly historySpan: HistorySpan;
}): Requests {
  const { model, access, store, home, judge, historySpan } = parts;

  const snapshot = (): HomeSnapshot => {
    const known = home.snapshot();
    if (known === undefined) throw homeUnknown();
    return known;
  };

  const propose = async (text: string, automation: AutomationConfig | null): Promise<Omit<Proposal, "replay">> => {
    if (model === null) throw noModel();
    const known = snapshot();
    const { info, entities } = known;
    const hidden = hiddenNamesIn(known);
    const own = automation === null ? [] : entitiesNamedBy(automation);
    const things = knownThings(text, entities, own, hidden.hide);
    const answer = await model.ask({
      task: "change",
      instructions: CHANGE_INSTRUCTIONS,
      input: inputOf({ request: hidden.hide(text), language: info.language, things, automation }),
      form: changePlan,
    });
    const plan = withNames(answer, hidden);
    if (plan.changes.length === 0)
      throw new AppError(
        "not_understood",
        plan.not_possible ?? "Nothing to change was found in it: say it in other words.",
      );
    const names = namesIn(known);
    const personIds = [...entities.keys()].filter(isPerson);
    const changed = applyPlan(automation ?? NOTHING_YET, plan, { entityOf: things.entityOf, entities, personIds });
    refuseUnfinished(changed);
    const title = titleOfConfig(changed, names);
    const isNamed = plan.changes.some(({ change }) => change === "name");
    const finished = named(changed, automation, { title, text, isNamed });
    return {
      plan,
      automation: finished,
      before: automation === null ? null : (titleOfConfig(automation, names) ?? automation.alias),
      after: title ?? finished.alias,
      doubts: mismatchesOf(text, plan, { ...things, language: info.language }).map((doubt) => ({
        kind: doubt.kind,
        text: phrasesOf(info.language).doubts[doubt.kind](doubt.what),
      })),
      note: plan.not_possible,
    };
  };

  const judged = async (automation: AutomationConfig, suggestion: Suggestion | null) => {
    refuseRisky(automation, home.snapshot());
    return judge({ automation }, (info) => suggestion?.replay ?? historySpan(info));
  };

  return {
    edit: async (id, text) => {
      const suggestion = await access.require(id);
      const proposal = await propose(text, suggestion.automation);
      const { replay } = await judged(proposal.automation, suggestion);
      return { ...proposal, replay };
    },
    ask: async (text) => {
      const proposal = await propose(text, null);
      const { replay } = await judged(proposal.automation, null);
      return { ...proposal, replay, note: noteOf(proposal, replay, snapshot()) };
    },
    keep: async (automation, isRiskConfirmed) => {
      const read = await judge({ automation }, historySpan);
      if (!isRiskConfirmed) refuseRisky(read.automation, home.snapshot());
      const draft = draftOfAutomation(read.automation, read.replay);
      if (draft === undefined)
        throw new AppError("not_replayable", "What starts it is nothing that the history tells of.");
      const id = await store.offer(draft);
      await store.modify(id, read.automation, read.replay, read.automation.alias);
      return access.changed(id);
    },
  };
}

const noModel = (): AppError =>
  new AppError("no_language_model", "No language model is set up: choose one in the app's options, or use the editor.");

const withNames = ({ changes, not_possible }: ChangePlan, hidden: HiddenNames): ChangePlan => ({
  changes: changes.map((change) => (change.change === "name" ? { ...change, text: hidden.show(change.text) } : change)),
  not_possible: not_possible === null ? null : hidden.show(not_possible),
});

function refuseUnfinished({ triggers, actions }: AutomationConfig): void {
  if (triggers.length === 0) throw notPossible("When it is to happen was not found in it: say when.");
  if (actions.length === 0) throw notPossible("What it is to do was not found in it: say what, and with which thing.");
}

/** The name that was asked for, or what it now does in words, or what was asked. */
function named(
  changed: AutomationConfig,
  before: AutomationConfig | null,
  { title, text, isNamed }: { readonly title: string | undefined; readonly text: string; readonly isNamed: boolean },
): AutomationConfig {
  const alias = isNamed ? changed.alias : (title ?? before?.alias ?? plainWords(text).slice(0, 100));
  return {
    ...changed,
    alias,
    actions: changed.actions.map((action) =>
      action.action === "persistent_notification.create" && isEmptyMessage(action.data)
        ? { ...action, data: { message: plainWords(alias) } }
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
  const words = [note, evidence].filter((part) => part !== null);
  return words.length === 0 ? null : words.join(" ");
}
