import type { MqttClient } from "mqtt";
import type { Interval } from "../../../src/model/state-change.ts";
import { recordedStates } from "../recorder.ts";
import { BEAT, topicOf } from "./props.ts";

const EVERY = 50;

/** Reports the time twenty times a second to a sensor. Returns how to stop. */
export function beat(mqtt: MqttClient): () => void {
  const timer = setInterval(() => void mqtt.publish(`${topicOf(BEAT)}/state`, String(Date.now())), EVERY);
  return () => clearInterval(timer);
}

/** More than this late, in milliseconds, Home Assistant may have seen the next change before it ran an automation. */
const LATE = 40;
/** Runs that were due shortly before a late beat are late too, and those whose hold began then. */
const BEFORE = 500;
const AFTER = 3_000;

/** When Home Assistant was late in receiving beats: busy machines and its own bursts of work stop it for up to seconds. */
export function lateTimes(databasePath: string, interval: Interval): readonly Interval[] {
  return recordedStates(databasePath, BEAT, interval)
    .map(({ state, at }) => ({ from: Number(state), to: at }))
    .filter(({ from, to }) => to - from > LATE)
    .map(({ from, to }) => ({ from: from - BEFORE, to: to + AFTER }));
}
