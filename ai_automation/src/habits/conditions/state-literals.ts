import type { Frame } from "../../history/frame/frame.ts";
import { MINUTE } from "../../model/time.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { niceNumber } from "../nice-number.ts";
import { literal, type Literal, type LiteralSource } from "./literal.ts";
import { type Part, type Sample, statesAt } from "./sample.ts";

/** Each state in which the entity was at a fire. */
export function stateLiterals(sample: Sample, frame: Frame, { entity, entityId }: EntityFacts): LiteralSource {
  const { codes } = statesAt(sample, frame, entity);
  const seen = [...new Set(codes)].filter((code) => code !== -1);
  return (part) =>
    seen.length < 2
      ? []
      : seen.map((code): Literal => {
          const state = frame.states.names[code]!;
          const condition = { kind: "state", entityIds: [entityId], state, hold: 0 } as const;
          return literal(sample, part, condition, (index) => codes[index] === code);
        });
}

const QUIET_MINUTES = [2, 5, 10, 20, 30, 60, 120, 240];

/** That the entity has been in the state it is mostly in for some time: it was not just left by hand. */
export function quietLiterals(sample: Sample, frame: Frame, { entity, entityId }: EntityFacts): LiteralSource {
  const { codes, ages } = statesAt(sample, frame, entity);
  const usual = mostFrequent(codes);
  if (usual === -1) return () => [];
  const state = frame.states.names[usual]!;
  return (part) =>
    QUIET_MINUTES.map((minutes): Literal => {
      const hold = minutes * MINUTE;
      return literal(
        sample,
        part,
        { kind: "state", entityIds: [entityId], state, hold },
        (index) => codes[index] === usual && ages[index]! >= hold,
      );
    });
}

function mostFrequent(codes: Int32Array): number {
  const counts = Map.groupBy(codes, (code) => code);
  return [...counts].reduce((most, [code, { length }]) => (length > (counts.get(most)?.length ?? 0) ? code : most), -1);
}

/** The best threshold above and below which the fires were right. */
export function numericLiterals(sample: Sample, frame: Frame, { entity, entityId }: EntityFacts): LiteralSource {
  const { codes } = statesAt(sample, frame, entity);
  const values = Float64Array.from(codes, (code) => (code === -1 ? NaN : frame.numbers[code]!));
  const order = Array.from(values.keys())
    .filter((index) => !Number.isNaN(values[index]!))
    .sort((a, b) => values[a]! - values[b]!);
  if (order.length < values.length / 2) return () => [];
  const range = values[order[Math.floor(0.95 * order.length)]!]! - values[order[Math.floor(0.05 * order.length)]!]!;
  if (range === 0) return () => [];
  return (part, falseCosts) =>
    falseCosts.flatMap((cost) => {
      const { above, below } = bestThresholds(sample, part, { values, order }, cost);
      return [
        ...bounded(sample, part, values, { entityId, above: niceOrNull(above, range), below: null }),
        ...bounded(sample, part, values, { entityId, above: null, below: niceOrNull(below, range) }),
      ];
    });
}

const niceOrNull = (value: number | null, range: number): number | null =>
  value === null ? null : niceNumber(value, range);

function bounded(
  sample: Sample,
  part: Part,
  values: Float64Array,
  bounds: { readonly entityId: string; readonly above: number | null; readonly below: number | null },
): readonly Literal[] {
  const { above, below } = bounds;
  if (above === null && below === null) return [];
  const condition = { kind: "numeric", ...bounds } as const;
  return [
    literal(
      sample,
      part,
      condition,
      (index) => values[index]! > (above ?? -Infinity) && values[index]! < (below ?? Infinity),
    ),
  ];
}

/** Where to cut the values in order, so that what lies above, or below, is worth most. */
function bestThresholds(
  { isHit }: Sample,
  { isIn, tp, fp }: Part,
  { values, order }: { readonly values: Float64Array; readonly order: readonly number[] },
  falseCost: number,
): { readonly above: number | null; readonly below: number | null } {
  const total = tp - falseCost * fp;
  let worthBelow = 0;
  let mostBelow = Math.max(0, total);
  let mostAbove = Math.max(0, total);
  let above: number | null = null;
  let below: number | null = null;
  for (let i = 0; i + 1 < order.length; i++) {
    const index = order[i]!;
    if (isIn[index] === 1) worthBelow += isHit[index] === 1 ? 1 : -falseCost;
    const here = values[index]!;
    const next = values[order[i + 1]!]!;
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
  return { above, below };
}
