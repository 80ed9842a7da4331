import type { Frame } from "../../history/frame/frame.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { niceNumber } from "../nice-number.ts";
import type { Literal, LiteralSource } from "./literal.ts";
import { type Part, type Sample, statesAt } from "./sample.ts";

/** The values at the fires, and their order; fires without a value are in neither. */
interface Values {
  readonly at: Float64Array;
  readonly order: Int32Array;
  readonly range: number;
}

/** The best thresholds above and below which the fires were right. */
export function numericLiterals(sample: Sample, frame: Frame, { entity, entityId }: EntityFacts): LiteralSource {
  const values = valuesOf(sample, frame, entity);
  if (values.order.length < sample.at.length / 2 || values.range === 0) return () => [];
  return (part, falseCosts) => {
    const bounds = falseCosts.flatMap((cost) => bestBounds(sample, part, values, cost));
    const isNew = bounds.map((bound, index) =>
      bounds.slice(0, index).every(({ value, isAbove }) => value !== bound.value || isAbove !== bound.isAbove),
    );
    return bounds
      .filter((_, index) => isNew[index])
      .map((bound) => boundLiteral(sample, part, values.at, { ...bound, entityId }));
  };
}

function valuesOf(sample: Sample, frame: Frame, entity: number): Values {
  const { codes } = statesAt(sample, frame, entity);
  const at = Float64Array.from(codes, (code) => (code === -1 ? NaN : frame.numbers[code]!));
  const known = Int32Array.from(at.keys()).filter((index) => !Number.isNaN(at[index]!));
  const order = known.sort((a, b) => at[a]! - at[b]!);
  const valueAt = (share: number): number => at[order[Math.floor(share * order.length)] ?? -1] ?? 0;
  return { at, order, range: valueAt(0.95) - valueAt(0.05) };
}

interface Bound {
  readonly value: number;
  readonly isAbove: boolean;
}

/** Where to cut the values in order, so that what lies above, or below, is worth most. */
function bestBounds(
  { isHit }: Sample,
  { isIn, tp, fp }: Part,
  { at, order, range }: Values,
  falseCost: number,
): readonly Bound[] {
  const total = tp - falseCost * fp;
  let worthBelow = 0;
  let mostBelow = Math.max(0, total);
  let mostAbove = mostBelow;
  let above = NaN;
  let below = NaN;
  for (let i = 0; i + 1 < order.length; i++) {
    const index = order[i]!;
    if (isIn[index] === 1) worthBelow += isHit[index] === 1 ? 1 : -falseCost;
    const here = at[index]!;
    const next = at[order[i + 1]!]!;
    if (here === next) continue;
    if (worthBelow > mostBelow) {
      mostBelow = worthBelow;
      below = (here + next) / 2;
    }
    if (total - worthBelow > mostAbove) {
      mostAbove = total - worthBelow;
      above = (here + next) / 2;
    }
  }
  return [
    { value: niceNumber(above, range), isAbove: true },
    { value: niceNumber(below, range), isAbove: false },
  ].filter(({ value }) => !Number.isNaN(value));
}

function boundLiteral(
  { isHit }: Sample,
  { isIn }: Part,
  at: Float64Array,
  { entityId, value, isAbove }: Bound & { readonly entityId: string },
): Literal {
  let tp = 0;
  let fp = 0;
  const test = (index: number): boolean => (isAbove ? at[index]! > value : at[index]! < value);
  for (let i = 0; i < isHit.length; i++) {
    if (isIn[i] === 0 || !test(i)) continue;
    if (isHit[i] === 1) tp += 1;
    else fp += 1;
  }
  const bounds = isAbove ? { above: value, below: null } : { above: null, below: value };
  return { condition: { kind: "numeric", entityId, ...bounds }, tp, fp, test };
}
