import { parseAutomation } from "../../automation/read/automation.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { replayAutomations } from "../../replay/report.ts";
import { createWorld, wholeDays } from "../../replay/world.ts";
import { mean } from "../../statistics/mean.ts";
import type { JudgedTruth, Truth } from "./judge-suggestions.ts";

/** The replay of a true rule itself: the best that a miner could measure. */
export interface ReplayedTruth {
  readonly key: string;
  /** TP + FP */
  readonly decided: number;
  readonly precision: number | null;
}

export function replayTruths(frame: Frame, truths: readonly Truth[]): readonly ReplayedTruth[] {
  const world = createWorld(frame);
  const whole = wholeDays(frame);
  return truths.map(({ key, automation }) => {
    const { total, measures } = replayAutomations(world, [parseAutomation(automation)], whole);
    return { key, decided: total.tp + total.fp, precision: measures.precision };
  });
}

/** Means over homes. */
export interface TruthQuality extends ReplayedTruth {
  readonly foundShare: number;
  readonly bestF1: number;
}

export function summariseTruths(
  judged: readonly { readonly truths: readonly JudgedTruth[]; readonly replayed: readonly ReplayedTruth[] }[],
): readonly TruthQuality[] {
  const truths = Map.groupBy(
    judged.flatMap((home) => home.truths),
    ({ key }) => key,
  );
  const replayed = Map.groupBy(
    judged.flatMap((home) => home.replayed),
    ({ key }) => key,
  );
  return [...truths].map(([key, ofHomes]) => ({
    key,
    foundShare: mean(ofHomes.map(({ isFound }) => (isFound ? 1 : 0))) ?? 0,
    bestF1: mean(ofHomes.map(({ bestF1 }) => bestF1)) ?? 0,
    decided: mean((replayed.get(key) ?? []).map(({ decided }) => decided)) ?? 0,
    precision: mean((replayed.get(key) ?? []).map(({ precision }) => precision)),
  }));
}
