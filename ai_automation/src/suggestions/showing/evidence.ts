import { createClock } from "../../model/clock.ts";
import { homeUnknown } from "../../model/errors.ts";
import type { HabitTarget } from "../../model/habit.ts";
import type { HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import type { Interval, StateChange } from "../../model/state-change.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { createSun, type SunTimes } from "../../model/sun.ts";
import { actedOn } from "../current-targets.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { HistoryReader, HistorySpan } from "../history-ports.ts";
import type { Miner } from "../miner.ts";
import { namesIn } from "../words/names.ts";

/** Sunrise and sunset of one local day, milliseconds UTC; null where the sun does not rise or set. */
export interface Daylight extends SunTimes {
  /** Days since 1970-01-01 in the home's time zone. */
  readonly day: number;
}

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
  /** Every local day of the history and of the suggestion's replay, oldest first. */
  readonly daylight: readonly Daylight[];
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

  /** Warms up the replay, because editing usually follows and the first replay is slow. */
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
    const { nameOf } = namesIn(home);
    return {
      zone: home.info.zone,
      ...span,
      heldOutFrom: suggestion.replay.from,
      targets: targets.map((target) => ({ ...target, name: nameOf(target.entityId) })),
      actions,
      daylight: daylightOf(home.info, [span, suggestion.replay]),
    };
  };
}

function daylightOf({ zone, ...location }: HomeInfo, spans: readonly Interval[]): readonly Daylight[] {
  const clock = createClock(zone);
  const sunOn = createSun(clock, location);
  const days = new Set<number>();
  for (const { from, to } of spans) for (let day = clock.dayOf(from); day <= clock.dayOf(to - 1); day++) days.add(day);
  return [...days].sort((a, b) => a - b).map((day) => ({ day, ...sunOn(day) }));
}
