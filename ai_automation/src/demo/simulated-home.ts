import type { ChangeArchive } from "../model/archive.ts";
import type { AutomationConfig, AutomationRun } from "../model/automation.ts";
import { createClock } from "../model/clock.ts";
import type {
  BackfillProgress,
  Deployed,
  Home,
  HomeConnection,
  HomeInfo,
  HomeListener,
  HomeNotices,
  HomeSnapshot,
  HomeState,
  HomeUsers,
} from "../model/home.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { HOUR, SECOND, type Now } from "../model/time.ts";
import { createdAutomations } from "./created-automations.ts";
import type { DayEvents } from "./day-simulation.ts";
import { openDeployedAutomations, type DeployedAutomations } from "./deployed-automations.ts";
import { familyIn } from "./family.ts";
import { RESIDENTS, restStateOf } from "./household.ts";
import { startRecording } from "./live-recording.ts";
import { createPlantedHome, type PlantedHome } from "./planted-home.ts";
import type { RunningAutomation } from "./rules.ts";
import { createSimulatedTrials } from "./trials.ts";
import { validateConfig } from "./validate-config.ts";
import { homeWordsOf, type HomeLanguage } from "./words/words.ts";

export interface SimulatedHomeOptions {
  readonly archive: ChangeArchive;
  readonly listener: HomeListener;
  /** Stores deployed automations; null keeps them in memory. */
  readonly statePath: string | null;
  /** Of its names, and of what is said about it. Default en. */
  readonly language?: HomeLanguage;
  readonly seed?: number;
  /** Default 60. */
  readonly historyDays?: number;
  readonly now?: Now;
  /** Default 1,000. */
  readonly tickMilliseconds?: number;
}

const INFO = {
  version: "2026.7.0",
  zone: "Europe/Amsterdam",
  latitude: 52.37,
  longitude: 4.89,
} as const;

const DEFAULTS = { language: "en", seed: 1, historyDays: 60, now: Date.now, tickMilliseconds: SECOND } as const;

const WAITING: BackfillProgress = {
  state: "waiting",
  daysRead: 0,
  coveredSince: null,
  changesRead: 0,
  secondsLeft: null,
};

interface Running {
  readonly info: HomeInfo;
  readonly planted: PlantedHome;
  readonly deployed: DeployedAutomations;
  readonly stop: () => Promise<void>;
}

/**
 * A home for users without Home Assistant: it has a history, continues to live, and runs deployed automations. `start`
 * resolves when the home is running; the history follows in the background.
 */
export function createSimulatedHome(given: SimulatedHomeOptions): Home {
  const options = { ...DEFAULTS, ...given };
  const { listener, now } = options;
  let connection = connectionOf("connecting", "The simulated home is starting.", now());
  let backfill = WAITING;
  let snapshot: HomeSnapshot | undefined;
  let running: Running | undefined;
  let starting: Promise<void> | undefined;

  const setConnection = (state: HomeState, message: string): void => {
    if (connection.state === state && connection.message === message) return;
    connection = connectionOf(state, message, now());
    listener.onConnection(connection);
  };

  const open = async (): Promise<void> => {
    const { planted, deployed, info } = await openHome(options);
    setConnection("connected", CONNECTED);
    const stop = startRecording({
      ...options,
      clock: CLOCK,
      eventsBetween: (interval) =>
        withTrials(eventsBetween(planted, deployed.running(), interval), trials.changes(), interval),
      onProgress: (progress) => {
        backfill = progress;
        listener.onBackfill(progress);
      },
      onRecorded: () => setConnection("connected", CONNECTED),
      onFailed: (cause) =>
        setConnection("unreachable", `${NOT_STORED} ${cause instanceof Error ? cause.message : String(cause)}`),
    });
    running = { planted, deployed, info, stop };
  };

  const refreshSnapshot = (): HomeSnapshot | undefined => {
    if (running !== undefined) snapshot = snapshotOf(running);
    return snapshot;
  };

  const trials = createSimulatedTrials({
    away: () => (running === undefined ? AWAY : undefined),
    stateOf: (entityId) => (running === undefined ? undefined : stateNow(running, trials.changes(), entityId, now())),
    now,
  });

  return {
    users: NO_USERS,
    trials,
    notices: NO_NOTICES,
    tasks: { generate: async () => ({ outcome: "refused", reason: "The simulated home has no language model." }) },
    start: () => {
      starting ??= open().catch((cause: unknown) => {
        starting = undefined;
        throw cause;
      });
      return starting;
    },
    stop: async () => {
      await Promise.allSettled([starting]);
      refreshSnapshot();
      const stopped = running?.stop();
      running = undefined;
      starting = undefined;
      await stopped;
      setConnection("stopped", "The simulated home was stopped.");
    },
    connection: () => connection,
    backfill: () => backfill,
    problems: () => [],
    snapshot: refreshSnapshot,
    validate: async (config) => (running === undefined ? undefined : validateConfig(config)),
    deploy: async (id, config) => {
      const deployed = running === undefined ? AWAY : await put(running, id, config, now());
      listener.onAutomations();
      return deployed;
    },
    update: async (id, config) => {
      if (running === undefined) return AWAY;
      const existing = running.deployed.current().find((automation) => automation.id === id);
      if (existing === undefined) return { outcome: "refused", reason: "The automation no longer exists." };
      const deployed = await put(running, id, config, now());
      if (deployed.outcome === "deployed" && !existing.isOn) await running.deployed.setEnabled(id, false, now());
      listener.onAutomations();
      return deployed;
    },
    remove: async (id) => {
      if (running === undefined) return "away";
      await running.deployed.remove(id, now());
      listener.onAutomations();
      return "removed";
    },
    setEnabled: async (id, isEnabled) => {
      if (running === undefined) return { outcome: "away", reason: NOT_RUNNING };
      const exists = await running.deployed.setEnabled(id, isEnabled, now());
      listener.onAutomations();
      return { outcome: exists ? "done" : "missing" };
    },
    // It has no labels.
    removeUnusedLabel: () => Promise.resolve(),
  };
}

