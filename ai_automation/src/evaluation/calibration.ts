import { mean } from "../statistics/mean.ts";

/** The predicted confidence of a suggestion, and its outcome when judged alone on held-out days. */
export interface Prediction {
  /** 0 to 1. */
  readonly confidence: number;
  readonly tp: number;
  readonly fp: number;
}

/** The suggestions with a predicted confidence in [from, to); the last band includes 1. */
export interface CalibrationBand {
  readonly from: number;
  readonly to: number;
  readonly suggestions: number;
  /** TP + FP of all of them. */
  readonly decided: number;
  readonly meanConfidence: number | null;
  /** TP / (TP + FP) over all fires of the band. */
  readonly pooledPrecision: number | null;
  /** The mean of the suggestions' own precision, over those with any decided fire. */
  readonly meanPrecision: number | null;
}

/** Fifths, then tenths in the range where suggestions lie. */
const BANDS = [
  [0, 0.2],
  [0.2, 0.4],
  [0.4, 0.6],
  [0.6, 0.8],
  [0.8, 1],
  [0.6, 0.7],
  [0.7, 0.8],
  [0.8, 0.9],
  [0.9, 1],
] as const;

/** The reliability table: predicted confidence against observed precision (docs/evaluation.md, section 6). */
export function calibrate(predictions: readonly Prediction[]): readonly CalibrationBand[] {
  return BANDS.map(([from, to]) => {
    const within = predictions.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1));
    const decided = within.filter(({ tp, fp }) => tp + fp > 0);
    const tp = decided.reduce((sum, one) => sum + one.tp, 0);
    const fp = decided.reduce((sum, one) => sum + one.fp, 0);
    return {
      from,
      to,
      suggestions: within.length,
      decided: tp + fp,
      meanConfidence: mean(within.map(({ confidence }) => confidence)),
      pooledPrecision: tp + fp === 0 ? null : tp / (tp + fp),
      meanPrecision: mean(decided.map((one) => one.tp / (one.tp + one.fp))),
    };
  });
}
