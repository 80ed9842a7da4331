import { isActuator } from "../../model/domains.ts";
import { CONTEXT_CODE, type Frame } from "../frame/frame.ts";
import { roleOf } from "../frame/role.ts";
import { lagsAfter, lagsAfterOwn, type Signal, timesOfDay } from "./lags.ts";
import { type Hypothesis, type Machine, searchMachines } from "./search-machines.ts";
import type { Precision } from "./spikes.ts";

/** What acts by itself in a home. */
export interface Machines {
  /** The frame with what machines did as done by automations. */
  readonly frame: Frame;
  readonly found: readonly Machine[];
}

/**
 * People time by feel: their standard deviation is a tenth of the interval at least (scalar timing: J. Gibbon,
 * Psychological Review 84, 1977), and two seconds where they react and reach for a switch.
 */
const LAGS: Precision = {
  spreadAt: (lag) => Math.min(5, Math.max(2, lag / 10)),
  mayBeginAt: () => true,
  isNeverEarly: false,
};
/** What is done on another machine's doing is done at once; what comes later has causes of its own. */
const AT_ONCE_SECONDS = 2;
const AT_ONCE: Precision = { ...LAGS, mayBeginAt: (lag) => lag <= AT_ONCE_SECONDS };
/** Nobody keeps a time to the minute, day by day; a scheduler acts on the minute. */
const CLOCK: Precision = { spreadAt: () => 60, mayBeginAt: (second) => second % 60 <= 5, isNeverEarly: true };

/**
 * Finds what acts by itself: on a signal, on a clock, some time after the entity itself was switched, or on what another
 * machine did. What causes are claimed does not matter: a scheduler may act in a person's name. People are spread,
 * machines are sharp: only the sharp part of what follows a signal is taken from people.
 */
export function findMachines(frame: Frame): Machines {
  const contexts = frame.contexts.slice();
  const signals = signalsOf(frame);
  const byThemselves = searchMachines(frame, contexts, (entity, state, rows): readonly Hypothesis[] => [
    ...signals.flatMap(([of, signal]) => after(frame, { entity, state, rows }, of, signal, LAGS)),
    ...[...lagsAfterOwn(frame, entity, rows)].map(([from, lags]): Hypothesis => ({
      entity,
      state,
      cause: { kind: "own", state: from },
      lags,
      precision: LAGS,
    })),
    { entity, state, cause: { kind: "clock" }, lags: timesOfDay(frame, rows), precision: CLOCK },
  ]);
  const driven = frame.entities.names.flatMap((entityId, entity): readonly (readonly [number, Signal])[] =>
    isActuator(entityId) ? [[entity, drivenOf(frame, contexts, entity)]] : [],
  );
  const following = searchMachines(frame, contexts, (entity, state, rows) =>
    driven.flatMap(([of, signal]) => (of === entity ? [] : after(frame, { entity, state, rows }, of, signal, AT_ONCE))),
  );
  return { frame: { ...frame, contexts }, found: [...byThemselves, ...following] };
}

interface Target {
  readonly entity: number;
  readonly state: number;
  readonly rows: Int32Array;
}

function after(
  frame: Frame,
  { entity, state, rows }: Target,
  of: number,
  signal: Signal,
  precision: Precision,
): readonly Hypothesis[] {
  return [...lagsAfter(frame, entity, rows, signal)].map(([to, lags]) => ({
    entity,
    state,
    cause: { kind: "after", entity: of, state: to },
    lags,
    precision,
  }));
}

/** What turns to a few words or sends events, and is not switched itself. */
function signalsOf(frame: Frame): readonly (readonly [number, Signal])[] {
  return frame.entities.names.flatMap((entityId, entity) => {
    if (isActuator(entityId) || roleOf(frame, entity) === "value") return [];
    const [first, end] = [frame.start[entity], frame.start[entity + 1]];
    const signal = { times: frame.times.subarray(first, end), codes: frame.codes.subarray(first, end) };
    return [[entity, signal] as const];
  });
}

/** What automations and machines made of an entity. */
function drivenOf({ start, times, codes }: Frame, contexts: Uint8Array, entity: number): Signal {
  const rows: number[] = [];
  for (let row = start[entity]!; row < start[entity + 1]!; row++)
    if (contexts[row] === CONTEXT_CODE.automation) rows.push(row);
  return {
    times: Float64Array.from(rows, (row) => times[row]!),
    codes: Int32Array.from(rows, (row) => codes[row]!),
  };
}
