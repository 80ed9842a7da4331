import type { Judged } from "../../replay/match.ts";
import { SECOND } from "../../model/time.ts";

/** Lamps that are switched this close after each other are one gesture: one tap on a group, one sweep over the switches. */
const GESTURE = 3 * SECOND;

/** How many gestures people are spared by runs that came at or before their action. */
export function gesturesSaved(judged: readonly Judged[]): number {
  const saved = judged
    .filter(({ outcome, at, actedAt }) => outcome === "tp" && at <= actedAt)
    .map(({ actedAt }) => actedAt)
    .sort((a, b) => a - b);
  return saved.filter((actedAt, index) => index === 0 || actedAt - saved[index - 1]! > GESTURE).length;
}
