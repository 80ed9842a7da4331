import type { AutomationRun } from "../model/automation.ts";
import { UNKNOWN } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import { isActuator, isOccurrence } from "../model/domains.ts";
import type { Entity } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import type { SunTimes } from "../model/sun.ts";
import { SECOND } from "../model/time.ts";
import { createAgenda } from "./agenda.ts";
import type { HomeDay } from "./home-time.ts";
import { restStateOf } from "./household.ts";
import type { Situation } from "./situation.ts";

/** The home during one simulated day. */
export interface DaySimulation {
  readonly homeDay: HomeDay;
  situationAt(at: number): Situation;
  /** Sets an entity to a state unless it is already in it; a second change within one second is delayed to the next. */
  setState(change: StateChange): void;
  schedule(at: number, run: (at: number) => void): void;
  onChange(entityId: string, listener: ChangeListener): void;
  recordRun(run: AutomationRun): void;
  /** Runs the day to its end, where everything returns to rest. Returns its events in order. */
  finish(): DayEvents;
}

/** In order of time. */
export interface DayEvents {
  readonly changes: readonly StateChange[];
  readonly runs: readonly AutomationRun[];
}

type ChangeListener = (change: StateChange, previous: string | undefined) => void;

/** Nothing responds in the last half minute of a day. */
const REST_BEFORE_END = 30 * SECOND;

interface SimulationOptions {
  readonly clock: Clock;
  readonly sunOf: (day: number) => SunTimes;
  readonly homeDay: HomeDay;
  readonly entities: readonly Entity[];
  /** Initial states of entities without a rest state. */
  readonly states: ReadonlyMap<string, string>;
}

export function createDaySimulation({
  clock,
  sunOf,
  homeDay,
  entities,
  states: startsWith,
}: SimulationOptions): DaySimulation {
  const states = startingStates(entities, startsWith);
  const since = new Map<string, number>();
  const listeners = new Map<string, ChangeListener[]>();
  const changes: StateChange[] = [];
  const runs: AutomationRun[] = [];
  const agenda = createAgenda();

  const setState = (change: StateChange): void => {
    const { entityId, state, at } = change;
    const previous = states.get(entityId);
    if (previous === state && !isOccurrence(entityId)) return;
    if (since.get(entityId) === at) {
      agenda.add(at + SECOND, (later) => setState({ ...change, at: later }));
      return;
    }
    states.set(entityId, state);
    since.set(entityId, at);
    changes.push(change);
    for (const listener of listeners.get(entityId) ?? []) listener(change, previous);
  };

  return {
    homeDay,
    setState,
    situationAt: (at) => ({
      at,
      clock,
      sunOf,
      stateOf: (entityId) => states.get(entityId),
      sinceOf: (entityId) => since.get(entityId) ?? homeDay.from - 1,
    }),
    schedule: (at, run) => agenda.add(at, run),
    onChange: (entityId, listener) => {
      const known = listeners.get(entityId) ?? [];
      listeners.set(entityId, [...known, listener]);
    },
    recordRun: (run) => void runs.push(run),
    finish: () => {
      const restsAt = homeDay.to - REST_BEFORE_END;
      agenda.runUntil(restsAt);
      return { changes: [...changes, ...restChanges(entities, states, restsAt)], runs };
    },
  };
}

function startingStates(entities: readonly Entity[], others: ReadonlyMap<string, string>): Map<string, string> {
  const states = new Map(others);
  for (const { entityId } of entities) {
    const rest = restStateOf(entityId);
    if (rest !== undefined) states.set(entityId, rest);
  }
  return states;
}

function restChanges(
  entities: readonly Entity[],
  states: ReadonlyMap<string, string>,
  at: number,
): readonly StateChange[] {
  return entities.flatMap(({ entityId }) => {
    const rest = restStateOf(entityId);
    if (rest === undefined || states.get(entityId) === rest) return [];
    return [{ entityId, state: rest, at, cause: isActuator(entityId) ? { kind: "physical" } : UNKNOWN }];
  });
}
