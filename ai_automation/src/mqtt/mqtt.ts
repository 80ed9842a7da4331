import { setTimeout as wait } from "node:timers/promises";
import type { IPublishPacket, MqttClient } from "mqtt";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import { MINUTE, SECOND, type Now } from "../model/time.ts";
import type { BrokerAddress } from "./broker-address.ts";
import { createCommands, type CommandActions } from "./commands.ts";
import { connectBroker, RETRY } from "./connect.ts";
import type { EventType } from "./news.ts";
import { createPublisher } from "./publisher.ts";
import { RefusedError, type Refusal } from "./refusal.ts";
import type { MqttState } from "./state.ts";
import { commandOf, TOPICS } from "./topics.ts";

/** Publishes the service's state and events to the home's broker and executes commands. Reconnects by itself. */
export interface Mqtt {
  start(): void;
  /** The state may have changed: it is published soon. */
  changed(): void;
  publishEvent(type: EventType, suggestion: { readonly id: number; readonly title: string }): void;
  /** Why the broker refuses the connection; undefined while connected, or while the broker is only unreachable. */
  problem(): Problem | undefined;
  stop(): Promise<void>;
}

export interface MqttParts {
  /** Undefined while there is no broker. Called again after each refusal. */
  readonly broker: () => Promise<BrokerAddress | undefined>;
  /** The broker queues commands under this id while the service is offline. */
  readonly clientId: string;
  readonly version: string;
  /** The home's language. */
  readonly language: () => string;
  readonly state: () => Promise<MqttState>;
  readonly actions: CommandActions;
  readonly onProblem: () => void;
  readonly now: Now;
  readonly log: Log;
}

const DISCONNECT_TIMEOUT = 2 * SECOND;

export function createMqtt(parts: MqttParts): Mqtt {
  const { broker, clientId, version, language, state, actions, onProblem, now, log } = parts;
  const commands = createCommands(actions, log);
  const stopping = new AbortController();
  let client: MqttClient | undefined;
  let searching: Promise<void> | undefined;
  let receiving: Promise<void> | undefined;
  let problem: Problem | undefined;
  let attempts = 0;

  const setProblem = (refusal: Refusal | undefined): void => {
    if (refusal?.message === problem?.message) return;
    problem = refusal === undefined ? undefined : { ...refusal, since: now() };
    if (refusal !== undefined) log.warn(refusal, "mqtt broker refused");
    onProblem();
  };
  const pause = (duration: number): Promise<void> =>
    wait(duration, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
  const publisher = createPublisher({
    client: () => client,
    isStopping: () => stopping.signal.aborted,
    version,
    language,
    state,
    log,
  });
  const receive = async ({ topic, payload, retain }: IPublishPacket): Promise<void> => {
    const bytes = Buffer.from(payload);
    if (topic === TOPICS.homeAssistant && bytes.toString() === "online" && !retain) return publisher.announce();
    const command = commandOf(topic);
    if (command === undefined) return;
    if (retain) return log.warn({ topic }, "retained mqtt command ignored");
    const result = await commands(command, bytes);
    log.info({ command, ok: result.ok }, "mqtt command");
    publisher.publish(TOPICS.result, result, false);
    publisher.changed();
  };
  const open = (address: BrokerAddress): void => {
    const opened = connectBroker({
      address,
      clientId,
      onConnected: () => {
        attempts = 0;
        setProblem(undefined);
      },
      onSubscribed: () => publisher.announce(),
      onMessage: (packet) => (receiving = receive(packet)),
      onRefused: (refusal) => {
        setProblem(refusal);
        searching = searchAgain(opened);
      },
      isClosed: () => client !== opened || stopping.signal.aborted,
      log,
    });
    client = opened;
  };
  const nextDelay = (): number => Math.min(RETRY * 2 ** attempts++, MINUTE);
  /** mqtt.js does not reconnect after a refused login; and the credentials may have changed since. */
  const searchAgain = async (refused: MqttClient): Promise<void> => {
    client = undefined;
    refused.end(true);
    await pause(nextDelay());
    await search();
  };
  const search = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const address = await broker().catch((error: unknown) => {
        if (error instanceof RefusedError) setProblem(error.refusal);
        else log.warn({ err: error }, "mqtt broker could not be looked up");
      });
      if (stopping.signal.aborted) return;
      if (address !== undefined) return open(address);
      await pause(nextDelay());
    }
  };

  return {
    start: () => {
      searching ??= search();
    },
    changed: () => publisher.changed(),
    publishEvent: (type, { id, title }) => {
      if (stopping.signal.aborted) return;
      publisher.publish(TOPICS.event, { event_type: type, suggestion_id: id, title }, false);
      publisher.changed();
    },
    problem: () => problem,
    stop: async () => {
      if (client?.connected === true) publisher.publish(TOPICS.status, "offline", true);
      stopping.abort();
      publisher.stop();
      await searching;
      await Promise.race([receiving?.catch(() => undefined), wait(DISCONNECT_TIMEOUT, undefined, { ref: false })]);
      const last = client;
      if (last === undefined) return;
      const disconnected = last.endAsync(!last.connected).catch(() => undefined);
      await Promise.race([
        disconnected,
        wait(DISCONNECT_TIMEOUT, undefined, { ref: false }).then(() => last.endAsync(true)),
      ]);
    },
  };
}
