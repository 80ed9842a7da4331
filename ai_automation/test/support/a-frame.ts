import { parseAutomation } from "../../src/automation/read/automation.ts";
import { createFrameBuilder, type Frame, type FrameHome } from "../../src/history/frame/frame.ts";
import { createTimestampParser } from "../../src/history/recording/parse-timestamp.ts";
import type { Context } from "../../src/model/cause.ts";
import { createClock } from "../../src/model/clock.ts";
import type { Location } from "../../src/model/sun.ts";
import { SECOND } from "../../src/model/time.ts";
import { judgeAutomations } from "../../src/replay/judge-set.ts";
import { createWorld, wholeDays } from "../../src/replay/world.ts";

export const AMSTERDAM: Location = { latitude: 52.37, longitude: 4.89 };

/** Time (ISO with offset), entity, state, and context (default unknown, as for sensors). */
export type Row = readonly [time: string, entityId: string, state: string, context?: Context];

export function aFrame(
  rows: readonly Row[],
  location: Location | null = AMSTERDAM,
  options: Pick<FrameHome, "restoresOccurrences"> = {},
): Frame {
  const builder = createFrameBuilder({ clock: createClock("Europe/Amsterdam"), location, ...options });
  for (const [time, entityId, state, context] of rows) {
    builder.add(at(time), builder.entity(entityId), builder.state(state), context ?? "unknown");
  }
  return builder.finish();
}

export function at(time: string): number {
  const instant = createTimestampParser()(time);
  if (instant === undefined || !instant.hasOffset) throw new Error(`${time} is not an instant`);
  return instant.at;
}

/**
 * Every judged fire of some automations as "time outcome" in UTC, on a home whose recording continues to the end of the
 * last row's day.
 */
export function judge(rows: readonly Row[], ...automations: readonly unknown[]): readonly string[] {
  const frame = aFrame([...rows, [endOfLastDay(rows), "sensor.elsewhere", "1"]]);
  return judgeAutomations(createWorld(frame), automations.map(parseAutomation), wholeDays(frame)).map(
    ({ at: instant, outcome }) => `${new Date(instant).toISOString().slice(0, 19)}Z ${outcome}`,
  );
}

function endOfLastDay(rows: readonly Row[]): string {
  const clock = createClock("Europe/Amsterdam");
  const last = Math.max(...rows.map(([time]) => at(time)));
  return new Date(clock.instantOf(clock.dayOf(last) + 1, 0) - SECOND).toISOString();
}

export const turningOn = (trigger: object, ...conditions: readonly object[]): object => ({
  alias: "Hall light on",
  triggers: [trigger],
  conditions,
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
});