async function put({ deployed }: Running, id: string, config: AutomationConfig, at: number): Promise<Deployed> {
  const validation = validateConfig(config);
  if (!validation.valid) return { outcome: "refused", reason: validation.reason };
  return { outcome: "deployed", entityId: await deployed.put(id, config, at) };
}

/** Nobody can log in to the simulated home. */
const NO_USERS: HomeUsers = {
  userOf: async () => ({ outcome: "unknown" }),
  userOfToken: async () => ({ outcome: "unknown" }),
};
const NO_NOTICES: HomeNotices = {
  phones: async () => [],
  show: async () => "done",
  dismiss: async () => "done",
  push: async () => "nowhere",
  isShown: async () => false,
  withdraw: async () => "done",
};
const CLOCK = createClock(INFO.zone);
const CONNECTED = "The simulated home is running.";
const NOT_RUNNING = "The simulated home is not running.";
const AWAY = { outcome: "away", reason: NOT_RUNNING } as const;
const NOT_STORED = "The events of the simulated home could not be stored and will be retried:";

async function openHome(options: Required<SimulatedHomeOptions>): Promise<Omit<Running, "stop">> {
  const { statePath, seed, historyDays, now, language } = options;
  const words = homeWordsOf(language);
  const scenario = familyIn(words);
  const info = { ...INFO, name: words.home, language };
  const firstDay = CLOCK.dayOf(now()) - historyDays;
  const createdAt = CLOCK.instantOf(firstDay + Math.floor(historyDays / 2), 12 * HOUR);
  const deployed = await openDeployedAutomations({
    statePath,
    firstDay,
    takenEntityIds: [...scenario.automations.keys()],
    initial: createdAutomations(info, scenario.entities).map((one) => ({ ...one, from: createdAt })),
  });
  const span = { firstDay: deployed.firstDay, days: historyDays };
  const planted = createPlantedHome({ seed, clock: CLOCK, location: INFO, scenario, noise: NOISE, ...span });
  return { deployed, planted, info };
}

/** Less than in the measured home: what people do for no reason is not what is shown here. */
const NOISE = 0.08;

function eventsBetween(planted: PlantedHome, running: readonly RunningAutomation[], { from, to }: Interval): DayEvents {
  const changes: StateChange[] = [];
  const runs: AutomationRun[] = [];
  const isInside = ({ at }: { readonly at: number }): boolean => at >= from && at < to;
  for (let day = CLOCK.dayOf(from); day <= CLOCK.dayOf(to - 1); day++) {
    changes.push(...planted.changesOfDay(day, running).filter(isInside));
    runs.push(...planted.runsOfDay(day, running).filter(isInside));
  }
  return { changes, runs };
}

const withTrials = (events: DayEvents, trials: readonly StateChange[], { from, to }: Interval): DayEvents => {
  const tried = trials.filter(({ at }) => at >= from && at < to);
  if (tried.length === 0) return events;
  return { ...events, changes: [...events.changes, ...tried].toSorted((one, other) => one.at - other.at) };
};

/** Days in which the last change of an entity is looked for. */
const LOOK_BACK = 3;

/** The state after the last change; what has not changed for days is at rest. */
function stateNow(
  { planted, deployed }: Running,
  trials: readonly StateChange[],
  entityId: string,
  at: number,
): string | undefined {
  if (!planted.entities.some((entity) => entity.entityId === entityId)) return undefined;
  const today = CLOCK.dayOf(at);
  const from = CLOCK.instantOf(today - LOOK_BACK, 0);
  const { changes } = eventsBetween(planted, deployed.running(), { from, to: at });
  const last = [...changes, ...trials]
    .filter((change) => change.entityId === entityId && change.at <= at)
    .toSorted((one, other) => one.at - other.at)
    .at(-1);
  return last?.state ?? restStateOf(entityId);
}

function snapshotOf({ planted, deployed, info }: Running): HomeSnapshot {
  return {
    info,
    entities: new Map(planted.entities.map((entity) => [entity.entityId, entity])),
    persons: RESIDENTS.map(({ userId, name, entityId }) => ({ userId, name, entityId })),
    automations: [...planted.automations, ...deployed.current()],
  };
}

function connectionOf(state: HomeState, message: string, since: number): HomeConnection {
  return { kind: "simulated", state, message, since };
}
