import { setTimeout as sleep } from "node:timers/promises";
import { gapsIn } from "../../../src/archive/gaps.ts";
import { createHomeAssistant, type HomeAssistantOptions } from "../../../src/home-assistant/home-assistant.ts";
import type { ChangeArchive } from "../../../src/model/archive.ts";
import type { AutomationRun, HomeAutomation } from "../../../src/model/automation.ts";
import type { BackfillProgress, Home, HomeConnection, HomeState } from "../../../src/model/home.ts";
import type { LevelChange } from "../../../src/model/level.ts";
import type { Log } from "../../../src/model/log.ts";
import type { Interval, StateChange } from "../../../src/model/state-change.ts";
import type { UnitStretch } from "../../../src/model/unit.ts";
import type { FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";

/** Delays of milliseconds instead of seconds. */
const QUICK = {
  firstRetry: 10,
  longestRetry: 40,
  slowRetry: 40,
  connect: 10_000,
  ping: 40,
  pong: 2_000,
  readiness: 10,
  record: 10,
  settle: 40,
  backfill: 60_000,
  backfillWithoutLive: 60_000,
  refresh: 10,
  deployed: 1_000,
  deployedLook: 10,
} as const;

export interface ObservedHome {
  readonly home: Home;
  readonly archive: MemoryArchive;
  readonly states: HomeConnection[];
  readonly progress: BackfillProgress[];
  readonly logged: string[];
  /** The automations after each change. */
  readonly news: (readonly HomeAutomation[])[];
  reach(state: HomeState): Promise<HomeConnection>;
  backfilled(): Promise<void>;
}

export function aHome(
  fake: Pick<FakeHomeAssistant, "url" | "token">,
  options: Partial<HomeAssistantOptions> & { readonly archive?: MemoryArchive } = {},
): ObservedHome {
  const archive = options.archive ?? createMemoryArchive();
  const states: HomeConnection[] = [];
  const progress: BackfillProgress[] = [];
  const logged: string[] = [];
  const news: (readonly HomeAutomation[])[] = [];
  const note = (_: object, event: string): void => void logged.push(event);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const home = createHomeAssistant({
    url: fake.url,
    token: fake.token,
    log,
    ...options,
    retry: { ...QUICK, ...options.retry },
    archive,
    listener: {
      onConnection: (connection) => void states.push(connection),
      onBackfill: (made) => void progress.push(made),
      onAutomations: () => void news.push(home.snapshot()?.automations ?? []),
      onAnswer: () => undefined,
    },
  });
  return {
    home,
    archive,
    states,
    progress,
    logged,
    news,
    reach: async (state) => {
      await until(() => home.connection().state === state, `the state ${state}`);
      // Events of the millisecond of the connection are only in the history, which the fake may not have.
      await sleep(2);
      return home.connection();
    },
    backfilled: () => until(() => home.backfill().state === "done", "the end of the backfill"),
  };
}

export interface MemoryArchive extends ChangeArchive {
  readonly changes: StateChange[];
  readonly levels: LevelChange[];
  /** As recorded, including repeats. */
  readonly units: UnitStretch[];
  /** As recorded, including repeats. */
  readonly runs: AutomationRun[];
  covered(): readonly Interval[];
  /** How often a change was recorded that was stored already. */
  readonly repeats: StateChange[];
  fail(error: Error | null): void;
}

/** Stores changes as the SQLite archive does, and rejects those outside the covered interval, unless that is empty. */
export function createMemoryArchive(): MemoryArchive {
  const changes: StateChange[] = [];
  const levels: LevelChange[] = [];
  const units: UnitStretch[] = [];
  const repeats: StateChange[] = [];
  const runs: AutomationRun[] = [];
  const keys = new Set<string>();
  let covered: readonly Interval[] = [];
  let failure: Error | null = null;
  const record: ChangeArchive["record"] = async (recorded) => {
    const {
      changes: more,
      covered: interval,
      levels: moreLevels = [],
      runs: moreRuns = [],
      units: moreUnits = [],
    } = recorded;
    if (failure !== null) throw failure;
    let added = 0;
    for (const change of more) {
      const isOutside = change.at < interval.from || change.at >= interval.to;
      if (isOutside && interval.from < interval.to) throw new Error("a change outside its interval");
      const key = `${change.entityId} ${change.at}`;
      (keys.has(key) ? repeats : changes).push(change);
      if (!keys.has(key)) added += 1;
      keys.add(key);
    }
    levels.push(...moreLevels);
    runs.push(...moreRuns);
    units.push(...moreUnits);
    covered = merged([...covered, interval]);
    return added;
  };
  return {
    changes,
    levels,
    units,
    repeats,
    covered: () => covered,
    fail: (error) => {
      failure = error;
    },
    runs,
    record,
    recordSoon: async (recorded) => void (await record(recorded)),
    settle: async () => undefined,
    correctCauses: async () => {
      throw new Error("nothing is imported here");
    },
    missing: async (interval) => gapsIn(interval, covered),
  };
}

function merged(intervals: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}
