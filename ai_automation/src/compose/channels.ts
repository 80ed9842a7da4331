import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";
import type { Log } from "../model/log.ts";
import { AppError } from "../model/errors.ts";
import type { NotificationAction, Home } from "../model/home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { createIntervalTimer } from "../jobs/interval.ts";
import type { Problem } from "../model/problem.ts";
import { DAY, MINUTE, type Now } from "../model/time.ts";
import { createAttention } from "../notifications/problem-notice.ts";
import { createNotifications, type Notifications } from "../notifications/notifications.ts";
import { createPanelPage } from "../home-assistant/panel-page.ts";
import type { Postponement } from "../suggestions/deciding/postponement.ts";
import { addressOfUrl, askSupervisor, type BrokerAddress } from "../mqtt/broker-address.ts";
import type { Mqtt } from "../mqtt/mqtt.ts";
import { readAuthorities } from "../mqtt/refusal.ts";
import { eventTypeOf } from "../mqtt/news.ts";
import { bestOf, type MqttState } from "../mqtt/state.ts";
import type { Status } from "../suggestions/showing/status.ts";
import type { AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { AnalysisStore, LifecycleStep, SuggestionStore } from "../suggestions/ports.ts";
import type { Review } from "../suggestions/deciding/review.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";

/** What is told outside of the service's own API. */
export interface Channels {
  start(): void;
  /** A suggestion made a step. */
  step(id: number, step: LifecycleStep): Promise<void>;
  /** The home, an analysis or the history changed. */
  changed(): void;
  /** Somebody pressed a button on a phone. */
  answered(answer: NotificationAction): Promise<void>;
  /** What is wrong with what is told to. */
  problems(): readonly Problem[];
  stop(): Promise<void>;
}

interface ChannelParts {
  readonly config: Pick<Config, "broker" | "brokerAuthority" | "home" | "notify">;
  readonly version: string;
  /** Names this installation to the broker; kept secret. */
  readonly secret: Buffer;
  readonly status: () => Promise<Status>;
  readonly home: Home;
  readonly store: SuggestionStore;
  readonly kept: KeyValueStore;
  readonly analyses: Pick<AnalysisStore, "last">;
  readonly analysis: AnalysisJob;
  readonly review: Pick<Review, "approve">;
  readonly postponement: Pick<Postponement, "watch" | "snooze">;
  readonly learning: LearningPause;
  /** Of the service, with those of its channels. */
  readonly problems: () => readonly Problem[];
  readonly now: Now;
  readonly inBackground: (task: string, work: () => Promise<void>) => void;
  readonly log: Log;
}

const LOOK_EVERY = 5 * MINUTE;

/** Without a broker nothing is loaded. */
export async function createChannels(parts: ChannelParts): Promise<Channels> {
  const { config, store, inBackground } = parts;
  const notices = config.notify === "off" ? undefined : createNotices(parts, config.notify);
  const look = (): void => inBackground("tell people", async () => notices?.look());
  const mqtt = config.broker.kind === "none" ? undefined : await openMqtt(parts, config.broker, look);
  const looking = createIntervalTimer(LOOK_EVERY, look);
  return {
    start: () => {
      mqtt?.start();
      looking.start();
    },
    answered: async (answer) => notices?.answered(answer),
    step: async (id, step) => {
      const type = eventTypeOf(step);
      const suggestion = type === undefined || mqtt === undefined ? undefined : await store.find(id);
      if (type !== undefined && suggestion !== undefined) mqtt?.publishEvent(type, suggestion);
      mqtt?.changed();
      look();
    },
    changed: () => {
      mqtt?.changed();
      look();
    },
    problems: () => [mqtt?.problem() ?? []].flat(),
    stop: async () => {
      looking.stop();
      await mqtt?.stop();
    },
  };
}

function createNotices(parts: ChannelParts, kind: "persistent" | "mobile"): Notifications {
  const { config, review, postponement } = parts;
  const page = createPanelPage(config.home.kind === "supervisor" ? config.home.token : null);
  const attend = createAttention({ ...parts, page });
  const choices = {
    create: (id: number) => review.approve(id),
    watch: (id: number) => postponement.watch(id),
    later: (id: number) => postponement.snooze(id),
  };
  const notifications = createNotifications({ ...parts, kind, page, choose: (choice, id) => choices[choice](id) });
  return {
    answered: (answer) => notifications.answered(answer),
    look: async () => {
      await attend();
      await notifications.look();
    },
  };
}

async function openMqtt(
  parts: ChannelParts,
  broker: Exclude<Config["broker"], { kind: "none" }>,
  onProblem: () => void,
): Promise<Mqtt> {
  const { config, version, secret, store, analysis, review, learning, now, log } = parts;
  const { createMqtt } = await import("../mqtt/mqtt.ts");
  return createMqtt({
    broker: async (): Promise<BrokerAddress | undefined> => {
      const address = broker.kind === "url" ? addressOfUrl(broker.url) : await askSupervisor(broker.token);
      const file = config.brokerAuthority;
      return address === undefined || file === null
        ? address
        : { ...address, authorities: await readAuthorities(file) };
    },
    clientId: `ai_automation_${createHash("sha256").update(secret).digest("hex").slice(0, 8)}`,
    version,
    state: () => stateOf(parts),
    actions: {
      analyse: async () => void analysis.start(),
      createBest: async () => {
        const [best] = await pendingSuggestions(store);
        if (best === undefined) throw new AppError("not_found", "No suggestion waits for a decision.");
        await review.approve(best.id);
      },
      pauseLearning: (isPaused) => learning.setPaused(isPaused),
    },
    onProblem,
    now,
    log,
  });
}

async function stateOf({ status, store, analyses, learning }: ChannelParts): Promise<MqttState> {
  const { connection, archive } = await status();
  const waiting = await pendingSuggestions(store);
  const [best] = waiting;
  const finishedAt = (await analyses.last())?.finishedAt;
  const { first, last } = archive;
  return {
    service: connection.state,
    suggestions_waiting: waiting.length,
    best: best === undefined ? null : bestOf(best),
    last_analysis: finishedAt === undefined ? null : new Date(finishedAt).toISOString(),
    history_days: first === null || last === null ? 0 : Math.round((last - first) / DAY),
    learning_paused: learning.isPaused(),
  };
}
