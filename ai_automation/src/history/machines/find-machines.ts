import { isActuator, isPerson, isStarted } from "../../model/domains.ts";
import { isSameMachine, type NamedMachine, type SelfActing } from "../../model/self-acting.ts";
import { createSun, type SunTimes } from "../../model/sun.ts";
import { copyContexts } from "../frame/contexts.ts";
import { CONTEXT_CODE, type Frame } from "../frame/frame.ts";
import { roleOf } from "../frame/role.ts";
import { compareMachines, describeMachine } from "./describe-machines.ts";
import {
  createLagCollector,
  lagsAfter,
  lagsAfterOwn,
  SUN_EVENTS,
  sunOffsets,
  timesOfDay,
  type LagCollector,
  type Signal,
} from "./lags.ts";
import { AT_ONCE, CLOCK, LAGS, SUN } from "./people.ts";
import { searchMachines, type Hypothesis, type Machine, type Propose, type Target } from "./search-machines.ts";
import { LEAST_COUNT, type Precision } from "./spikes.ts";

/** The machines of a home. */
export interface Machines {
  /** The frame with the changes of machines attributed to automations. */
  readonly frame: Frame;
  /** Most frequent first. */
  readonly found: readonly SelfActing[];
}

/**
 * Finds what acts by itself: after a signal, at a time, some time after the entity itself was switched, or after
 * another machine. The recorded cause is ignored, because a scheduler may use a person's account. People vary in time,
 * machines do not, so only the sharp part of what follows a signal is attributed to machines.
 * @param contradicted machines that somebody said were a person: they are found, but what they did stays manual
 */
export function findMachines(frame: Frame, contradicted: readonly NamedMachine[] = []): Machines {
  const contexts = copyContexts(frame.contexts);
  const signals = signalsOf(frame);
  const collector = createLagCollector();
  const sun = frame.location === null ? null : createSun(frame.clock, frame.location);
  const byThemselves = searchMachines(frame, contexts, [
    ...signals.map(
      ([of, signal]): Propose =>
        (target) =>
          of === target.entity ? [] : after(frame, target, of, signal, { precision: LAGS, collector }),
    ),
    (target) => withoutSignal(frame, target, sun),
  ]);
  const isPersons = (machine: Machine): boolean => {
    const described = describeMachine(machine, frame);
    return contradicted.some((one) => isSameMachine(one, described));
  };
  const bypassed = contextsWithout(frame, contexts, byThemselves.filter(isPersons));
  const driven = frame.entities.names.flatMap((entityId, entity) => {
    if (!isActuator(entityId)) return [];
    const signal = drivenOf(frame, bypassed, entity);
    return signal.times.length < LEAST_COUNT ? [] : [[entity, signal] as const];
  });
  const following = searchMachines(
    frame,
    contexts,
    driven.map(
      ([of, signal]): Propose =>
        (target) =>
          of === target.entity ? [] : after(frame, target, of, signal, { precision: AT_ONCE, collector }),
    ),
  );
  const all = [...byThemselves, ...following];
  const left = contextsWithout(frame, contexts, all.filter(isPersons));
  return {
    frame: { ...frame, contexts: left },
    found: all
      .map((machine) => ({ ...describeMachine(machine, frame), isContradicted: isPersons(machine) }))
      .sort(compareMachines),
  };
}

/** The contexts with the changes of some machines as recorded. */
function contextsWithout(frame: Frame, contexts: Uint8Array, machines: readonly Machine[]): Uint8Array {
  if (machines.length === 0) return contexts;
  const restored = copyContexts(contexts);
  for (const { rows } of machines) for (const row of rows) restored[row] = frame.contexts[row]!;
  return restored;
}

function after(
  frame: Frame,
  { entity, state, rows }: Target,
  of: number,
  signal: Signal,
  { precision, collector }: { readonly precision: Precision; readonly collector: LagCollector },
): readonly Hypothesis[] {
  return [...lagsAfter(frame, entity, rows, signal, collector)].map(([to, lags]) => ({
    entity,
    state,
    cause: { kind: "after", entity: of, state: to },
    lags,
    precision,
    rank: isPerson(frame.entities.names[of]!) ? 2 : 3,
  }));
}

/** The sun, the entity's own previous state, and the clock. */
function withoutSignal(
  frame: Frame,
  { entity, state, rows }: Target,
  sun: ((day: number) => SunTimes) | null,
): readonly Hypothesis[] {
  return [
    ...SUN_EVENTS.flatMap((event): readonly Hypothesis[] =>
      sun === null
        ? []
        : [
            {
              entity,
              state,
              cause: { kind: "sun", event },
              lags: sunOffsets(frame, rows, sun, event),
              precision: SUN,
              rank: 1,
            },
          ],
    ),
    ...[...lagsAfterOwn(frame, entity, rows)].map(([from, lags]): Hypothesis => ({
      entity,
      state,
      cause: { kind: "own", state: from },
      lags,
      precision: LAGS,
      rank: 4,
    })),
    { entity, state, cause: { kind: "clock" }, lags: timesOfDay(frame, rows), precision: CLOCK, rank: 0 },
  ];
}

/** Entities that have a few states or send events and are not switched; a bridge's scene switches what follows it. */
function signalsOf(frame: Frame): readonly (readonly [number, Signal])[] {
  return frame.entities.names.flatMap((entityId, entity) => {
    const [first, end] = [frame.start[entity]!, frame.start[entity + 1]!];
    if (
      (isActuator(entityId) && !isStarted(entityId)) ||
      end - first < LEAST_COUNT ||
      roleOf(frame, entity) === "value"
    )
      return [];
    const signal = { times: frame.times.subarray(first, end), codes: frame.codes.subarray(first, end) };
    return [[entity, signal] as const];
  });
}

/** The changes that automations and machines made to an entity. */
function drivenOf({ start, times, codes }: Frame, contexts: Uint8Array, entity: number): Signal {
  const rows: number[] = [];
  for (let row = start[entity]!; row < start[entity + 1]!; row++)
    if (contexts[row] === CONTEXT_CODE.automation) rows.push(row);
  return {
    times: Float64Array.from(rows, (row) => times[row]!),
    codes: Int32Array.from(rows, (row) => codes[row]!),
  };
}
