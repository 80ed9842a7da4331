import type { Frame } from "../../history/frame/frame.ts";
import { quantile } from "../../statistics/quantile.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { niceStep } from "../kinds/nice-number.ts";
import { countBy, type Counts, type Literal, type LiteralSource } from "./literal.ts";
import { rowsAt, type Sample } from "./sample.ts";

/** About this many cuts are tried between the 2% and 98% quantiles. */
const CUTS = 50;
/** About this many values suffice to estimate the quantiles. */
const QUANTILE_SAMPLE = 500;

/** The best lower and upper thresholds among evenly spaced cuts. */
export function numericLiterals(sample: Sample, frame: Frame, { entity, entityId }: EntityFacts): LiteralSource {
  const rows = rowsAt(sample, frame, entity);
  const valueOf = (row: number): number => (row === -1 ? NaN : frame.numbers[frame.codes[row]!]!);
  const cuts = cutsOf(rows, valueOf);
  if (cuts.length === 0) return () => [];
  const step = cuts.length === 1 ? 1 : cuts[1]! - cuts[0]!;
  const bins = rows;
  for (let i = 0; i < bins.length; i++) bins[i] = binOf(valueOf(rows[i]!), cuts[0]!, step, cuts.length);
  return (part, falseCosts) => {
    const counts = countBy(sample, part, bins, cuts.length + 1);
    const best = falseCosts.flatMap((cost) => [bestAbove(counts, cost), bestBelow(counts, cost)]);
    const isNew = best.map((one, index) =>
      best.slice(0, index).every(({ cut, isAbove }) => cut !== one.cut || isAbove !== one.isAbove),
    );
    return best
      .filter((_, index) => isNew[index])
      .map(({ cut, isAbove, tp, fp }): Literal => ({
        condition: {
          kind: "numeric",
          entityId,
          above: isAbove ? cuts[cut]! : null,
          below: isAbove ? null : cuts[cut]!,
        },
        tp,
        fp,
        test: (index) => (isAbove ? bins[index]! > cut : bins[index]! >= 0 && bins[index]! <= cut),
      }));
  };
}

/** The bin of a value: 0 up to the first cut, `last` above the last cut, -1 for no value. */
const binOf = (value: number, first: number, step: number, last: number): number =>
  Number.isNaN(value) ? -1 : Math.min(last, Math.max(0, Math.ceil((value - first) / step)));

/** Round numbers across the range; none if fewer than half the fires have a value. A value on a cut is below it. */
function cutsOf(rows: Int32Array, valueOf: (row: number) => number): Float64Array {
  const sampled = valuesOf(rows, valueOf, Math.ceil(rows.length / QUANTILE_SAMPLE));
  const known = sampled.filter((value) => !Number.isNaN(value)).sort();
  if (known.length < sampled.length / 2 || known.length === 0) return new Float64Array(0);
  const low = quantile(known, 0.02);
  const high = quantile(known, 0.98);
  const step = niceStep((high - low) / CUTS);
  if (step === 0) return new Float64Array(0);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Float64Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(6)));
}

/** The values of every nth row. */
function valuesOf(rows: Int32Array, valueOf: (row: number) => number, n: number): Float64Array {
  const values = new Float64Array(Math.ceil(rows.length / n));
  for (let i = 0; i < values.length; i++) values[i] = valueOf(rows[i * n]!);
  return values;
}

interface Cut {
  readonly cut: number;
  readonly isAbove: boolean;
  readonly tp: number;
  readonly fp: number;
}

function bestBelow(counts: Counts, falseCost: number): Cut {
  return best(counts, falseCost, { isAbove: false, from: 0, to: counts.tp.length - 1, step: 1, cutOf: (bin) => bin });
}

function bestAbove(counts: Counts, falseCost: number): Cut {
  const last = counts.tp.length - 1;
  return best(counts, falseCost, { isAbove: true, from: last, to: 0, step: -1, cutOf: (bin) => bin - 1 });
}

function best(
  counts: Counts,
  falseCost: number,
  way: {
    readonly isAbove: boolean;
    readonly from: number;
    readonly to: number;
    readonly step: number;
    readonly cutOf: (bin: number) => number;
  },
): Cut {
  let tp = 0;
  let fp = 0;
  let most = -Infinity;
  let found: Cut = { cut: way.cutOf(way.from), isAbove: way.isAbove, tp: 0, fp: 0 };
  for (let bin = way.from; bin !== way.to; bin += way.step) {
    tp += counts.tp[bin]!;
    fp += counts.fp[bin]!;
    if (tp - falseCost * fp <= most) continue;
    most = tp - falseCost * fp;
    found = { cut: way.cutOf(bin), isAbove: way.isAbove, tp, fp };
  }
  return found;
}
