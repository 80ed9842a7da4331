import type { Frame } from "../../history/frame/frame.ts";
import { MINUTE } from "../../model/time.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { countBy, type Literal, type LiteralSource } from "./literal.ts";
import { rowsAt, type Sample } from "./sample.ts";

/** How long ago a change may lie, in milliseconds. */
const WITHIN = [2, 5, 10, 20, 30, 60].map((minutes) => minutes * MINUTE);

/** Literals that require the entity to have entered its state only recently, one for each state and time. */
export function memoryLiterals(sample: Sample, frame: Frame, { entity, entityId, states }: EntityFacts): LiteralSource {
  const bins = binsOf(sample, frame, entity, states);
  return (part) => {
    const counts = countBy(sample, part, bins, states.length * WITHIN.length);
    return states.flatMap((code, state) => {
      const first = state * WITHIN.length;
      let tp = 0;
      let fp = 0;
      return WITHIN.flatMap((within, step): readonly Literal[] => {
        const last = first + step;
        tp += counts.tp[last]!;
        fp += counts.fp[last]!;
        // A longer time that adds no fire is the same condition.
        if (counts.tp[last] === 0 && counts.fp[last] === 0) return [];
        const condition = { kind: "recent", entityId, state: frame.states.names[code]!, within } as const;
        return [{ condition, tp, fp, test: (index) => bins[index]! >= first && bins[index]! <= last }];
      });
    });
  };
}

/** For each fire, the bin of the entity's state and of the time since it was entered; -1 if that was too long ago. */
function binsOf(sample: Sample, frame: Frame, entity: number, states: readonly number[]): Int32Array {
  const bins = rowsAt(sample, frame, entity);
  for (let i = 0; i < bins.length; i++) {
    const row = bins[i]!;
    const age = row === -1 ? Infinity : sample.at[i]! - frame.times[row]!;
    const step = WITHIN.findIndex((within) => age < within);
    bins[i] = step === -1 ? -1 : states.indexOf(frame.codes[row]!) * WITHIN.length + step;
  }
  return bins;
}
