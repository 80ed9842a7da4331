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

/**
 * Milliseconds. Timers ring this much later than they are due, since each began after the triggers before it had run; what
 * is later than that is late.
 */
export const LATE = 20;

/** When Home Assistant was late: from when a beat was sent, or the beat before was received, until it was received. */
export function lateTimes(databasePath: string, interval: Interval): readonly Interval[] {
  const beats = recordedStates(databasePath, BEAT, interval);
  return beats
    .map(({ state, at }, index) => {
      const before = beats[index - 1]?.at ?? interval.from;
      const isLate = at - Number(state) > LATE || at - before > EVERY + LATE;
      return { from: isLate ? Math.min(Number(state) || before, before) : at, to: at };
    })
    .filter(({ from, to }) => from < to);
}

/** Beats in a busy time overlap. */
export function totalOf(intervals: readonly Interval[]): number {
  let [total, until] = [0, -Infinity];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}
