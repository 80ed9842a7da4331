import { setImmediate as nextTurn } from "node:timers/promises";
import { connect, ErrorWithReasonCode, type IPublishPacket, type MqttClient } from "mqtt";
import type { Log } from "../model/log.ts";
import { SECOND } from "../model/time.ts";
import type { BrokerAddress } from "./broker-address.ts";
import { refusalOf, type Refusal } from "./refusal.ts";
import { TOPICS } from "./topics.ts";

export interface ConnectParts {
  readonly address: BrokerAddress;
  readonly clientId: string;
  /** Called after each connect, before the topics are subscribed. */
  readonly onConnected: () => void;
  /** Called after each connect, once the topics are subscribed. */
  readonly onSubscribed: () => void;
  /** A message is acknowledged once this resolves. */
  readonly onMessage: (packet: IPublishPacket) => Promise<void>;
  /** The connection cannot succeed as it is configured; `refusal` is undefined if the reason is unknown. */
  readonly onRefused: (refusal: Refusal | undefined) => void;
  /** From then on, errors are ignored, and messages are left to the broker, which delivers them again. */
  readonly isClosed: () => boolean;
  readonly log: Log;
}

/** Milliseconds, randomly up to doubled, so that clients do not all reconnect to a restarted broker at once. */
export const RETRY = 2 * SECOND;

/** Connects with a persistent session and a last will; reconnects after a lost connection. */
export function connectBroker(parts: ConnectParts): MqttClient {
  const { address, clientId, onConnected, onSubscribed, onMessage, onRefused, isClosed, log } = parts;
  const { url, username, password, authorities } = address;
  const client = connect(url, {
    clientId,
    clean: false,
    resubscribe: false,
    reconnectPeriod: RETRY + Math.random() * RETRY,
    will: { topic: TOPICS.status, payload: Buffer.from("offline"), qos: 1, retain: true },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
  });
  // mqtt.js sends the acknowledgement when `done` is called, so a message that was not processed is delivered again.
  // It then handles the next message that it has received at once: requests would wait for all of them.
  client.handleMessage = (packet, done) => {
    if (isClosed()) return;
    void onMessage(packet)
      .catch((error: unknown) => log.error({ err: error, topic: packet.topic }, "mqtt message failed"))
      .then(() => nextTurn())
      .finally(() => done());
  };
  client.on("connect", () => {
    log.info({ url }, "mqtt connected");
    onConnected();
    client
      .subscribeAsync([TOPICS.commands, TOPICS.homeAssistant], { qos: 1 })
      .then(onSubscribed)
      .catch((error: unknown) => log.warn({ err: error }, "mqtt topics could not be subscribed"));
  });
  client.on("error", (error) => {
    if (isClosed()) return;
    const refusal = refusalOf(error, address);
    if (refusal === undefined && !(error instanceof ErrorWithReasonCode))
      return log.warn({ url, problem: error.message }, "mqtt connection failed");
    onRefused(refusal);
  });
  client.on("offline", () => log.info({ url }, "mqtt broker is offline"));
  return client;
}
