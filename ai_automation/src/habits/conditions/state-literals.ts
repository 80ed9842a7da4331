import type { Frame } from "../../history/frame/frame.ts";
import { MINUTE } from "../../model/time.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { countBy, type Literal, type LiteralSource } from "./literal.ts";
import { agesAt, rowsAt, type Sample } from "./sample.ts";

type WithStates = Pick<EntityFacts, "entity" | "entityId" | "states">;

/** One literal for each state of the entity just before the fires. */
export function stateLiterals(sample: Sample, frame: Frame, { entity, entityId, states }: WithStates): LiteralSource {
  const own = rowsAt(sample, frame, entity);
  for (let i = 0; i < own.length; i++) if (own[i] !== -1) own[i] = states.indexOf(frame.codes[own[i]!]!);
  return (part) => {
    const counts = countBy(sample, part, own, states.length);
    return states.map((code, state): Literal => ({
      condition: { kind: "state", entityIds: [entityId], state: frame.states.names[code]!, hold: 0 },
      tp: counts.tp[state]!,
      fp: counts.fp[state]!,
      test: (index) => own[index] === state,
    }));
  };
}

const QUIET_MINUTES = [2, 5, 10, 20, 30, 60, 120, 240];

/**
 * Literals that require the entity to have been in its most frequent state for some time: it has not just been used.
 */
export function quietLiterals(sample: Sample, frame: Frame, { entity, entityId }: WithStates): LiteralSource {
  const rows = rowsAt(sample, frame, entity);
  const ages = agesAt(sample, frame, entity, rows);
  const codes = rows.map((row) => (row === -1 ? -1 : frame.codes[row]!));
  const usual = mostFrequent(codes);
  if (usual === -1) return () => [];
  const state = frame.states.names[usual]!;
  const reached = sample.column();
  for (let i = 0; i < reached.length; i++) reached[i] = codes[i] === usual ? stepsIn(ages[i]!) : 0;
  return (part) => {
    const counts = countBy(sample, part, reached, QUIET_MINUTES.length + 1);
    return QUIET_MINUTES.map((minutes, step): Literal => ({
      condition: { kind: "state", entityIds: [entityId], state, hold: minutes * MINUTE },
      tp: sumFrom(counts.tp, step + 1),
      fp: sumFrom(counts.fp, step + 1),
      test: (index) => reached[index]! > step,
    }));
  };
}

function stepsIn(age: number): number {
  let steps = 0;
  while (steps < QUIET_MINUTES.length && age >= QUIET_MINUTES[steps]! * MINUTE) steps += 1;
  return steps;
}

const sumFrom = (counts: Int32Array, from: number): number => counts.subarray(from).reduce((sum, one) => sum + one, 0);

function mostFrequent(codes: Int32Array): number {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].reduce((most, [code, count]) => (count > (counts.get(most) ?? 0) ? code : most), -1);
}
