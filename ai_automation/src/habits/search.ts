import type { ActionSeries } from "../history/frame/lookup.ts";
import type { OnProgress } from "../model/progress.ts";
import { DAY } from "../model/time.ts";
import type { HabitMiner, MiningContext } from "./candidate.ts";
import { exploreTrigger } from "./explore.ts";
import { mineClockHabits } from "./kinds/clock-habits.ts";
import { mineFollowHabits } from "./kinds/follow-habits.ts";
import { minePresenceHabits } from "./kinds/presence-habits.ts";
import { mineSunHabits } from "./kinds/sun-habits.ts";
import { mineThresholdHabits } from "./kinds/threshold-habits.ts";
import { crossValidate } from "./proof/cross-validate.ts";
import type { Scored } from "./proof/score.ts";
import { splitOf } from "./split-days.ts";

/** All kinds of habits. A new kind takes one file and one line here. */
const minersOf = (
  series: readonly ActionSeries[],
  context: MiningContext,
  onProgress: (share: number) => void,
): readonly HabitMiner[] => [
  mineClockHabits,
  mineSunHabits,
  mineFollowHabits(context, series, onProgress),
  minePresenceHabits,
  mineThresholdHabits,
];

/** With fewer held-out days, the first days are held out as well: more of a short history counts as unseen. */
const ENOUGH_HELD_OUT = 14 * DAY;
/** Shares of the running time, for the progress; measured on one family's year. */
const SEARCH_SHARE = 0.4;
const PROOF_SHARE = 0.5;
/** The share after which only choosing is left. */
export const SEARCHED_SHARE = SEARCH_SHARE + PROOF_SHARE;

/** Explores one split of the days or, if that leaves few held-out days, a second one that holds out the first days. */
export function exploreSplits(
  series: readonly ActionSeries[],
  context: MiningContext,
  onProgress: OnProgress,
): readonly Scored[] {
  const { frame, whole, heldOut } = context;
  const explored = explore(series, context, onProgress);
  if (heldOut.to - heldOut.from >= ENOUGH_HELD_OUT) return explored;
  const border = frame.clock.instantOf(
    frame.clock.dayOf(whole.from) + Math.round((heldOut.to - heldOut.from) / DAY),
    0,
  );
  const first = { from: whole.from, to: border };
  const second = { ...context, ...splitOf(frame, context.silentDays, { from: border, to: whole.to }, first) };
  const inNeither = { from: border, to: heldOut.from };
  return crossValidate(explored, explore(series, second, inSilence), context, inNeither);
}

/** For a second search: progress does not go back. */
export const inSilence: OnProgress = () => undefined;

function explore(series: readonly ActionSeries[], context: MiningContext, onProgress: OnProgress): readonly Scored[] {
  const onSearched = (share: number): void => onProgress(share * SEARCH_SHARE, "looking for triggers");
  const miners = minersOf(series, context, (share) => onSearched(share / 2));
  const candidates = series.flatMap((one, index) => {
    onSearched((1 + index / series.length) / 2);
    return miners.flatMap((mine) => mine(context, one));
  });
  const byTrigger = [...Map.groupBy(candidates, ({ trigger }) => JSON.stringify(trigger)).values()];
  return byTrigger.flatMap((same, index) => {
    onProgress(SEARCH_SHARE + (index / byTrigger.length) * PROOF_SHARE, "proving them on the history");
    return exploreTrigger(same[0]!.trigger, same, context);
  });
}
