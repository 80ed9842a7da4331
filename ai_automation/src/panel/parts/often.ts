import { turnsLightsOff } from "../edit.ts";
import type { Ui } from "../ui.ts";
import type { Replay, Suggestion } from "../wire.ts";

/** Per week; from here on whole numbers are close enough. */
const ABOUT_ONCE = 0.75;

/** "about 3 times a week", "about once in 4 weeks". */
const often = (perWeek: number, { words, fill }: Ui): string =>
  perWeek >= ABOUT_ONCE
    ? fill(words.timesAWeek, { count: Math.round(perWeek) })
    : fill(words.onceInWeeks, { count: Math.round(1 / perWeek) });

/** How much it would spare and get wrong, or how often it would notify. */
export function effectOf(replay: Replay, automation: Suggestion["automation"], ui: Ui): string {
  const { words, fill } = ui;
  if (replay.alerts_per_week !== undefined)
    return replay.alerts_per_week > 0
      ? fill(words.notifiesOften, { often: often(replay.alerts_per_week, ui) })
      : words.notifiesNever;
  const { saved_per_week: saved, false_per_week: wrong } = replay;
  if (replay.tp + replay.fp === 0) return words.noRunsInTest;
  const wrongText = turnsLightsOff(automation) ? words.darkOften : words.wrongOften;
  return [
    ...(saved >= ABOUT_ONCE ? [fill(words.savesPerWeek, { count: Math.round(saved) })] : []),
    ...(saved > 0 && saved < ABOUT_ONCE ? [fill(words.savesRarely, { often: often(saved, ui) })] : []),
    wrong > 0 ? fill(wrongText, { often: often(wrong, ui) }) : words.neverWrong,
  ].join("; ");
}
