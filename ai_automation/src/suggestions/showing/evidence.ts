import type { HabitTarget } from "../../model/habit.ts";
import type { HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import type { Interval, StateChange } from "../../model/state-change.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import type { Location } from "../../model/sun.ts";
import { actedOn } from "../follow-up/current-targets.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { HistoryReader, HistorySpan } from "../history-ports.ts";
import type { Miner } from "../miner.ts";
import { namesIn } from "../words/names.ts";
import { homeUnknown } from "../../model/errors.ts";

/** Data for the chart of manual actions by day and time. Instants in milliseconds UTC. */
export interface EvidencePicture {
  readonly zone: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Start of the held-out days. */
  readonly heldOutFrom: number;
  readonly targets: readonly (HabitTarget & { readonly name: string })[];
  /** Manual actions on the targets, oldest first. */
  readonly actions: readonly StateChange[];
  readonly sun: Location | null;
}

const MAX_ACTIONS = 5_000;

/** @throws AppError not_found, not_ready */
export function createEvidence(parts: {
  readonly access: Pick<SuggestionAccess, "require">;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly history: HistoryReader;
  readonly historySpan: HistorySpan;
  readonly miner: Pick<Miner, "replay" | "warm">;
  readonly log: Log;
}): (id: number) => Promise<EvidencePicture> {
  const { access, snapshot, history, historySpan, miner, log } = parts;

  /** Editing usually follows, and the first replay is the slow one: run it ahead. */
  const warmUp = async (info: HomeInfo, { automation }: Suggestion, span: Interval): Promise<void> => {
    await miner.warm(info);
    await miner.replay(info, automation, span);
  };
  const warmingUp = new Set<number>();
  return async (id) => {
    const suggestion = await access.require(id);
    const home = snapshot();
    if (home === undefined) throw homeUnknown();
    const span = await historySpan(home.info);
    if (!warmingUp.has(id)) {
      warmingUp.add(id);
      warmUp(home.info, suggestion, span)
        .catch((error: unknown) => log.debug({ suggestionId: id, err: error }, "replay warm-up failed"))
        .finally(() => warmingUp.delete(id));
    }
    const targets = actedOn(suggestion);
    const entityIds = [...new Set(targets.map(({ entityId }) => entityId))];
    const actions = await history.actions(entityIds, span, MAX_ACTIONS);
    const { zone, latitude, longitude } = home.info;
    const { nameOf } = namesIn(home);
    return {
      zone,
      ...span,
      heldOutFrom: suggestion.replay.from,
      targets: targets.map((target) => ({ ...target, name: nameOf(target.entityId) })),
      actions,
      sun: { latitude, longitude },
    };
  };
}
