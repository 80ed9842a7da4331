import { UNKNOWN } from "../model/cause.ts";
import { weekdayOf } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE } from "../model/time.ts";
import type { DaySimulation } from "./day-simulation.ts";
import { drawsFor } from "./draws.ts";
import { conditional, state, steady, type HabitTemplate } from "./habit-template.ts";
import { wholeSecond, type HomeDay } from "./home-time.ts";
import { familyEntitiesIn, WORKDAY_SENSOR } from "./household.ts";
import { ON_DURATIONS } from "./on-durations.ts";
import { EXISTING_AUTOMATIONS, HABIT_TEMPLATES } from "./planted-habits.ts";
import { openDoor } from "./presence.ts";
import { planMotion } from "./room-activity.ts";
import type { Scenario } from "./scenario.ts";
import type { HomeWords } from "./words/en.ts";

/**
 * The home that the service shows without Home Assistant. Its habits are few and such as most people have, so that each
 * screen has something to show.
 */
export const familyIn = (words: HomeWords): Scenario => ({
  entities: familyEntitiesIn(words),
  habits: HABITS,
  automations: new Map(
    [...EXISTING_AUTOMATIONS].map(([entityId, config]) => [
      entityId,
      { ...config, alias: new Map(Object.entries(words.automations)).get(entityId) ?? config.alias },
    ]),
  ),
  onDurations: new Map([
    ...ON_DURATIONS,
    ["light.bathroom", { leastMinutes: 4, moreMinutes: 8, by: "person" }],
    ["switch.terrace_lights", { leastMinutes: 5, moreMinutes: 8, by: "person" }],
    ["light.attic", { leastMinutes: 5, moreMinutes: 90, by: "person" }],
  ]),
  startingStates: ({ isWorkday }) => new Map([[WORKDAY_SENSOR, stateOfWorkday(isWorkday)]]),
  planMore: (seed, homeDay, sinceStart) => [
    ...planDog(seed, homeDay),
    ...planBedtime(seed, homeDay),
    ...planGarage(seed, homeDay, sinceStart),
    ...planAttic(seed, homeDay, sinceStart),
    ...planWorkday(homeDay),
  ],
  respond: turnLampWithButton,
});

const KEPT: ReadonlySet<string> = new Set([
  "coffee_on_workdays",
  "bedroom_light_off_at_night",
  "heating_on_workdays",
  "blind_open_at_weekends",
]);
const RARELY_FORGOTTEN: ReadonlySet<string> = new Set([
  "pantry_light_when_door_opens",
  "pantry_light_off_when_door_closes",
  "living_room_light_at_sunset",
  "terrace_lights_when_dark",
  "bathroom_light_at_night",
]);

const HABITS: readonly HabitTemplate[] = [
  ...HABIT_TEMPLATES.filter(({ key }) => KEPT.has(key)),
  ...HABIT_TEMPLATES.filter(({ key }) => RARELY_FORGOTTEN.has(key)).map((one) => ({ ...one, adherenceExponent: 0.3 })),
  {
    ...steady("attic_light_when_door_opens", state("binary_sensor.attic_door", "on"), "light.attic", "turn_on"),
    adherenceExponent: 0,
  },
  {
    ...conditional(
      "no_coffee_at_weekends",
      state("switch.coffee_machine", "on"),
      [{ condition: "time", after: "06:30:00", before: "07:15:00", weekday: ["sat", "sun"] }],
      "switch.coffee_machine",
      "turn_off",
    ),
    adherenceExponent: 0,
    delaySeconds: [60, 400],
  },
];

/** The dog goes out twice before bedtime, after dark in every season. */
function planDog(seed: number, homeDay: HomeDay): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "dog");
  const outings = [draws.uniform(22.3, 22.7), draws.uniform(23.2, 23.8)];
  return outings.flatMap((hour) =>
    openDoor("binary_sensor.garden_door", homeDay.at(hour * HOUR), draws.uniform(20, 90)),
  );
}

function planBedtime(seed: number, homeDay: HomeDay): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "bedtime");
  const visits = [draws.uniform(22.1, 22.9), draws.uniform(23.1, 23.8)].map((hour) => {
    const from = homeDay.at(hour * HOUR);
    return { area: "bathroom", from, to: wholeSecond(from + draws.uniform(2, 6) * MINUTE) } as const;
  });
  return planMotion(seed, visits);
}

/** How often the garage door stays open in the evening. */
const DAYS_BETWEEN_FORGOTTEN = 40;

function planGarage(seed: number, homeDay: HomeDay, sinceStart: number): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "garage");
  const isForgotten = sinceStart % DAYS_BETWEEN_FORGOTTEN === 17;
  const open = (hour: number, minutes: number): readonly StateChange[] =>
    openDoor("binary_sensor.garage_door", homeDay.at(hour * HOUR), minutes * 60);
  return [
    ...(draws.chance(0.7) ? open(draws.uniform(9, 17), draws.uniform(2, 15)) : []),
    ...(isForgotten || draws.chance(0.95)
      ? open(draws.uniform(18.1, 19.5), isForgotten ? 280 : draws.uniform(2, 30))
      : []),
  ];
}

/** Too rare to be proven within two months. */
const DAYS_BETWEEN_ATTIC_VISITS = 9;

function planAttic(seed: number, homeDay: HomeDay, sinceStart: number): readonly StateChange[] {
  if (sinceStart % DAYS_BETWEEN_ATTIC_VISITS !== 3) return [];
  const draws = drawsFor(seed, homeDay.day, "attic");
  return openDoor("binary_sensor.attic_door", homeDay.at(draws.uniform(10, 20) * HOUR), draws.uniform(15, 60));
}

const stateOfWorkday = (isWorkday: boolean): string => (isWorkday ? "on" : "off");

/** Home Assistant's workday sensor changes at midnight. */
function planWorkday({ day, at }: HomeDay): readonly StateChange[] {
  const isNext = weekdayOf(day + 1) < 5;
  return [{ at: at(24 * HOUR), entityId: WORKDAY_SENSOR, state: stateOfWorkday(isNext), cause: UNKNOWN }];
}

/** The button is bound to the lamp, so that Home Assistant takes its changes for a person's. */
function turnLampWithButton(home: DaySimulation): void {
  const entityId = "light.living_room_lamp";
  home.onChange("event.living_room_button", ({ state: type, at }) => {
    if (type !== "press") return;
    home.schedule(at + BOUND_LAG, (later) => {
      const isOn = home.situationAt(later).stateOf(entityId) === "on";
      home.setState({ entityId, state: isOn ? "off" : "on", at: later, cause: { kind: "physical" } });
    });
  });
}

const BOUND_LAG = 400;
