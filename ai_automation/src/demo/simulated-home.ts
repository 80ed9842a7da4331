import type { ChangeArchive } from "../model/archive.ts";
import { createClock } from "../model/clock.ts";
import type { BackfillProgress, Home, HomeConnection, HomeInfo, HomeListener, HomeState } from "../model/home.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { type Now, SECOND } from "../model/time.ts";
import { fillHistory } from "./history-filling.ts";
import { RESIDENTS } from "./household.ts";
import { type KeptAutomations, openKeptAutomations } from "./kept-automations.ts";
import { createPlantedHome, type PlantedHome } from "./planted-home.ts";
import { EXISTING_AUTOMATIONS } from "./planted-habits.ts";
import { validateConfig } from "./validate-config.ts";

export interface SimulatedHomeOptions {
  readonly archive: ChangeArchive;
  readonly listener: HomeListener;
  /** Where deployed automations are kept; null keeps them in memory. */
  readonly statePath: string | null;
  readonly seed?: number;
  /** Default 60. */
  readonly historyDays?: number;
  readonly now?: Now;
  /** Default 1,000. */
  readonly tickMilliseconds?: number;
}

const INFO: HomeInfo = {
  name: "Simulated home",
  version: "2026.7.0",
  zone: "Europe/Amsterdam",
  latitude: 52.37,
  longitude: 4.89,
  language: "en",
};

const DEFAULTS = { seed: 1, historyDays: 60, now: Date.now, tickMilliseconds: SECOND } as const;

interface Running {
  readonly planted: PlantedHome;
  readonly kept: KeptAutomations;
}

/** A home for those who have no Home Assistant at hand: it has a past, lives on, and runs what is deployed to it. */
export function createSimulatedHome(given: SimulatedHomeOptions): Home {
  const options = { ...DEFAULTS, ...given };
  const { archive, listener, now, historyDays, tickMilliseconds } = options;
  const clock = createClock(INFO.zone);
  let connection: HomeConnection = describe("connecting", "The simulated home is about to start.", now());
  let backfill: BackfillProgress = { state: "waiting", daysRead: 0, coveredSince: null, changesRead: 0 };
  let running: Running | undefined;
  let lastSnapshot: ReturnType<Home["snapshot"]>;
  let recordedUntil: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  const enter = (state: HomeState, message: string): void => {
    if (connection.state === state && connection.message === message) return;
    connection = describe(state, message, now());
    listener.onConnection(connection);
  };

  const onProgress = (progress: BackfillProgress): void => {
    backfill = progress;
    listener.onBackfill(progress);
  };

  const changesBetween = ({ planted, kept }: Running, { from, to }: Interval): readonly StateChange[] => {
    const changes: StateChange[] = [];
    for (let day = clock.dayOf(from); day <= clock.dayOf(to - 1); day++)
      changes.push(...planted.changesOfDay(day, kept.running()).filter(({ at }) => at >= from && at < to));
    return changes;
  };

  const keepUp = async (home: Running): Promise<void> => {
    const to = now();
    if (recordedUntil === null) {
      const from = clock.instantOf(clock.dayOf(to) - historyDays, 0);
      const isStopped = (): boolean => running !== home;
      const between = (interval: Interval): readonly StateChange[] => changesBetween(home, interval);
      await fillHistory({ clock, archive, changesBetween: between, onProgress, isStopped }, { from, to });
      if (!isStopped()) recordedUntil = to;
    } else if (to > recordedUntil) {
      const interval = { from: recordedUntil, to };
      await archive.record(changesBetween(home, interval), interval);
      recordedUntil = to;
    }
  };

  const tick = async (home: Running): Promise<void> => {
    try {
      await keepUp(home);
      if (running === home) enter("connected", CONNECTED);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      enter("unreachable", `What happens in the simulated home could not be kept and is tried again: ${reason}`);
    }
    if (running !== home) return;
    timer = setTimeout(() => {
      working = tick(home);
    }, tickMilliseconds);
  };

  const snapshot: Home["snapshot"] = () => {
    if (running === undefined) return lastSnapshot;
    const { planted, kept } = running;
    lastSnapshot = {
      info: INFO,
      entities: new Map(planted.entities.map((entity) => [entity.entityId, entity])),
      persons: RESIDENTS.map(({ userId, name }) => ({ userId, name })),
      automations: [...planted.automations, ...kept.current()],
    };
    return lastSnapshot;
  };

  return {
    /** Resolves when the home is there; its history follows in the background. */
    start: async () => {
      if (running !== undefined) return;
      const firstDay = clock.dayOf(now()) - historyDays;
      const takenEntityIds = [...EXISTING_AUTOMATIONS.keys()];
      const kept = await openKeptAutomations({ statePath: options.statePath, firstDay, takenEntityIds });
      const span = { firstDay: kept.firstDay, days: historyDays };
      const planted = createPlantedHome({ seed: options.seed, clock, location: INFO, ...span });
      running = { planted, kept };
      recordedUntil = null;
      enter("connected", CONNECTED);
      working = tick(running);
    },
    stop: async () => {
      snapshot();
      running = undefined;
      clearTimeout(timer);
      await working;
      enter("stopped", "The simulated home was stopped.");
    },
    connection: () => connection,
    backfill: () => backfill,
    snapshot,
    validate: async (config) => (running === undefined ? undefined : validateConfig(config)),
    deploy: async (id, config) => {
      if (running === undefined) return { outcome: "away", reason: AWAY };
      const validation = validateConfig(config);
      if (!validation.valid) return { outcome: "refused", reason: validation.reason };
      return { outcome: "deployed", entityId: await running.kept.put(id, config, now()) };
    },
    remove: async (id) => {
      if (running === undefined) return "away";
      await running.kept.drop(id, now());
      return "removed";
    },
  };
}

const CONNECTED = "The simulated home is running.";
const AWAY = "The simulated home is not running.";

const describe = (state: HomeState, message: string, since: number): HomeConnection => ({
  kind: "simulated",
  state,
  message,
  since,
});
