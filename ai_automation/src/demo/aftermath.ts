/** How long something stays on when no habit ends it, and whether a timer in the device does so. */
interface Aftermath {
  readonly minutes: readonly [from: number, to: number];
  readonly by: "person" | "device";
}

export const AFTERMATH: ReadonlyMap<string, Aftermath> = new Map<string, Aftermath>([
  ["light.hall", { minutes: [10, 150], by: "person" }],
  ["light.kitchen", { minutes: [60, 300], by: "person" }],
  ["light.pantry", { minutes: [30, 180], by: "person" }],
  ["light.living_room", { minutes: [60, 360], by: "person" }],
  ["light.living_room_lamp", { minutes: [20, 240], by: "person" }],
  ["light.bathroom", { minutes: [10, 100], by: "person" }],
  ["light.study", { minutes: [60, 300], by: "person" }],
  ["switch.terrace_lights", { minutes: [15, 180], by: "person" }],
  ["switch.coffee_machine", { minutes: [30, 180], by: "device" }],
  ["switch.bathroom_fan", { minutes: [20, 140], by: "device" }],
  ["fan.study", { minutes: [20, 120], by: "person" }],
  ["media_player.living_room_tv", { minutes: [40, 240], by: "person" }],
]);
