import type { Knex } from "knex";
import { createRunReader } from "../archive/automation-runs.ts";
import { createHistoryReader } from "../archive/history-reader.ts";
import type { ShowPending } from "../archive/raw-connection.ts";
import { createUnitHistory } from "../archive/unit-changes.ts";
import { toSuggestionWire, type ToSuggestionWire } from "../http/wire/suggestion.ts";
import type { Home, HomeInfo } from "../model/home.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { Log } from "../model/log.ts";
import type { Suggestion } from "../model/suggestion.ts";
import { SECOND, type Now } from "../model/time.ts";
import { createRequests, type Requests } from "../suggestions/asking/requests.ts";
import type { Rewording } from "../suggestions/asking/rewording.ts";
import { adoptOwn } from "../suggestions/deciding/adoption.ts";
import { createAutomationCheck } from "../suggestions/deciding/check-automation.ts";
import { createDeployment } from "../suggestions/deciding/deployment.ts";
import { createPausing, type Pausing } from "../suggestions/deciding/pausing.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import { createPostponement, type Postponement } from "../suggestions/deciding/postponement.ts";
import { createReview, type Review } from "../suggestions/deciding/review.ts";
import { createSuggestionAccess, type SuggestionAccess } from "../suggestions/deciding/suggestion-access.ts";
import { createTrials, type Trials } from "../suggestions/deciding/trials.ts";
import { createWatching } from "../suggestions/deciding/watching.ts";
import { ANALYSIS_JOB } from "../suggestions/finding/analysis-job.ts";
import { outcomesOf, type Outcome } from "../suggestions/finding/track-record.ts";
import { createAutomationList, type AutomationList } from "../suggestions/follow-up/automation-list.ts";
import { createAutomationNews, type AutomationNews } from "../suggestions/follow-up/automation-news.ts";
import { createDigests, type Digests } from "../suggestions/follow-up/digest.ts";
import { createFollowUp } from "../suggestions/follow-up/follow-up.ts";
import { createPauseWhenWrong } from "../suggestions/follow-up/pause-when-wrong.ts";
import { createRenameFixes } from "../suggestions/follow-up/rename-fix.ts";
import { createSwitching, type Switching } from "../suggestions/follow-up/switching.ts";
import { createUnitFixes } from "../suggestions/follow-up/unit-fix.ts";
import type { HistorySpan } from "../suggestions/history-ports.ts";
import type { Miner } from "../suggestions/miner.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { Renames } from "../suggestions/renames.ts";
import { createEvidence, type EvidencePicture } from "../suggestions/showing/evidence.ts";
import { createSharing, type Sharing } from "../suggestions/showing/sharing.ts";
import { wordedFor } from "../suggestions/showing/worded.ts";
import { refusalText } from "../suggestions/words/error-text.ts";
import { isSameLanguage } from "../suggestions/words/languages.ts";
import { namesIn } from "../suggestions/words/names.ts";
import { conditionTexts } from "../suggestions/words/title-of-config.ts";
import type { Events } from "./events.ts";

/** Decisions about suggestions, and the follow-up of created automations. */
export interface Decisions {
  /** @throws AppError not_found */
  readonly require: SuggestionAccess["require"];
  readonly review: Review;
  readonly requests: Requests;
  readonly postponement: Postponement;
  readonly pausing: Pausing;
  readonly switching: Switching;
  readonly trials: Trials;
  readonly evidence: (id: number) => Promise<EvidencePicture>;
  readonly automations: AutomationList;
  readonly digests: Digests;
  readonly sharing: Sharing;
  readonly news: AutomationNews;
  /** Scores watched suggestions, and follows up created automations. */
  readonly scoreWatched: (info: HomeInfo) => Promise<void>;
  /** Outcomes of earlier suggestions. */
  readonly outcomes: () => Promise<readonly Outcome[]>;
  readonly toSuggestionWire: ToSuggestionWire;
  /** Adopts automations we created that are no longer on record. */
  readonly adopt: () => Promise<void>;
}

/** A run is reported together with the changes right after it. */
const NEWS_DELAY = SECOND;

interface DecisionParts {
  readonly database: Knex;
  readonly showPending: ShowPending;
  readonly store: SuggestionStore;
  readonly home: Home;
  readonly miner: Miner;
  readonly model: LanguageModel | null;
  readonly rewording: Rewording;
  readonly historySpan: HistorySpan;
  readonly events: Events;
  readonly renames: Renames;
  /** Whether an automation that people keep undoing is paused. */
  readonly pauseWhenWrong: boolean;
  readonly page: () => Promise<string | null>;
  readonly now: Now;
  readonly monotonic: Now;
  readonly log: Log;
}

