import { setTimeout as wait } from "node:timers/promises";
import { connect, ErrorWithReasonCode, type IPublishPacket, type MqttClient } from "mqtt";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import { MINUTE, type Now, SECOND } from "../model/time.ts";
import type { BrokerAddress } from "./broker-address.ts";
import { type CommandActions, createCommands } from "./commands.ts";
import { discoveryPayload } from "./discovery.ts";
import type { EventType } from "./news.ts";
import { type Refusal, RefusedError, refusalOf } from "./refusal.ts";
import type { MqttState } from "./state.ts";
import { commandOf, TOPICS } from "./topics.ts";

/** The service as the home's broker sees it. Away brokers are tried again by themselves. */
export interface Mqtt {
  start(): void;
  /** Something that the state shows may have changed: told soon. */
  changed(): void;
  tell(type: EventType, suggestion: { readonly id: number; readonly title: string }): void;
  /** Why the broker is not used; undefined while it is, or is only away. */
  problem(): Problem | undefined;
  stop(): Promise<void>;
}

export interface MqttParts {
  /** Undefined while there is none; asked again after each refusal. */
  readonly broker: () => Promise<BrokerAddress | undefined>;
  /** The broker keeps commands for it while it is away. */
  readonly clientId: string;
  readonly version: string;
  readonly state: () => Promise<MqttState>;
  readonly actions: CommandActions;
  readonly onProblem: () => void;
  readonly now: Now;
  readonly log: Log;
}

const RETRY = 2 * SECOND;
const TOLD_WITHIN = 500;
const LEAVE_WITHIN = 2 * SECOND;

export function createMqtt(parts: MqttParts): Mqtt {
  const { broker, clientId, version, actions, onProblem, now, log } = parts;
  const commands = createCommands(actions, log);
  const stopping = new AbortController();
  let client: MqttClient | undefined;
  let searching: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let told = "";
  let problem: Problem | undefined;
  let tries = 0;

  const setProblem = (refusal: Refusal | undefined): void => {
    if (refusal?.message === problem?.message) return;
    problem = refusal === undefined ? undefined : { ...refusal, since: now() };
    if (refusal !== undefined) log.warn(refusal, "mqtt broker refused");
    onProblem();
  };
  const pause = (duration: number): Promise<void> =>
    wait(duration, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
  const publish = (topic: string, payload: string | object, retain: boolean): void => {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    client?.publish(topic, text, { qos: 1, retain }, (error) => {
      if (error && !stopping.signal.aborted) log.warn({ err: error, topic }, "mqtt message could not be sent");
    });
  };
  const tellState = async (): Promise<void> => {
    const text = JSON.stringify(await parts.state());
    if (text === told || client?.connected !== true) return;
    told = text;
    publish(TOPICS.state, text, true);
  };
  const changed = (): void => {
    if (stopping.signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      tellState().catch((error: unknown) => log.warn({ err: error }, "mqtt state could not be told"));
    }, TOLD_WITHIN).unref();
  };
  const announce = (): void => {
    publish(TOPICS.discovery, discoveryPayload(version), true);
    publish(TOPICS.status, "online", true);
    told = "";
    changed();
  };
  const hear = async ({ topic, payload, retain }: IPublishPacket): Promise<void> => {
    const bytes = Buffer.from(payload);
    if (topic === TOPICS.homeAssistant && bytes.toString() === "online" && !retain) return announce();
    const command = commandOf(topic);
    if (command === undefined) return;
    if (retain) return log.warn({ topic }, "a retained mqtt command is ignored");
    const result = await commands(command, bytes);
    log.info({ command, ok: result.ok }, "mqtt command");
    publish(TOPICS.result, result, false);
    changed();
  };
  const open = (address: BrokerAddress): void => {
    const { url, username, password, authorities } = address;
    const opened = connect(url, {
      clientId,
      clean: false,
      resubscribe: false,
      reconnectPeriod: RETRY + Math.random() * RETRY,
      will: { topic: TOPICS.status, payload: Buffer.from("offline"), qos: 1, retain: true },
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(authorities === undefined ? {} : { ca: [...authorities] }),
    });
    client = opened;
    // mqtt.js acknowledges once this calls back: what is not carried out is delivered again.
    opened.handleMessage = (packet, done) => {
      hear(packet)
        .catch((error: unknown) => log.error({ err: error, topic: packet.topic }, "mqtt message failed"))
        .finally(() => done());
    };
    opened.on("connect", () => {
      log.info({ url }, "mqtt connected");
      tries = 0;
      setProblem(undefined);
      opened
        .subscribeAsync([TOPICS.commands, TOPICS.homeAssistant], { qos: 1 })
        .then(announce)
        .catch((error: unknown) => log.warn({ err: error }, "mqtt topics could not be subscribed"));
    });
    opened.on("error", (error) => {
      if (client !== opened || stopping.signal.aborted) return;
      const refusal = refusalOf(error, address);
      if (refusal === undefined && !(error instanceof ErrorWithReasonCode))
        return log.warn({ url, problem: error.message }, "mqtt connection failed");
      setProblem(refusal);
      searching = searchAgain(opened);
    });
    opened.on("offline", () => log.info({ url }, "mqtt broker is away"));
  };
  const longer = (): number => Math.min(RETRY * 2 ** tries++, MINUTE);
  /** mqtt.js gives up after a refused login; what it is to send may have changed, too. */
  const searchAgain = async (refused: MqttClient): Promise<void> => {
    client = undefined;
    refused.end(true);
    await pause(longer());
    await search();
  };
  const search = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const address = await broker().catch((error: unknown) => {
        if (error instanceof RefusedError) setProblem(error.refusal);
        else log.warn({ err: error }, "mqtt broker could not be asked for");
      });
      if (stopping.signal.aborted) return;
      if (address !== undefined) return open(address);
      await pause(longer());
    }
  };

  return {
    start: () => {
      searching ??= search();
    },
    changed,
    tell: (type, { id, title }) => {
      if (stopping.signal.aborted) return;
      publish(TOPICS.event, { event_type: type, suggestion_id: id, title }, false);
      changed();
    },
    problem: () => problem,
    stop: async () => {
      if (client?.connected === true) publish(TOPICS.status, "offline", true);
      stopping.abort();
      clearTimeout(timer);
      await searching;
      const last = client;
      if (last === undefined) return;
      const leaving = last.endAsync(!last.connected).catch(() => undefined);
      await Promise.race([leaving, wait(LEAVE_WITHIN, undefined, { ref: false }).then(() => last.endAsync(true))]);
    },
  };
}
