import { runsOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Replay } from "../wire.ts";

/** "Right 15 of 16 times → 0 of 1"; on all days there is no figure of before. */
export function comparison(before: Replay, after: Replay, isWhole: boolean, { words, fill }: Ui): string {
  const [of, nextOf] = [runsOf(before), runsOf(after)];
  return isWhole
    ? fill(words.rightOnAllDays, { right: after.tp, of: nextOf })
    : fill(words.beforeAfter, { right: before.tp, of, nextRight: after.tp, nextOf });
}
