import type { Config } from "../config/config.ts";
import { createIntervalTimer } from "../jobs/interval.ts";
import type { ArchiveSummary } from "../model/archive.ts";
import type { Home } from "../model/home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { createSharedRun } from "../model/keyed-queue.ts";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import { MINUTE, type Now } from "../model/time.ts";
import { addressOfUrl, askSupervisor, type BrokerAddress } from "../mqtt/broker-address.ts";
import { clientIdOf } from "../mqtt/client-id.ts";
import { createActions } from "../mqtt/command-actions.ts";
import type { Mqtt } from "../mqtt/mqtt.ts";
import { eventTypeOf } from "../mqtt/news.ts";
import { readAuthorities } from "../mqtt/refusal.ts";
import { createStateReader } from "../mqtt/state.ts";
import { createAttentionNotice } from "../notifications/attention-notice.ts";
import { createNotifications, type Notifications } from "../notifications/notifications.ts";
import type { Postponement } from "../suggestions/deciding/postponement.ts";
import type { Review } from "../suggestions/deciding/review.ts";
import type { AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { Digests } from "../suggestions/follow-up/digest.ts";
import type { AnalysisStore, SuggestionStore } from "../suggestions/ports.ts";
import type { Events } from "./events.ts";
import type { InBackground } from "./in-background.ts";

/** Notifications and MQTT, the service's interfaces besides HTTP. */
export interface Channels {
  start(): void;
  /** Problems of the service, of the home and of the channels. */
  problems(): readonly Problem[];
  stop(): Promise<void>;
}

interface ChannelParts {
  readonly config: Pick<Config, "broker" | "brokerAuthority" | "home" | "notify">;
  readonly version: string;
  /** Identifies this installation to the broker; stays secret. */
  readonly secret: Buffer;
  readonly home: Home;
  readonly summary: () => Promise<ArchiveSummary>;
  readonly store: SuggestionStore;
  readonly keyValues: KeyValueStore;
  readonly analyses: Pick<AnalysisStore, "last">;
  readonly analysis: AnalysisJob;
  readonly review: Pick<Review, "approve">;
  readonly postponement: Pick<Postponement, "watch" | "snooze">;
  readonly learning: LearningPause;
  readonly digests: Digests;
  /** The address of the panel in the home's interface, or null. */
  readonly page: () => Promise<string | null>;
  /** Problems of the service itself. */
  readonly problems: readonly Problem[];
  readonly events: Events;
  readonly now: Now;
  readonly inBackground: InBackground;
  readonly log: Log;
}

const LOOK_EVERY = 5 * MINUTE;

export async function createChannels(parts: ChannelParts): Promise<Channels> {
  const { config, home, store, events, inBackground } = parts;
  // The broker's client and the notices need each other: the notices show why a broker is not used.
  let mqtt: Mqtt | undefined;
  const problems = (): readonly Problem[] => [...parts.problems, ...home.problems(), ...[mqtt?.problem() ?? []].flat()];
  const notices = config.notify === "off" ? undefined : createNotices({ ...parts, problems }, config.notify);
  const look = (): void => inBackground("send notifications", async () => notices?.look());
  if (config.broker.kind !== "none") mqtt = await openMqtt(parts, config.broker, look);
  const looking = createIntervalTimer(LOOK_EVERY, look);

  const changed = (): void => {
    mqtt?.changed();
    look();
  };
  events.on("homeConnectionChanged", "update channels", changed);
  events.on("dayPassed", "update channels", changed);
  events.on("learningChanged", "update channels", changed);
  events.on("jobChanged", "update channels", ({ status }) => {
    if (status !== "running") changed();
  });
  events.on("suggestionStepped", "update channels", async (id, step) => {
    const type = eventTypeOf(step);
    const suggestion = type === undefined || mqtt === undefined ? undefined : await store.find(id);
    if (type !== undefined && suggestion !== undefined) mqtt?.publishEvent(type, suggestion);
    changed();
  });
  events.on("notificationAnswered", "handle a notification button", async (answer) => notices?.answered(answer));

  return {
    start: () => {
      mqtt?.start();
      looking.start();
    },
    problems,
    stop: async () => {
      looking.stop();
      await mqtt?.stop();
    },
  };
}

function createNotices(
  parts: Omit<ChannelParts, "problems"> & { readonly problems: () => readonly Problem[] },
  kind: "persistent" | "mobile",
): Notifications {
  const { review, postponement } = parts;
  const attend = createAttentionNotice(parts);
  const choices = {
    create: (id: number) => review.approve(id),
    watch: (id: number) => postponement.watch(id),
    later: (id: number) => postponement.snooze(id),
  };
  const notifications = createNotifications({
    ...parts,
    kind,
    isSearching: () => parts.analysis.running() !== null,
    choose: (choice, id) => choices[choice](id),
  });
  return {
    answered: (answer) => notifications.answered(answer),
    look: createSharedRun(async () => {
      await attend();
      await notifications.look();
    }),
  };
}

/** Loads the MQTT library only if a broker is configured. */
async function openMqtt(
  parts: ChannelParts,
  broker: Exclude<Config["broker"], { kind: "none" }>,
  onProblem: () => void,
): Promise<Mqtt> {
  const { config, version, secret, home, now, log } = parts;
  const { createMqtt } = await import("../mqtt/mqtt.ts");
  return createMqtt({
    broker: async (): Promise<BrokerAddress | undefined> => {
      const address = broker.kind === "url" ? addressOfUrl(broker.url) : await askSupervisor(broker.token);
      const file = config.brokerAuthority;
      return address === undefined || file === null
        ? address
        : { ...address, authorities: await readAuthorities(file) };
    },
    clientId: clientIdOf(secret),
    version,
    language: () => home.snapshot()?.info.language ?? "en",
    state: createStateReader({ ...parts, connection: () => home.connection() }),
    actions: createActions(parts),
    onProblem,
    now,
    log,
  });
}