export function createDecisions(parts: DecisionParts): Decisions {
  const { database, showPending, store, home, miner, model, rewording, historySpan, events, renames } = parts;
  const { page, now, log } = parts;
  const snapshot = (): ReturnType<Home["snapshot"]> => home.snapshot();
  const toWire = createSuggestionWording(snapshot, rewording);
  const labelOf = (suggestion: Suggestion): string | null => rewording.of(suggestion)?.label ?? null;
  const runs = createRunReader(database, showPending);
  const automations = createAutomationList({ snapshot, store, runs, now });
  const news = createAutomationNews({
    list: automations,
    now,
    log,
    delay: NEWS_DELAY,
    onChange: (automation) => events.publish("automationReported", automation),
  });
  const onChange = (suggestion: Suggestion): void => events.publish("suggestionChanged", suggestion);
  const access = createSuggestionAccess({ store, onChange });
  const check = createAutomationCheck({ home, miner });
  const deployment = createDeployment({ store, home, labelOf, page, now, log });
  const pausing = createPausing({ access, store, home, now });
  const pauseWrong = createPauseWhenWrong({ isEnabled: parts.pauseWhenWrong, pausing, log });
  const isConnected = (): boolean => home.connection().state === "connected";
  const renameFixes = createRenameFixes({ access, store, snapshot, renames, log });
  const unitFixes = createUnitFixes({ access, store, snapshot, units: createUnitHistory(database, showPending), log });
  const removeUnusedLabel = (): Promise<void> => home.removeUnusedLabel();
  const followed = {
    access,
    store,
    snapshot,
    isConnected,
    removeUnusedLabel,
    runs,
    miner,
    renames,
    renameFixes,
    unitFixes,
    now,
    log,
  };
  const followUp = createFollowUp(followed);
  const watching = createWatching({ access, store, miner, snapshot, now, log });
  const review = createReview({ access, store, home, check, deployment, historySpan, renames });

  events.on("homeConnectionChanged", "catch up", async ({ state }) => {
    if (state !== "connected") return;
    await renameFixes.offer();
    await unitFixes.offer();
    await review.catchUp();
  });
  events.on("entitiesMoved", "offer fixes for renamed entities", async (ids, moves) => {
    const renamed = new Set(moves.filter(({ kind }) => kind === "renamed").map(({ from }) => from));
    await renameFixes.offer(new Set([...ids.keys()].filter((id) => renamed.has(id))));
    news.changed();
  });
  events.on("backfillProgressed", "list automations", ({ state }) => {
    if (state === "done") news.changed();
  });
  events.on("automationsChanged", "list automations", () => news.changed());
  events.on("suggestionChanged", "list automations", () => news.changed());
  events.on("historyRecorded", "list automations", (changes, ran) => news.recorded(changes, ran));
  events.on("automationReported", "pause when wrong", (automation) => pauseWrong(automation));
  events.on("jobChanged", "reword suggestions", async ({ kind, status }) => {
    if (kind !== ANALYSIS_JOB || status === "running") return;
    for (const suggestion of await rewording.improve(await pendingSuggestions(store))) onChange(suggestion);
  });

  return {
    require: (id) => access.require(id),
    review,
    requests: createRequests({ model, access, store, home, check, historySpan }),
    postponement: createPostponement({ access, store, snapshot, now }),
    pausing,
    switching: createSwitching({ home, list: automations, pausing }),
    trials: createTrials({ access, home, monotonic: parts.monotonic, log }),
    evidence: createEvidence({
      access,
      snapshot,
      history: createHistoryReader(database, showPending),
      historySpan,
      miner,
      log,
    }),
    automations,
    digests: createDigests({ snapshot, store, runs, now }),
    sharing: createSharing({ access, snapshot }),
    news,
    scoreWatched: async (info) => {
      await watching(info);
      await followUp();
      news.changed();
    },
    adopt: async () => {
      for (const id of await adoptOwn(snapshot()?.automations ?? [], store, runs, now())) await access.changed(id);
    },
    outcomes: () => outcomesOf(store, automations),
    toSuggestionWire: toWire,
  };
}

/** Suggestions as they are sent, in the language of each reader. */
const createSuggestionWording =
  (snapshot: Home["snapshot"], rewording: Rewording): ToSuggestionWire =>
  (suggestion, language) => {
    const current = snapshot();
    const entityId = suggestion.targets[0]?.entityId ?? "";
    const area = current?.entities.get(entityId)?.areaName ?? null;
    const { label = null, ...words } = rewording.of(suggestion) ?? {};
    const offId = suggestion.evidence.wouldBeDoneBy;
    const offAutomation = current?.automations.find((automation) => automation.entityId === offId);
    if (current === undefined)
      return toSuggestionWire({ ...suggestion, ...words }, { area, label, conditionTexts: [], offAutomation });
    const own = namesIn(current);
    const names = { ...own, language: language ?? own.language };
    const worded = isSameLanguage(names.language, own.language)
      ? { ...suggestion, ...words, refusal: refusalText(suggestion, names.language) }
      : wordedFor(suggestion, names);
    const texts = conditionTexts(worded.automation, names);
    return toSuggestionWire(worded, { area, label, conditionTexts: texts, offAutomation });
  };
