import { SECOND } from "../../model/time.ts";
import type { Judged } from "../../replay/match.ts";

/** Lamps switched within this time of each other are one gesture, such as a tap on a group or several switches in a row. */
const GESTURE = 3 * SECOND;

/** The number of manual gestures saved by runs at or before them. */
export function gesturesSaved(judged: readonly Judged[]): number {
  const saved = judged
    .filter(({ outcome, at, actedAt }) => outcome === "tp" && at <= actedAt)
    .map(({ actedAt }) => actedAt)
    .sort((a, b) => a - b);
  return saved.filter((actedAt, index) => index === 0 || actedAt - saved[index - 1]! > GESTURE).length;
}
