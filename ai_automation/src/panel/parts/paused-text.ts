import type { Ui } from "../ui.ts";
import type { Status } from "../wire.ts";

/** "Learning is paused until Fri 4 Dec, 14:10." */
export function pausedText(
  { paused_since: since, paused_until: until }: Status["learning"],
  { words, fill, format }: Ui,
): string {
  return until === null
    ? fill(words.learningPaused, { since: format.moment(since ?? "") })
    : fill(words.learningPausedUntil, { until: format.moment(until) });
}
