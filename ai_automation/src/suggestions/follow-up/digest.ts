import { createClock, type Clock } from "../../model/clock.ts";
import { homeUnknown } from "../../model/errors.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import { switchedBy } from "../current-targets.ts";
import type { RunReader } from "../history-ports.ts";
import type { SuggestionStore } from "../ports.ts";
import { REVERSAL_WINDOW } from "./reversal-window.ts";

/** Activity of the automations created here. */
export interface DigestCounts {
  readonly runs: number;
  /** Runs that were not undone. */
  readonly right: number;
  /** Runs that were undone within `REVERSAL_WINDOW`. */
  readonly wrong: number;
  /** Manual actions saved: the targets of the right runs. */
  readonly saved: number;
}

interface DigestDay extends DigestCounts {
  /** Days since 1970-01-01 on the home's wall clock. */
  readonly day: number;
}

interface DigestAutomation extends DigestCounts {
  readonly suggestionId: number;
  readonly alias: string;
}

export interface Digest {
  readonly zone: string;
  readonly firstDay: number;
  readonly total: DigestCounts;
  readonly days: readonly DigestDay[];
  readonly automations: readonly DigestAutomation[];
}

/** Sums up the week that begins on the given Monday, by default the current week. */
export type Digests = (firstDay?: number) => Promise<Digest>;

const DAYS = 7;

export function createDigests(parts: {
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly store: Pick<SuggestionStore, "withStatus">;
  readonly runs: RunReader;
  readonly now: Now;
}): Digests {
  const { snapshot, store, runs, now } = parts;

  const daysOf = async (
    suggestion: Suggestion,
    entityId: string,
    clock: Clock,
    firstDay: number,
  ): Promise<readonly DigestDay[]> => {
    const since = Date.parse(suggestion.deployedAt ?? "");
    const targets = switchedBy(suggestion);
    const corrections = await runs.corrections(entityId, targets, { since, window: REVERSAL_WINDOW });
    return Promise.all(
      Array.from({ length: DAYS }, async (_, index) => {
        const day = firstDay + index;
        const [from, to] = [clock.instantOf(day, 0), clock.instantOf(day + 1, 0)];
        const { total } = await runs.count(entityId, { from: Math.max(from, since), to });
        const wrong = Math.min(total, corrections.filter((at) => at >= from && at < to).length);
        const right = total - wrong;
        return {
          day,
          runs: total,
          right,
          wrong,
          saved: right * new Set(targets.map((target) => target.entityId)).size,
        };
      }),
    );
  };

  return async (monday) => {
    const home = snapshot();
    if (home === undefined) throw homeUnknown();
    const clock = createClock(home.info.zone);
    const firstDay = monday ?? mondayOf(clock.dayOf(now()));
    const days: DigestDay[] = Array.from({ length: DAYS }, (_, index) => ({ day: firstDay + index, ...NO_COUNTS }));
    const automations: DigestAutomation[] = [];
    for (const suggestion of await store.withStatus("deployed")) {
      if (isFix(suggestion)) continue;
      const automation = home.automations.find(({ id }) => id !== null && id === suggestion.haAutomationId);
      if (suggestion.deployedAt === null || automation === undefined) continue;
      const own = await daysOf(suggestion, automation.entityId, clock, firstDay);
      for (const [index, day] of own.entries()) days[index] = { day: day.day, ...sum([days[index]!, day]) };
      automations.push({ suggestionId: suggestion.id, alias: automation.name, ...sum(own) });
    }
    return { zone: home.info.zone, firstDay, total: sum(days), days, automations };
  };
}

const NO_COUNTS: DigestCounts = { runs: 0, right: 0, wrong: 0, saved: 0 };

const sum = (counts: readonly DigestCounts[]): DigestCounts =>
  counts.reduce(
    (total, { runs, right, wrong, saved }) => ({
      runs: total.runs + runs,
      right: total.right + right,
      wrong: total.wrong + wrong,
      saved: total.saved + saved,
    }),
    NO_COUNTS,
  );

/** 1970-01-01 was a Thursday. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** The Monday of an ISO 8601 week such as `2026-W47`; undefined if the text is not one. */
export function parseWeek(text: string): number | undefined {
  const [, year = "", week = ""] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (year === "" || Number(week) < 1) return undefined;
  const monday = firstMonday(Number(year)) + (Number(week) - 1) * DAYS;
  return monday < firstMonday(Number(year) + 1) ? monday : undefined;
}

/** ISO 8601: the week with 4 January is the first of the year. */
const firstMonday = (year: number): number => mondayOf(Date.UTC(year, 0, 4) / 86_400_000);
