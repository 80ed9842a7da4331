import { parseAutomation } from "../automation/read/automation.ts";
import type { AutomationConfig, AutomationRun, HomeAutomation } from "../model/automation.ts";
import type { Clock } from "../model/clock.ts";
import type { Entity } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import { createSun, type Location } from "../model/sun.ts";
import { MINUTE } from "../model/time.ts";
import { changedHabits, driftOf, type HabitSpan, type Life } from "./changing-life.ts";
import { planDay } from "./day-plan.ts";
import { createDaySimulation, type DayEvents, type DaySimulation } from "./day-simulation.ts";
import { drawsFor } from "./draws.ts";
import { followRules } from "./follow-rules.ts";
import type { HabitTemplate } from "./habit-template.ts";
import { homeDayOf, wholeSecond, type HomeDay } from "./home-time.ts";
import { restStateOf } from "./household.ts";
import { withGaps, withoutDeadSensor } from "./imperfections.ts";
import { manualCause } from "./manual-cause.ts";
import { readRunningAutomation, type PersonRule, type RunningAutomation } from "./rules.ts";
import { MEASURED_HOME, type Scenario } from "./scenario.ts";
import { createSensorReadings } from "./sensor-readings.ts";
import { activeStateOf } from "./unplanned-actions.ts";

export interface PlantedHomeOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly location: Location;
  /** The probability of following a habit, 0 to 1. Default 0.9. */
  readonly adherence?: number;
  /** Standard deviation of clock and sun habits, truncated at twice that. Default 4. */
  readonly jitterMinutes?: number;
  /** Random toggles per day and actuator. Default 0.3. */
  readonly noise?: number;
  /** First local day of the recorded span, which positions one-off events. Default 2026-01-01. */
  readonly firstDay?: number;
  /** Length of the recorded span in days. Default 90. */
  readonly days?: number;
  /** Default `MEASURED_HOME`. */
  readonly scenario?: Scenario;
  /** Default settled. */
  readonly life?: Life;
}

/** The ground truth of one habit. */
interface PlantedHabit extends HabitSpan {
  readonly key: string;
  /** The automation that would replace the habit. */
  readonly automation: AutomationConfig;
  /** Triggered by time or a state change, without conditions. */
  readonly isSimple: boolean;
  /** The probability of following it outside the guest week, 0 to 1. */
  readonly adherence: number;
}

export interface PlantedHome {
  readonly entities: readonly Entity[];
  readonly automations: readonly HomeAutomation[];
  readonly habits: readonly PlantedHabit[];
  /** Local days of the guest week, end exclusive: clock and sun habits are followed less often. */
  readonly guestDays: { readonly from: number; readonly to: number };
  /**
   * The changes of one local day in order of time. Deterministic for the options, day and running automations,
   * independent of earlier calls; an automation changes nothing before it is active.
   */
  changesOfDay(day: number, running?: readonly RunningAutomation[]): readonly StateChange[];
  /** In order of time. */
  runsOfDay(day: number, running?: readonly RunningAutomation[]): readonly AutomationRun[];
}

const DEFAULTS = {
  adherence: 0.9,
  jitterMinutes: 4,
  noise: 0.3,
  firstDay: 20_454,
  days: 90,
  scenario: MEASURED_HOME,
  life: "settled",
} as const;

/** Each local day spans two simulated days; a few more make going back and forth cheap. */
const CACHED_DAYS = 4;

/** A home with known habits (docs/evaluation.md, section 5): two residents, noise, faults, guests, automations. */
export function createPlantedHome(given: PlantedHomeOptions): PlantedHome {
  const options = { ...DEFAULTS, ...given };
  const { clock, firstDay, days, scenario } = options;
  const guestsFrom = firstDay + Math.floor(days * 0.6);
  const guestDays = { from: guestsFrom, to: guestsFrom + 7 };
  const changed = options.life === "changing" ? changedHabits(options, scenario.habits) : NOTHING_CHANGED;
  const habits = scenario.habits.map((template) => plantHabit(template, changed.get(template.key), options));
  const eventsOf = createHomeDays({ ...options, habits, guestDays });
  return {
    entities: scenario.entities,
    automations: [...scenario.automations].map(([entityId, config]) => existing(entityId, config)),
    habits,
    guestDays,
    changesOfDay: (day, running = NO_AUTOMATIONS) =>
      [...eventsOf(day - 1, running).changes, ...eventsOf(day, running).changes].filter(isOn(clock, day)),
    runsOfDay: (day, running = NO_AUTOMATIONS) =>
      [...eventsOf(day - 1, running).runs, ...eventsOf(day, running).runs].filter(isOn(clock, day)),
  };
}

function isOn(clock: Clock, day: number): (one: { readonly at: number }) => boolean {
  const from = clock.instantOf(day, 0);
  const to = clock.instantOf(day + 1, 0);
  return ({ at }) => at >= from && at < to;
}

const GUEST_WEEK_FACTOR = 0.7;

const NO_AUTOMATIONS: readonly RunningAutomation[] = [];

const NOTHING_CHANGED: ReadonlyMap<string, HabitSpan> = new Map();

