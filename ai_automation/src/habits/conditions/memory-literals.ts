import type { Frame } from "../../history/frame/frame.ts";
import { MINUTE } from "../../model/time.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { countBy, leastHits, MIN_HITS, type Literal, type LiteralSource } from "./literal.ts";
import { rowsAt, type Sample } from "./sample.ts";

/** How long ago a change may lie, in milliseconds. */
const WITHIN = [2, 5, 10, 20, 30, 60].map((minutes) => minutes * MINUTE);
const LONGEST = WITHIN.at(-1) ?? 0;

/** Literals that require the entity to have entered its state only recently, one for each state and time. */
export function memoryLiterals(sample: Sample, frame: Frame, { entity, entityId, states }: EntityFacts): LiteralSource {
  if (!mayHaveHits(sample, frame, entity)) return () => [];
  const bins = binsOf(sample, frame, entity, states);
  if (hitsIn(sample, bins) < MIN_HITS) return () => [];
  return (part) => {
    const counts = countBy(sample, part, bins, states.length * WITHIN.length);
    const least = leastHits(part);
    const literals: Literal[] = [];
    for (let state = 0; state < states.length; state++) {
      const first = state * WITHIN.length;
      let tp = 0;
      let fp = 0;
      for (let last = first; last < first + WITHIN.length; last++) {
        tp += counts.tp[last]!;
        fp += counts.fp[last]!;
        // A longer time that adds no fire is the same condition.
        if (tp < least || (counts.tp[last] === 0 && counts.fp[last] === 0)) continue;
        const name = frame.states.names[states[state]!]!;
        const condition = { kind: "recent", entityId, state: name, within: WITHIN[last - first]! } as const;
        literals.push({ condition, tp, fp, test: (index) => bins[index]! >= first && bins[index]! <= last });
      }
    }
    return literals;
  };
}

/** For each fire, the bin of the entity's state and of the time since it was entered; -1 if that was too long ago. */
function binsOf(sample: Sample, frame: Frame, entity: number, states: readonly number[]): Int32Array {
  const bins = rowsAt(sample, frame, entity);
  for (let i = 0; i < bins.length; i++) {
    const row = bins[i]!;
    const age = row === -1 ? Infinity : sample.at[i]! - frame.times[row]!;
    bins[i] = age >= LONGEST ? -1 : states.indexOf(frame.codes[row]!) * WITHIN.length + stepOf(age);
  }
  return bins;
}

/**
 * Whether enough hits have a recent change of the entity, also one within a gap. Most entities have not, and their other
 * fires, which are far more, need no look at the history.
 */
function mayHaveHits({ at, isHit, rowIndex }: Sample, { start, times }: Frame, entity: number): boolean {
  const first = start[entity]!;
  let hits = 0;
  for (let i = 0; i < at.length && hits < MIN_HITS; i++) {
    if (isHit[i] === 0) continue;
    const row = rowIndex.rowFrom(entity, at[i]!);
    if (row !== first && at[i]! - times[row - 1]! < LONGEST) hits += 1;
  }
  return hits >= MIN_HITS;
}

function stepOf(age: number): number {
  let step = 0;
  while (age >= WITHIN[step]!) step += 1;
  return step;
}

function hitsIn({ isHit }: Sample, bins: Int32Array): number {
  let hits = 0;
  for (let i = 0; i < bins.length; i++) if (bins[i] !== -1) hits += isHit[i]!;
  return hits;
}
