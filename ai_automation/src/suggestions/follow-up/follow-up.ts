import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import { createClock } from "../../model/clock.ts";
import { domainOf } from "../../model/state-change.ts";
import type { HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { type Suggestion, type SuggestionDraft, isFix, originOf } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { RunReader } from "../history-ports.ts";
import { riskyIn } from "../../automation/risk.ts";
import type { Miner } from "../miner.ts";
import type { SuggestionStore } from "../ports.ts";
import { findLevelFix } from "./level-fix.ts";
import { namesIn } from "../words/names.ts";
import { draftFix } from "./fix-draft.ts";
import { followedSince, REVERSAL_WINDOW } from "./observation.ts";
import { isSameConfig, readConfig, readReplayable } from "../../automation/read/config.ts";

/** Looks at what became of the home's automations: offers fixes, and learns from what somebody changed or deleted. */
export function createFollowUp(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly isConnected: () => boolean;
  readonly runs: Pick<RunReader, "followed" | "levelsAfter">;
  readonly miner: Pick<Miner, "fix" | "warm">;
  readonly now: Now;
  readonly log: Log;
}): (info: HomeInfo) => Promise<void> {
  const { access, store, snapshot, isConnected, runs, miner, now, log } = parts;

  /** Missing at the last look: a file that does not load for once is no deletion. */
  const missed = new Set<number>();

  const learnFromTheHome = async (automations: readonly HomeAutomation[]): Promise<void> => {
    for (const suggestion of await store.all()) {
      const { id, status, haAutomationId } = suggestion;
      if (status !== "deployed" || haAutomationId === null) continue;
      const there = automations.find((automation) => automation.id === haAutomationId);
      if (there !== undefined) missed.delete(id);
      else if (missed.has(id)) await access.inTurn(id, () => reject(suggestion));
      else missed.add(id);
      if (there === undefined) continue;
      if (!isFix(suggestion) && !suggestion.isModified) await adoptChange(suggestion, there);
    }
  };
  const reject = async ({ id, haAutomationId }: Suggestion): Promise<void> => {
    const isMoved = await store.move(id, {
      step: "rejected",
      from: ["deployed"],
      to: "rejected",
      set: { haAutomationId: null, deployedAt: null, pausedAt: null, followedSince: null },
      feedback: { action: "rejected", text: "deleted in Home Assistant" },
      detail: { by: "home", ha_automation_id: haAutomationId },
    });
    if (isMoved) await access.changed(id);
  };
  const adoptChange = async (ours: Suggestion, there: HomeAutomation): Promise<void> => {
    const config = readConfig(there.config);
    if (there.config === null || isSameConfig(config, ours.automation)) return;
    await store.adopt(ours.id, config ?? null);
    await access.changed(ours.id);
  };

  const lookForFix = async (automation: HomeAutomation, home: HomeSnapshot): Promise<void> => {
    const config = readReplayable(automation.config);
    if (automation.id === null || config === undefined || riskyIn(config, home) !== undefined) return;
    const known = await store.all();
    const interval = { from: followedSince(automation, known, now()), to: now() };
    const { effects } = parseAutomation(config);
    const part = { since: interval.from, window: REVERSAL_WINDOW };
    const followed = await runs.followed(automation.entityId, effects, part);
    const decided = followed.filter(({ at, undoneAt }) => undoneAt !== null || at <= now() - REVERSAL_WINDOW);
    const clock = createClock(home.info.zone);
    const found = decided.some(({ undoneAt }) => undoneAt !== null)
      ? await miner.fix(home.info, { automation: config, runs: decided, surroundings: surroundingsOf(config, home) })
      : null;
    const targets = effects.map(({ entityId }) => entityId);
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
            interval,
            language: home.info.language,
            nameOf: namesIn(home).nameOf,
            dayOf: (at) => clock.dayOf(at),
          });
    await offer(draft, automation.id, known);
  };
  const offer = async (
    draft: SuggestionDraft | null,
    automationId: string,
    known: readonly Suggestion[],
  ): Promise<void> => {
    const others = known.filter(({ fix }) => fix?.automationId === automationId);
    const waiting = others.find(({ status }) => status === "pending");
    if (draft === null) {
      if (waiting !== undefined) await store.withdraw(waiting.id);
      return;
    }
    if (others.some((other) => isStillRejected(draft, other))) return;
    if (waiting === undefined) {
      const id = await store.offer(draft);
      log.info({ suggestionId: id, haAutomationId: automationId }, "fix offered");
      await access.changed(id);
      return;
    }
    await store.refresh(waiting.id, draft);
    await access.changed(waiting.id);
  };

  return async (info) => {
    const home = snapshot();
    if (home === undefined || !isConnected()) return;
    await learnFromTheHome(home.automations);
    const known = await store.all();
    const ofOurs = ({ id }: HomeAutomation): number => (originOf({ id }, known) === undefined ? 1 : 0);
    await miner.warm(info);
    for (const automation of home.automations.toSorted((a, b) => ofOurs(a) - ofOurs(b))) {
      try {
        await lookForFix(automation, home);
      } catch (error) {
        log.warn({ entityId: automation.entityId, err: error }, "automation could not be followed");
      }
    }
  };
}

/** The same change comes back only when people undid what it would repair twice as often since. */
const isStillRejected = (draft: SuggestionDraft, { status, automation, evidence }: Suggestion): boolean =>
  status === "rejected" &&
  isSameConfig(automation, draft.automation) &&
  draft.evidence.actions.length < 2 * evidence.actions.length;

const EVERYWHERE: ReadonlySet<string> = new Set(["person", "input_boolean", "sun"]);
const MAX_SURROUNDINGS = 40;

/** What may become a condition: what is in the same rooms, and what concerns the whole home. */
function surroundingsOf(config: AutomationConfig, { entities }: HomeSnapshot): readonly string[] {
  const targets = new Set(parseAutomation(config).effects.map(({ entityId }) => entityId));
  const areas = new Set([...targets].flatMap((entityId) => entities.get(entityId)?.areaId ?? []));
  return [...entities.values()]
    .filter(({ entityId, isMinable }) => isMinable && !targets.has(entityId))
    .filter(({ entityId, areaId }) => (areaId !== null && areas.has(areaId)) || EVERYWHERE.has(domainOf(entityId)))
    .map(({ entityId }) => entityId)
    .slice(0, MAX_SURROUNDINGS);
}
