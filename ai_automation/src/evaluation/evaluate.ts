import type { Frame } from "../history/frame/frame.ts";
import { createWorld, wholeDays } from "../replay/replay-automations.ts";
import { evaluateMethod, type FoldReport, type MethodResult } from "./evaluate-fold.ts";
import type { Method } from "./method.ts";
import { poolFolds, type MethodReport } from "./pool.ts";
import { type Fold, rollingFolds, type Span, splitFolds, type TrainDays } from "./protocols.ts";

/** A home's history, of which any part can be looked at alone. */
export interface History {
  /** The rows in [from, to): nothing outside can influence the frame. */
  frame(from: number, to: number): Frame;
}

export type Protocol = "rolling" | "split";

export interface Evaluation {
  readonly protocol: Protocol;
  readonly trainDays: TrainDays;
  readonly folds: readonly FoldReport[];
  /** Over all folds, in the order of the methods. */
  readonly methods: readonly MethodReport[];
}

export interface EvaluationOptions {
  readonly protocol: Protocol;
  /** How much history before the origin is learned from; one evaluation each. */
  readonly trainDays: readonly TrainDays[];
  readonly methods: readonly Method[];
  readonly onResult: (fold: Fold, result: MethodResult) => void;
}

/** Evaluates methods side by side on the same folds. No folds where the history is too short. */
export function evaluate(history: History, options: EvaluationOptions): readonly Evaluation[] {
  const { protocol, trainDays, methods, onResult } = options;
  const frame = history.frame(-Infinity, Infinity);
  const world = createWorld(frame);
  const foldsOf = protocol === "rolling" ? rollingFolds : splitFolds;
  const known = new Map<string, FoldReport>();
  const evaluateFold = (fold: Fold): FoldReport => {
    const learned = history.frame(fold.learn.from, fold.learn.to);
    const results = methods.map((method) => {
      const result = evaluateMethod(method, fold, learned, world);
      onResult(fold, result);
      return result;
    });
    return { fold, results };
  };
  return trainDays.map((trainDays) => {
    const folds = foldsOf(frame.clock, spanOf(frame), trainDays).map((fold) => {
      const key = `${fold.learn.from} ${fold.learn.to}`;
      const report = known.get(key) ?? evaluateFold(fold);
      known.set(key, report);
      return report;
    });
    return { protocol, trainDays, folds, methods: poolFolds(folds) };
  });
}

function spanOf(frame: Frame): Span {
  const { from, to } = wholeDays(frame);
  return { firstDay: frame.clock.dayOf(from), endDay: frame.clock.dayOf(to) };
}
