import type { Plan } from "../../automation/plan.ts";
import { planOfAutomation } from "../../automation/read/automation.ts";
import { isSameConfig, readReplayable } from "../../automation/read/config.ts";
import { riskyIn } from "../../automation/risk.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import { createClock } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { domainOf } from "../../model/state-change.ts";
import { originOf, type Suggestion, type SuggestionDraft } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { RunReader } from "../history-ports.ts";
import type { Miner } from "../miner.ts";
import type { SuggestionStore } from "../ports.ts";
import type { Renames } from "../renames.ts";
import { namesIn } from "../words/names.ts";
import { draftFix } from "./fix-draft.ts";
import { followedTargets } from "./followed-targets.ts";
import { findLevelFix } from "./level-fix.ts";
import type { RenameFixes } from "./rename-fix.ts";
import { followedSince, REVERSAL_WINDOW } from "./reversal-window.ts";
import type { UnitFixes } from "./unit-fix.ts";
import { createUserChanges } from "./user-changes.ts";

/** Reviews the home's automations: offers fixes, and records what people changed or deleted. */
export function createFollowUp(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly isConnected: () => boolean;
  readonly removeUnusedLabel: () => Promise<void>;
  readonly runs: Pick<RunReader, "followed" | "levelsAfter">;
  readonly miner: Pick<Miner, "fix">;
  readonly renames: Renames;
  readonly renameFixes: RenameFixes;
  readonly unitFixes: UnitFixes;
  readonly now: Now;
  readonly log: Log;
}): () => Promise<void> {
  const { access, store, snapshot, isConnected, removeUnusedLabel, runs, miner, renames, renameFixes, now, log } =
    parts;

  const recordUserChanges = createUserChanges({ access, store, renames, removeUnusedLabel });

  const reviewAutomation = async (automation: HomeAutomation, home: HomeSnapshot): Promise<void> => {
    const config = readReplayable(automation);
    if (automation.id === null || config === undefined || riskyIn(automation.resolved ?? config, home) !== undefined)
      return;
    const suggestions = await store.byAutomation(automation.id);
    if (suggestions.some((one) => one.status === "pending" && (one.fix?.renames ?? one.fix?.units) !== undefined))
      return;
    const interval = { from: followedSince(automation, suggestions, now()), to: now() };
    const plan = planOfAutomation(automation);
    const followedOn = followedTargets(plan, []);
    const part = { since: interval.from, window: REVERSAL_WINDOW };
    const followed = await runs.followed(automation.entityId, followedOn, part);
    const decided = followed.filter(({ at, undoneAt }) => undoneAt !== null || at <= now() - REVERSAL_WINDOW);
    const clock = createClock(home.info.zone);
    const found = decided.some(({ undoneAt }) => undoneAt !== null)
      ? await miner.fix(home.info, {
          automation: config,
          resolved: automation.resolved ?? config,
          runs: decided,
          surroundings: surroundingsOf(plan, home),
        })
      : null;
    const targets = plan.effects.map(({ entityId }) => entityId);
    const fix =
      found ??
      findLevelFix(config, decided, await runs.levelsAfter(automation.entityId, targets, part), (at) =>
        clock.dayOf(at),
      );
    const draft =
      fix === null
        ? null
        : draftFix(fix, {
            automationId: automation.id,
            config,
            plan,
            interval,
            names: namesIn(home),
            dayOf: (at) => clock.dayOf(at),
          });
    await offer(draft, automation.id, suggestions);
  };
  const offer = async (
    draft: SuggestionDraft | null,
    automationId: string,
    suggestions: readonly Suggestion[],
  ): Promise<void> => {
    const earlier = suggestions.filter(({ fix }) => fix?.automationId === automationId);
    const pending = earlier.find(({ status }) => status === "pending");
    if (draft === null) {
      if (pending !== undefined) await store.withdraw(pending.id);
      return;
    }
    if (earlier.some((other) => isStillRejected(draft, other))) return;
    if (pending === undefined) {
      const id = await store.offer(draft);
      log.info({ suggestionId: id, haAutomationId: automationId }, "fix offered");
      await access.changed(id);
      return;
    }
    await store.refresh(pending.id, draft);
    await access.changed(pending.id);
  };

  return async () => {
    const home = snapshot();
    if (home === undefined || !isConnected()) return;
    await recordUserChanges(home);
    await renameFixes.offer();
    await parts.unitFixes.offer();
    const deployed = await store.withStatus("deployed");
    const rank = ({ id }: HomeAutomation): number => (originOf({ id }, deployed) === undefined ? 1 : 0);
    for (const automation of home.automations.toSorted((a, b) => rank(a) - rank(b))) {
      try {
        await reviewAutomation(automation, home);
      } catch (error) {
        log.warn({ entityId: automation.entityId, err: error }, "automation review failed");
      }
    }
  };
}

/** A rejected fix is offered again once it would repair at least twice as many undone runs. */
const isStillRejected = (draft: SuggestionDraft, { status, automation, evidence }: Suggestion): boolean =>
  status === "rejected" &&
  isSameConfig(automation, draft.automation) &&
  draft.evidence.actions.length < 2 * evidence.actions.length;

const HOME_WIDE_DOMAINS: ReadonlySet<string> = new Set(["person", "input_boolean", "sun"]);
const MAX_SURROUNDINGS = 40;

/** Entities that may become a condition: those in the same areas and home-wide ones. */
function surroundingsOf({ effects }: Plan, { entities }: HomeSnapshot): readonly string[] {
  const targets = new Set(effects.map(({ entityId }) => entityId));
  const areas = new Set([...targets].flatMap((entityId) => entities.get(entityId)?.areaId ?? []));
  return [...entities.values()]
    .filter(({ entityId, isMinable }) => isMinable && !targets.has(entityId) && !isOccurrence(entityId))
    .filter(
      ({ entityId, areaId }) => (areaId !== null && areas.has(areaId)) || HOME_WIDE_DOMAINS.has(domainOf(entityId)),
    )
    .map(({ entityId }) => entityId)
    .slice(0, MAX_SURROUNDINGS);
}
