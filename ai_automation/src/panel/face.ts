import type { Replay } from "./wire.ts";

/**
 * How sure a suggestion looks: nearly always right, mostly right, tested too few times to tell, or sometimes wrong.
 */
export type Face = "sure" | "fair" | "few" | "unsure";

const SURE = 0.95;
const FAIR = 0.85;
/** Tested runs below which a good share may still be luck. */
const ENOUGH_RUNS = 20;

export const runsOf = ({ tp, fp }: Pick<Replay, "tp" | "fp">): number => tp + fp;

/** Null if it never ran in the test. */
export function shareOf(replay: Pick<Replay, "tp" | "fp">): number | null {
  const runs = runsOf(replay);
  return runs === 0 ? null : replay.tp / runs;
}

export function faceOf(replay: Pick<Replay, "tp" | "fp">): Face | null {
  const share = shareOf(replay);
  if (share === null) return null;
  if (share < FAIR) return "unsure";
  if (runsOf(replay) < ENOUGH_RUNS) return "few";
  return share >= SURE ? "sure" : "fair";
}

/** Whether fewer runs are right, or a smaller share of them. */
export const isWorse = (before: Pick<Replay, "tp" | "fp">, after: Pick<Replay, "tp" | "fp">): boolean =>
  after.tp < before.tp || after.tp * runsOf(before) < before.tp * runsOf(after);
