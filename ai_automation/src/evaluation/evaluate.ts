import type { Frame } from "../history/frame/frame.ts";
import type { MachineRow } from "../model/machine-row.ts";
import { createWorld, wholeDays } from "../replay/world.ts";
import { countAsAutomation } from "./count-as-automation.ts";
import { judgeOffer, offerOf, type FoldReport, type MethodResult } from "./evaluate-fold.ts";
import type { Method } from "./method.ts";
import { poolFolds, type MethodReport } from "./pool.ts";
import { dayOneFolds, rollingFolds, splitFolds, type Fold, type Span, type TrainDays } from "./protocols.ts";

/** A home's history that can be restricted to any part. */
export interface History {
  /** Only the rows in [from, to): nothing outside influences the frame. */
  frame(from: number, to: number): Frame;
}

export const PROTOCOLS = ["rolling", "split", "day-one"] as const;

export type Protocol = (typeof PROTOCOLS)[number];

/** The outcome of the suggestions under one labelling of the actions. */
export interface JudgedFolds {
  readonly folds: readonly FoldReport[];
  /** Over all folds, in the order of the methods. */
  readonly methods: readonly MethodReport[];
}

/** Judged by the recording's own labels. */
export interface Evaluation extends JudgedFolds {
  readonly protocol: Protocol;
  readonly trainDays: TrainDays;
  /** Judged with machine rows as automation; null if no machines are listed. */
  readonly hands: JudgedFolds | null;
}

export interface EvaluationOptions {
  readonly protocol: Protocol;
  /** The first judged local day of a split; by default after 70% of the days. */
  readonly origin?: number;
  /** How much history before the origin to learn from; one evaluation each. */
  readonly trainDays: readonly TrainDays[];
  readonly methods: readonly Method[];
  /** Rows caused by machines. Methods never see the list: they learn from the history as recorded. */
  readonly machines: readonly MachineRow[] | null;
  readonly onResult: (fold: Fold, result: MethodResult) => void;
}

/** Evaluates methods on the same folds. No folds if the history is too short. */
export function evaluate(history: History, options: EvaluationOptions): readonly Evaluation[] {
  const { trainDays, methods, machines, onResult } = options;
  const frame = history.frame(-Infinity, Infinity);
  const recorded = createWorld(frame);
  const byHands = machines === null ? null : createWorld(countAsAutomation(frame, machines).frame);
  const cache = new Map<string, EvaluatedFold>();
  const evaluateFold = (fold: Fold): EvaluatedFold => {
    const learned = history.frame(fold.learn.from, fold.learn.to);
    const judged = methods.map((method) => {
      const offer = offerOf(method, fold, learned);
      const result = judgeOffer(offer, fold, recorded);
      onResult(fold, result);
      return { result, hands: byHands === null ? null : judgeOffer(offer, fold, byHands) };
    });
    return {
      recorded: { fold, results: judged.map(({ result }) => result) },
      hands: { fold, results: judged.map(({ hands }) => hands).filter((result) => result !== null) },
    };
  };
  return trainDays.map((trainDays) => {
    const evaluated = foldsOf(options, frame, trainDays).map((fold) => {
      const key = `${fold.learn.from} ${fold.learn.to}`;
      const report = cache.get(key) ?? evaluateFold(fold);
      cache.set(key, report);
      return report;
    });
    return {
      protocol: options.protocol,
      trainDays,
      ...pooled(evaluated.map(({ recorded }) => recorded)),
      hands: byHands === null ? null : pooled(evaluated.map(({ hands }) => hands)),
    };
  });
}

interface EvaluatedFold {
  readonly recorded: FoldReport;
  /** Without results if no machines are listed. */
  readonly hands: FoldReport;
}

const pooled = (folds: readonly FoldReport[]): JudgedFolds => ({ folds, methods: poolFolds(folds) });

function foldsOf({ protocol, origin }: EvaluationOptions, frame: Frame, trainDays: TrainDays): readonly Fold[] {
  const span = spanOf(frame);
  switch (protocol) {
    case "rolling":
      return rollingFolds(frame.clock, span, trainDays);
    case "split":
      return splitFolds(frame.clock, span, trainDays, origin);
    case "day-one":
      return dayOneFolds(frame.clock, span, trainDays);
  }
}

function spanOf(frame: Frame): Span {
  const { from, to } = wholeDays(frame);
  return { firstDay: frame.clock.dayOf(from), endDay: frame.clock.dayOf(to) };
}
