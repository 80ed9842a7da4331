import type { MqttClient } from "mqtt";
import type { Log } from "../model/log.ts";
import { discoveryPayload } from "./discovery.ts";
import type { MqttState } from "./state.ts";
import { TOPICS } from "./topics.ts";

export interface Publisher {
  publish(topic: string, payload: string | object, retain: boolean): void;
  /** Publishes discovery, availability and state. */
  announce(): void;
  /** Publishes the state soon, if it differs from the published one. */
  changed(): void;
  /** Cancels a state that is about to be published. */
  stop(): void;
}

export interface PublisherParts {
  /** Undefined while there is no broker. */
  readonly client: () => MqttClient | undefined;
  readonly isStopping: () => boolean;
  readonly version: string;
  /** The home's, in which its entities are named. */
  readonly language: () => string;
  readonly state: () => Promise<MqttState>;
  readonly log: Log;
}

/** Milliseconds: changes in quick succession are published once. */
const PUBLISH_DELAY = 500;

export function createPublisher({ client, isStopping, version, language, state, log }: PublisherParts): Publisher {
  let timer: NodeJS.Timeout | undefined;
  let publishedState = "";
  let namedIn = "";

  const publish = (topic: string, payload: string | object, retain: boolean): void => {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    client()?.publish(topic, text, { qos: 1, retain }, (error) => {
      if (error && !isStopping()) log.warn({ err: error, topic }, "mqtt message could not be published");
    });
  };
  const publishDiscovery = (): void => {
    namedIn = language();
    publish(TOPICS.discovery, discoveryPayload(version, namedIn), true);
  };
  const publishState = async (): Promise<void> => {
    const text = JSON.stringify(await state());
    if (text === publishedState || client()?.connected !== true) return;
    publishedState = text;
    publish(TOPICS.state, text, true);
  };
  const changed = (): void => {
    if (isStopping()) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (namedIn !== "" && namedIn !== language() && client()?.connected === true) publishDiscovery();
      publishState().catch((error: unknown) => log.warn({ err: error }, "mqtt state could not be published"));
    }, PUBLISH_DELAY).unref();
  };

  return {
    publish,
    announce: () => {
      publishDiscovery();
      publish(TOPICS.status, "online", true);
      publishedState = "";
      changed();
    },
    changed,
    stop: () => clearTimeout(timer),
  };
}
