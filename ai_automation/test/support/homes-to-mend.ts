import { createFrameBuilder } from "../../src/history/frame/frame.ts";
import type { AutomationConfig } from "../../src/model/automation.ts";
import { parseDay } from "../../src/model/clock.ts";
import { createSun } from "../../src/model/sun.ts";
import { HOUR, MINUTE } from "../../src/model/time.ts";
import { createWorld } from "../../src/replay/world.ts";
import type { FollowedRun } from "../../src/suggestions/history-ports.ts";
import type { FollowedHome } from "./a-followed-home.ts";
import { AMSTERDAM } from "./a-frame.ts";
import { clock } from "./a-life.ts";

interface HomeToMend extends FollowedHome {
  readonly config: AutomationConfig;
}

/**
 * The light is turned off after five minutes without motion; every other time somebody is still there and moves two
 * minutes later.
 */
export function aStillHome(days: number): HomeToMend {
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  const first = parseDay("2026-01-05") ?? NaN;
  const runs: FollowedRun[] = [];
  const motion = (at: number, state: string): void =>
    builder.add(at, builder.entity("binary_sensor.hall_motion"), builder.state(state), "unknown");
  const light = (at: number, state: string, isManual: boolean): void =>
    builder.add(at, builder.entity("light.hall"), builder.state(state), isManual ? "manual" : "automation");
  for (let day = first; day < first + days; day++) {
    for (const [index, hour] of [8, 13, 18].entries()) {
      const at = clock.instantOf(day, hour * HOUR);
      const isThere = (day + index) % 2 === 0;
      motion(at, "on");
      light(at, "on", true);
      motion(at + 10 * MINUTE, "off");
      const run = at + 15 * MINUTE;
      light(run, "off", false);
      runs.push({ at: run, undoneAt: isThere ? run + 2 * MINUTE : null });
      if (!isThere) continue;
      motion(run + 2 * MINUTE, "on");
      light(run + 2 * MINUTE, "on", true);
      motion(run + 3 * MINUTE, "off");
      light(run + 40 * MINUTE, "off", true);
    }
  }
  const config = {
    alias: "Hall light off without motion",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.hall_motion", to: "off", for: "00:05:00" }],
    conditions: [],
    actions: [{ action: "light.turn_off", target: { entity_id: "light.hall" } }],
    mode: "single",
  } as const;
  return { world: createWorld(builder.finish()), runs, config };
}

/** The light is turned on at sunset, turned off a minute later, and turned on again 45 minutes after sunset. */
export function aSunsetHome(days: number): HomeToMend {
  const sun = createSun(clock, AMSTERDAM);
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  const first = parseDay("2026-01-05") ?? NaN;
  const runs: FollowedRun[] = [];
  const light = (at: number, state: string, isManual: boolean): void =>
    builder.add(at, builder.entity("light.hall"), builder.state(state), isManual ? "manual" : "automation");
  for (let day = first; day < first + days; day++) {
    const sunset = sun(day).sunset ?? NaN;
    light(sunset, "on", false);
    light(sunset + MINUTE, "off", true);
    runs.push({ at: sunset, undoneAt: sunset + MINUTE });
    light(sunset + 45 * MINUTE + (day % 3) * MINUTE, "on", true);
    light(clock.instantOf(day, 23 * HOUR), "off", true);
  }
  const config = {
    alias: "Hall light on at sunset",
    triggers: [{ trigger: "sun", event: "sunset" }],
    conditions: [],
    actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
    mode: "single",
  } as const;
  return { world: createWorld(builder.finish()), runs, config };
}