function plantHabit(
  template: HabitTemplate,
  changed: HabitSpan | undefined,
  { adherence, firstDay, days, life }: { adherence: number; firstDay: number; days: number; life: Life },
): PlantedHabit {
  return {
    key: template.key,
    automation: template.automation,
    isSimple: template.isSimple,
    adherence: life === "changing" ? adherence : adherence ** template.adherenceExponent,
    begunOn: null,
    abandonedOn: template.isAbandoned ? firstDay + Math.floor(days / 2) : null,
    ...changed,
  };
}

function existing(entityId: string, config: AutomationConfig): HomeAutomation {
  return { entityId, id: entityId.slice("automation.".length), name: config.alias, isOn: true, config };
}

type GroundTruth = Required<PlantedHomeOptions> & Pick<PlantedHome, "habits" | "guestDays">;

type EventsOfDay = (day: number, running: readonly RunningAutomation[]) => DayEvents;

function createHomeDays(truth: GroundTruth): EventsOfDay {
  const live = createDayEvents(truth);
  let cache: {
    readonly running: readonly RunningAutomation[];
    readonly days: Map<number, DayEvents>;
  };
  cache = { running: NO_AUTOMATIONS, days: new Map() };
  return (day, running) => {
    if (cache.running !== running) cache = { running, days: new Map() };
    const { days } = cache;
    const life = days.get(day) ?? live(day, running);
    days.set(day, life);
    const oldest = days.keys().next().value;
    if (days.size > CACHED_DAYS && oldest !== undefined) days.delete(oldest);
    return life;
  };
}

function createDayEvents(truth: GroundTruth): EventsOfDay {
  const { seed, clock, location, firstDay, days, scenario } = truth;
  const sunOf = createSun(clock, location);
  const readings = createSensorReadings({ seed, clock, location });
  const diesAt = clock.instantOf(firstDay + Math.floor(days * 0.7), 0);
  const always = [...scenario.automations].flatMap(([entityId, config]) =>
    readRunningAutomation({ entityId, config, from: -Infinity, to: Infinity }),
  );
  return (day, running) => {
    const homeDay = homeDayOf(clock, day);
    const hasGuests = day >= truth.guestDays.from && day < truth.guestDays.to;
    const { entities, onDurations, startingStates, planMore } = scenario;
    const states = new Map([...readings.statesAt(homeDay.from - 1), ...startingStates(homeDay)]);
    const home = createDaySimulation({ clock, sunOf, homeDay, entities, states });
    followRules(home, [...habitsOf(truth, day, hasGuests), ...always, ...running.flatMap(readRunningAutomation)], seed);
    scenario.respond(home);
    scheduleTurnOffs(home, onDurations, seed);
    const planned = [...planDay(truth, homeDay, hasGuests), ...planMore(seed, homeDay, day - firstDay)];
    for (const change of [...planned, ...readings.changesOf(homeDay)])
      if (isWithin(homeDay, change.at)) home.schedule(change.at, (at) => home.setState({ ...change, at }));
    const { changes, runs } = home.finish();
    return { changes: withoutDeadSensor(withGaps(seed, homeDay, changes), diesAt), runs };
  };
}

function habitsOf(truth: GroundTruth, day: number, hasGuests: boolean): readonly PersonRule[] {
  const { habits, jitterMinutes, scenario, life } = truth;
  return scenario.habits.flatMap(({ key, automation, delaySeconds }) => {
    const habit = habits.find((habit) => habit.key === key);
    if (habit === undefined || !isKeptOn(habit, day)) return [];
    const plan = parseAutomation(automation);
    const isTimed = plan.triggers.some(({ kind }) => kind === "time" || kind === "sun");
    const isDisturbed = hasGuests && (isTimed || life === "changing");
    const adherence = isDisturbed ? habit.adherence * GUEST_WEEK_FACTOR : habit.adherence;
    const drift = isTimed && life === "changing" ? driftOf(truth, key, day) : 0;
    return [{ kind: "person", key, plan, adherence, jitterMinutes, drift, delaySeconds } as const];
  });
}

const isKeptOn = ({ begunOn, abandonedOn }: HabitSpan, day: number): boolean =>
  day >= (begunOn ?? -Infinity) && day < (abandonedOn ?? Infinity);

function scheduleTurnOffs(home: DaySimulation, onDurations: Scenario["onDurations"], seed: number): void {
  for (const [entityId, { leastMinutes, moreMinutes, by }] of onDurations)
    home.onChange(entityId, ({ state, at: since }) => {
      if (state !== activeStateOf(entityId)) return;
      const draws = drawsFor(seed, "aftermath", entityId, since);
      const lag = (leastMinutes + draws.exponential(moreMinutes)) * MINUTE;
      home.schedule(wholeSecond(since + lag), (at) => {
        if (home.situationAt(at).sinceOf(entityId) !== since) return;
        const cause = by === "device" ? ({ kind: "physical" } as const) : manualCause(seed, entityId, at);
        home.setState({ entityId, state: restStateOf(entityId) ?? "off", at, cause });
      });
    });
}

const isWithin = ({ from, to }: HomeDay, at: number): boolean => at >= from && at < to;
