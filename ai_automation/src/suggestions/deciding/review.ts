import { randomBytes } from "node:crypto";
import type { AutomationEdit } from "../../automation/read/input.ts";
import { AppError, withCause } from "../../model/errors.ts";
import type { Home, HomeInfo } from "../../model/home.ts";
import type { Interval } from "../../model/state-change.ts";
import { originOf, type RejectReason, type ReplayResult, type Suggestion } from "../../model/suggestion.ts";
import type { HistorySpan } from "../history-ports.ts";
import type { SuggestionStore, Transition } from "../ports.ts";
import type { Renames } from "../renames.ts";
import { renamedAfterEdit } from "../words/edited-name.ts";
import { refuseRisky, type AutomationCheck, type CheckedAutomation } from "./check-automation.ts";
import type { Deployment } from "./deployment.ts";
import { createFixTarget } from "./fix-target.ts";
import { refuseMissing } from "./missing-entities.ts";
import { wrongStatus, type SuggestionAccess } from "./suggestion-access.ts";
import { createUndoing } from "./undoing.ts";

export const REPLAY_SPANS = ["held_out", "all"] as const;

type ReplaySpan = (typeof REPLAY_SPANS)[number];

/** Decisions about a suggestion. Every call may be repeated and returns the current suggestion. */
export interface Review {
  /** @throws AppError not_found, conflict (rejected, or the home lacks an entity that it names), home_refused */
  approve(id: number): Promise<Suggestion>;
  /** @throws AppError not_found, conflict (approved or deployed) */
  reject(id: number, reason: RejectReason, text: string | null): Promise<Suggestion>;
  /**
   * Back to pending; the automation is deleted now or as soon as Home Assistant is back. A fix is undone by restoring
   * the earlier config.
   * @throws AppError conflict (changed since), home_refused, not_ready (a fix, which is undone once the home is back)
   */
  undo(id: number): Promise<Suggestion>;
  restore(id: number): Promise<Suggestion>;
  /** @throws AppError invalid_automation, not_replayable, conflict (not pending, or as for approve), not_ready */
  edit(id: number, edit: AutomationEdit): Promise<Suggestion>;
  /**
   * Like edit, but stores nothing; on the held-out days or on the whole history. Abort the signal once nobody waits for
   * the result.
   */
  replay(id: number, edit: AutomationEdit, span: ReplaySpan, signal?: AbortSignal): Promise<ReplayResult>;
  /** Applies decisions made while Home Assistant was away or the service was down. */
  catchUp(): Promise<void>;
}

export function createReview(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly home: Home;
  readonly check: AutomationCheck;
  readonly deployment: Deployment;
  readonly historySpan: HistorySpan;
  readonly renames: Renames;
}): Review {
  const { access, store, home, check, deployment, historySpan, renames } = parts;
  const { refuseOutdated, restoreConfig } = createFixTarget(home, renames);

  const checkEdit = async (
    id: number,
    edit: AutomationEdit,
    span: ReplaySpan,
    signal?: AbortSignal,
  ): Promise<CheckedEdit> => {
    const suggestion = await access.require(id);
    const intervalOf = (info: HomeInfo): Interval | Promise<Interval> =>
      span === "all" ? historySpan(info) : suggestion.replay;
    return { suggestion, ...(await check(edit, intervalOf, signal)) };
  };

  /** A fix also changes the suggestion that created the automation. */
  const notifyOrigin = async ({ fix }: Suggestion): Promise<void> => {
    if (fix === undefined || fix === null) return;
    const origin = originOf({ id: fix.automationId }, await store.byAutomation(fix.automationId));
    if (origin !== undefined) await access.changed(origin.id);
  };

  const undoing = createUndoing({ access, store, deployment, restoreConfig, notifyOrigin });

  return {
    approve: (id) =>
      access.inTurn(id, async () => {
        const suggestion = await access.require(id);
        if (suggestion.status === "rejected") throw wrongStatus(suggestion, "restore it first");
        if (suggestion.status === "pending") {
          refuseOutdated(suggestion);
          refuseMissing(suggestion.automation, home.snapshot());
          await store.move(id, approval(suggestion));
        }
        const answer = await deployment.deploy(id);
        await notifyOrigin(suggestion);
        const result = await access.changed(id);
        if (answer?.outcome === "refused") throw new AppError("home_refused", answer.reason, withCause(answer.told));
        return result;
      }),
    reject: (id, reason, text) =>
      access.inTurn(id, async () => {
        const suggestion = await access.require(id);
        if (suggestion.status === "rejected") return suggestion;
        if (suggestion.status !== "pending") throw wrongStatus(suggestion, "undo it first");
        const feedback = text === null || text === "" ? reason : `${reason}: ${text}`;
        await store.move(id, {
          step: "rejected",
          from: ["pending"],
          to: "rejected",
          feedback: { action: "rejected", text: feedback },
          detail: { reason },
        });
        return access.changed(id);
      }),
    undo: (id) =>
      access.inTurn(id, async () => {
        const suggestion = await access.require(id);
        if (suggestion.status === "pending") return suggestion;
        if (suggestion.status === "rejected") throw wrongStatus(suggestion, "restore it instead");
        return undoing.undo(suggestion);
      }),
    restore: (id) =>
      access.inTurn(id, async () => {
        const suggestion = await access.require(id);
        if (suggestion.status === "pending") return suggestion;
        if (suggestion.status !== "rejected") throw wrongStatus(suggestion, "undo it instead");
        await store.move(id, { step: "restored", from: ["rejected"], to: "pending" });
        return access.changed(id);
      }),
    edit: (id, edit) =>
      access.inTurn(id, async () => {
        const { suggestion, automation: edited, replay } = await checkEdit(id, edit, "held_out");
        const snapshot = home.snapshot();
        refuseMissing(edited, snapshot);
        if (edit.isRiskConfirmed !== true) refuseRisky(edited, snapshot);
        const { automation, title } = renamedAfterEdit(suggestion.automation, edited, snapshot);
        if (!(await store.modify(id, automation, replay, title)))
          throw wrongStatus(suggestion, "undo or restore it first");
        return access.changed(id);
      }),
    replay: async (id, edit, span, signal) => (await checkEdit(id, edit, span, signal)).replay,
    catchUp: async () => {
      for (const haAutomationId of await store.removals()) await deployment.remove(haAutomationId);
      for (const id of await store.begunUndos()) await undoing.complete(id);
      for (const suggestion of await store.withStatus("approved")) {
        const { id } = suggestion;
        const answer = await access.inTurn(id, () => deployment.deploy(id));
        if (answer === undefined || answer.outcome === "away") continue;
        await notifyOrigin(suggestion);
        await access.changed(id);
      }
    },
  };
}

interface CheckedEdit extends CheckedAutomation {
  readonly suggestion: Suggestion;
}

const approval = ({ fix }: Suggestion): Transition => ({
  step: "approved",
  from: ["pending"],
  to: "approved",
  set: { haAutomationId: fix?.automationId ?? newAutomationId(), refusal: null },
  feedback: { action: "approved", text: null },
});

/** Stored before the first call to Home Assistant, so that a retry replaces the automation instead of adding another. */
const newAutomationId = (): string => `ai_automation_${randomBytes(8).toString("hex")}`;
