import type { Draws } from "../../../demo/draws.ts";
import type { Context } from "../../../model/cause.ts";
import { HOUR, MINUTE, SECOND } from "../../../model/time.ts";
import type { HomeRow } from "../home-recording.ts";
import { daysOf, NOTHING_RENAMED, withRows, type Nuisance } from "./nuisance.ts";

const row = (at: number, entityId: string, state: string, context: Context = "manual"): HomeRow => ({
  at: Math.round(at),
  entityId,
  state,
  context,
});

/** A remote bound to its lamp by radio: only the remote switches it, and no context shows that. */
export const boundRemote: Nuisance = {
  name: "bound remote",
  disturb: (recording, draws) => {
    const lamp = "light.hall_wardrobe";
    const rows: HomeRow[] = [];
    let isOn = false;
    for (const at of visits(recording.clock, daysOf(recording), draws, 5)) {
      isOn = !isOn;
      rows.push(
        row(at, "event.hall_remote", "press", "unknown"),
        row(at + draws.uniform(0.3, 0.9) * SECOND, lamp, isOn ? "on" : "off"),
      );
    }
    return { recording: withRows(recording, rows), added: [lamp], renamed: NOTHING_RENAMED };
  },
};

/** A rule in the bridge: on with motion, off 300 s after it ends. The lamp is reported as if switched manually. */
export const bridgeTimer: Nuisance = {
  name: "bridge's timer",
  disturb: (recording, draws) => {
    const lamp = "light.attic_stairs";
    const rows: HomeRow[] = [];
    let isOn = false;
    let offAt = Infinity;
    for (const at of visits(recording.clock, daysOf(recording), draws, 8)) {
      if (offAt <= at) {
        rows.push(row(offAt, lamp, "off"));
        isOn = false;
      }
      const endsAt = at + draws.uniform(10, 90) * SECOND;
      rows.push(
        row(at, "binary_sensor.attic_motion", "on", "unknown"),
        row(endsAt, "binary_sensor.attic_motion", "off", "unknown"),
      );
      if (!isOn) rows.push(row(at + draws.uniform(0.3, 0.9) * SECOND, lamp, "on"));
      isOn = true;
      offAt = endsAt + 300 * SECOND + draws.uniform(-1, 1) * SECOND;
    }
    if (isOn) rows.push(row(offAt, lamp, "off"));
    return { recording: withRows(recording, rows), added: [lamp], renamed: NOTHING_RENAMED };
  },
};

/** A scheduler that switches at 07:00:00.x and 08:30:00.x under a resident's name. */
export const scheduler: Nuisance = {
  name: "scheduler",
  disturb: (recording, draws) => {
    const boiler = "switch.kitchen_boiler";
    const rows = daysOf(recording).flatMap((day) => [
      row(recording.clock.instantOf(day, 7 * HOUR) + draws.uniform(100, 900), boiler, "on"),
      row(recording.clock.instantOf(day, 8 * HOUR + 30 * MINUTE) + draws.uniform(100, 900), boiler, "off"),
    ]);
    return { recording: withRows(recording, rows), added: [boiler], renamed: NOTHING_RENAMED };
  },
};

/** Random instants of the waking hours, at least two minutes apart. */
function visits(
  clock: { readonly instantOf: (day: number, timeOfDay: number) => number },
  days: readonly number[],
  draws: Draws,
  perDay: number,
): readonly number[] {
  const all = days.flatMap((day) =>
    Array.from({ length: draws.poisson(perDay) }, () =>
      Math.round(clock.instantOf(day, draws.uniform(7, 23.5) * HOUR)),
    ),
  );
  const apart: number[] = [];
  for (const at of all.sort((a, b) => a - b)) if (at - (apart.at(-1) ?? -Infinity) >= 2 * MINUTE) apart.push(at);
  return apart;
}
