import { randomBytes } from "node:crypto";
import type { RecordedContext, RecordedEvent, RecordedState, RecorderFile } from "../../src/demo/recorder-file.ts";

/** Start of the generated history, in seconds. */
export const T = 1_700_000_000;

export const ANNA = "0a".repeat(16);
export const SERVICE = "0b".repeat(16);

export const aContext = (rest: Partial<RecordedContext> = {}): RecordedContext => ({
  id: randomBytes(16).toString("hex"),
  ...rest,
});

export const aState = (
  entityId: string,
  state: string,
  at: number,
  rest: Partial<RecordedState> = {},
): RecordedState => ({
  entityId,
  state,
  seconds: T + at,
  context: aContext(),
  ...rest,
});

export const aCall = (service: string, entityId: string, at: number, context: RecordedContext): RecordedEvent => ({
  type: "call_service",
  seconds: T + at,
  context,
  data: { domain: service.split(".")[0], service: service.split(".")[1], service_data: { entity_id: [entityId] } },
});

/** An evening: Anna acts at the device and in the app, an automation follows motion, and a sensor reports readings. */
export function recordAnEvening(file: RecorderFile): void {
  for (const entityId of ["light.hall", "light.kitchen", "switch.fan", "binary_sensor.motion", "event.button"])
    file.state(aState(entityId, "off", 0, { isFirst: true }));
  const anna = aContext({ user: ANNA });
  file.event(aCall("light.turn_on", "light.kitchen", 10, anna));
  file.state(aState("light.kitchen", "on", 10.1, { context: anna }));
  file.state(aState("switch.fan", "on", 20));
  const motion = aContext();
  const run = aContext({ parent: motion.id });
  file.state(aState("binary_sensor.motion", "on", 30, { context: motion }));
  file.event({
    type: "automation_triggered",
    seconds: T + 30.1,
    context: run,
    data: { entity_id: "automation.hall", name: "Hall" },
  });
  file.event(aCall("light.turn_on", "light.hall", 30.2, run));
  file.state(aState("light.hall", "on", 30.3, { context: run }));
  file.state(aState("light.hall", "on", 31, { changedSeconds: T + 30.3, attributes: { icon: "mdi:lamp" } }));
  file.state(aState("event.button", "2023-11-14T22:14:00.000+00:00", 40, { attributes: { event_type: "double" } }));
  for (const [i, reading] of ["20.1", "20.1", "20.2"].entries())
    file.state(
      aState("sensor.warmth", reading, 50 + i, { attributes: { unit_of_measurement: "°C" }, isFirst: i === 0 }),
    );
}

/** The expected archive of that evening: seconds, entity, state, cause. */
export const EVENING = [
  "10.1 light.kitchen on person",
  "20 switch.fan on physical",
  "30 binary_sensor.motion on unknown",
  "30.3 light.hall on automation",
  "40 event.button double unknown",
  "50 sensor.warmth 20.1 unknown",
  "52 sensor.warmth 20.2 unknown",
] as const;
