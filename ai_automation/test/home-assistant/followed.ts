import type { Cause } from "../../src/model/cause.ts";
import type { StateChange } from "../../src/model/state-change.ts";
import { DAY, HOUR, SECOND } from "../../src/model/time.ts";

/** Forty days on which the light was turned on manually within a minute of motion, six times a day. */
export function followed(
  sensor: string,
  light: string,
  now: number,
  hand: Cause = { kind: "physical" },
): readonly StateChange[] {
  const changes: StateChange[] = [];
  const push = (entityId: string, state: string, at: number, cause: Cause): void =>
    void changes.push({ entityId, state, at, cause });
  for (let day = 40; day > 0; day--) {
    for (let time = 0; time < 6; time++) {
      const at = now - day * DAY + time * 2 * HOUR + ((day * 7 + time * 13) % 50) * 60 * SECOND;
      push(sensor, "on", at, { kind: "unknown" });
      push(sensor, "off", at + 60 * SECOND, { kind: "unknown" });
      push(light, "on", at + ((day + time) % 40) * SECOND + SECOND, hand);
      push(light, "off", at + 30 * 60 * SECOND, { kind: "automation", entityId: null });
    }
  }
  return changes;
}
