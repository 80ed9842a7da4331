import type { Ui } from "../ui.ts";

/** From 90 seconds on in minutes. */
export const timeLeft = (seconds: number, { words, fill }: Ui): string =>
  seconds < 90
    ? fill(words.secondsLeft, { count: Math.ceil(seconds) })
    : fill(words.minutesLeft, { count: Math.ceil(seconds / 60) });
