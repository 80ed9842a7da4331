import type { AutomationConfig } from "../model/automation.ts";
import type { Entity } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import type { DaySimulation } from "./day-simulation.ts";
import type { HabitTemplate } from "./habit-template.ts";
import type { HomeDay } from "./home-time.ts";
import { ENTITIES } from "./household.ts";
import { ON_DURATIONS, type OnDuration } from "./on-durations.ts";
import { EXISTING_AUTOMATIONS, HABIT_TEMPLATES } from "./planted-habits.ts";

/** A simulated home: its things, habits and automations. */
export interface Scenario {
  readonly entities: readonly Entity[];
  readonly habits: readonly HabitTemplate[];
  /** Automations that the home has from the start, by entity id. */
  readonly automations: ReadonlyMap<string, AutomationConfig>;
  readonly onDurations: ReadonlyMap<string, OnDuration>;
  /** The states of entities at the start of a day, besides those that rest and those that measure. */
  readonly startingStates: (homeDay: HomeDay) => ReadonlyMap<string, string>;
  /** Further changes of a day that respond to nothing; `sinceStart` is the number of days since the first one. */
  readonly planMore: (seed: number, homeDay: HomeDay, sinceStart: number) => readonly StateChange[];
  /** Devices that respond by themselves, without an automation. */
  readonly respond: (home: DaySimulation) => void;
}

/** The home that suggestions are measured on: as many kinds of habits as possible, and much that is none. */
export const MEASURED_HOME: Scenario = {
  entities: ENTITIES,
  habits: HABIT_TEMPLATES,
  automations: EXISTING_AUTOMATIONS,
  onDurations: ON_DURATIONS,
  startingStates: () => new Map(),
  planMore: () => [],
  respond: () => undefined,
};
