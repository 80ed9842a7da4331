/**
 * How long a device stays on if no habit turns it off, and whether its own timer does. There is no maximum: a fixed
 * last moment would be a clock time that always predicts it.
 */
export interface OnDuration {
  readonly leastMinutes: number;
  /** Mean of the exponentially distributed rest. */
  readonly moreMinutes: number;
  readonly by: "person" | "device";
}

export const ON_DURATIONS: ReadonlyMap<string, OnDuration> = new Map<string, OnDuration>([
  ["light.hall", { leastMinutes: 10, moreMinutes: 50, by: "person" }],
  ["light.kitchen", { leastMinutes: 50, moreMinutes: 100, by: "person" }],
  ["light.pantry", { leastMinutes: 25, moreMinutes: 60, by: "person" }],
  ["light.living_room", { leastMinutes: 50, moreMinutes: 110, by: "person" }],
  ["light.living_room_lamp", { leastMinutes: 20, moreMinutes: 80, by: "person" }],
  ["light.bedroom", { leastMinutes: 150, moreMinutes: 50, by: "person" }],
  ["light.bathroom", { leastMinutes: 10, moreMinutes: 30, by: "person" }],
  ["light.study", { leastMinutes: 50, moreMinutes: 100, by: "person" }],
  ["switch.terrace_lights", { leastMinutes: 15, moreMinutes: 70, by: "person" }],
  ["switch.coffee_machine", { leastMinutes: 20, moreMinutes: 70, by: "device" }],
  ["switch.bathroom_fan", { leastMinutes: 10, moreMinutes: 30, by: "device" }],
  ["fan.study", { leastMinutes: 20, moreMinutes: 50, by: "person" }],
  ["media_player.living_room_tv", { leastMinutes: 40, moreMinutes: 90, by: "person" }],
]);
