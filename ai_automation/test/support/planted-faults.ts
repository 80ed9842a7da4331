import { parseAutomation } from "../../src/automation/read/automation.ts";
import { createRandom } from "../../src/model/random.ts";
import { HOUR, MINUTE } from "../../src/model/time.ts";
import { firesOf } from "../../src/replay/fires.ts";
import { createWorld } from "../../src/replay/world.ts";
import { mineRecording } from "../../src/suggestions/finding/mine-recording.ts";
import { clock, frameOfLife } from "./a-life.ts";
import { anEntrance, FIRST_DAY, type Entrance } from "./an-entrance.ts";

const DAYS = 90;
const LEARNED_DAYS = 62;

export interface FaultFigures {
  readonly offered: number;
  readonly alerts: number;
  readonly faults: number;
  readonly detected: number;
  /** Delay from the entrance being left open to the alert, for each detected fault. */
  readonly delayMinutes: readonly number[];
}

/**
 * Mines the first 62 days of a home and replays its reminders on the other 28, on some of which the entrance is left
 * open overnight. An alert is correct during a fault; repeated alerts for one fault count once.
 */
export function judgeOnFaults(entrance: Entrance, faults: number): FaultFigures {
  const border = clock.instantOf(FIRST_DAY + LEARNED_DAYS, 0);
  const forgotten = drawDays(faults, entrance.seed ?? 1);
  const events = anEntrance({ ...entrance, days: DAYS, forgotten });
  const reminders = mineRecording(frameOfLife(events.filter(({ at }) => at < border))).filter(
    ({ patternType }) => patternType === "anomaly",
  );
  const world = createWorld(frameOfLife(events));
  const judged = { from: border, to: clock.instantOf(FIRST_DAY + DAYS, 0) };
  const alerts = reminders.flatMap(({ automation }) =>
    firesOf(parseAutomation(automation), world, judged).map(({ at }) => at),
  );
  const delays = forgotten.flatMap((day) => {
    const closed = clock.instantOf(FIRST_DAY + day + 1, 6.5 * HOUR);
    const opened = events.findLast(({ at, entityId }) => entityId !== "light.hall" && at < closed)?.at ?? NaN;
    const alert = alerts.find((at) => at > opened && at < closed);
    return alert === undefined ? [] : [(alert - opened) / MINUTE];
  });
  return {
    offered: reminders.length,
    alerts: alerts.length,
    faults: forgotten.length,
    detected: delays.length,
    delayMinutes: delays,
  };
}

/** The held-out days except the last, whose night is not part of the recording. */
function drawDays(count: number, seed: number): readonly number[] {
  const random = createRandom(seed * 7_919);
  const days = new Set<number>();
  while (days.size < count) days.add(LEARNED_DAYS + Math.floor(random() * (DAYS - LEARNED_DAYS - 1)));
  return [...days].sort((a, b) => a - b);
}

export function poolFaults(figures: readonly FaultFigures[]): {
  readonly precision: number;
  readonly recall: number;
  readonly medianDelayMinutes: number;
  readonly alertsPerWeek: number;
} {
  const sum = (of: (one: FaultFigures) => number): number => figures.reduce((total, one) => total + of(one), 0);
  const delays = figures.flatMap(({ delayMinutes }) => delayMinutes).sort((a, b) => a - b);
  const detected = sum((one) => one.detected);
  return {
    precision: detected / sum((one) => one.alerts),
    recall: detected / sum((one) => one.faults),
    medianDelayMinutes: delays[Math.floor(delays.length / 2)] ?? NaN,
    alertsPerWeek: sum((one) => one.alerts) / (figures.length * ((DAYS - LEARNED_DAYS) / 7)),
  };
}
