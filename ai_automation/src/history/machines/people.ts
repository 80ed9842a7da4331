import { HOUR } from "../../model/time.ts";
import type { Precision } from "./spikes.ts";

const WIDTHS = [1, 2, 3, 6];

/**
 * Who waits for something times it by feel: the standard deviation is a tenth of the interval at least (scalar timing:
 * J. Gibbon, Psychological Review 84, 1977). Who reacts to something that is seen, be it a clock that was set, is spread
 * by two to five seconds.
 */
export const LAGS: Precision = {
  widths: WIDTHS,
  spreadAt: (lag) => Math.min(5, Math.max(2, lag / 10)),
  mayBeginAt: () => true,
  isNeverEarly: false,
};

/** What is done on another machine's doing is done at once; what comes later has causes of its own. */
const AT_ONCE_SECONDS = 2;
export const AT_ONCE: Precision = { ...LAGS, mayBeginAt: (lag) => lag <= AT_ONCE_SECONDS };

/**
 * Nobody keeps a time to the minute, day by day; a scheduler acts on the minute or some seconds after it, before anybody
 * who is woken by an alarm has reached a switch.
 */
const LATE_SECONDS = 3;
export const CLOCK: Precision = {
  widths: [1, 2, 3],
  spreadAt: () => 60,
  mayBeginAt: (second) => second % 60 <= LATE_SECONDS,
  isNeverEarly: true,
};

/** Offsets from sunrise and sunset are counted from so long before, so that none is negative. */
export const SUN_ORIGIN = 3 * HOUR;
/** Nobody follows the sun to five minutes. Our almanac and Home Assistant's differ by half a minute. */
export const SUN: Precision = {
  widths: [6, 20, 60],
  spreadAt: () => 300,
  mayBeginAt: () => true,
  isNeverEarly: false,
};
