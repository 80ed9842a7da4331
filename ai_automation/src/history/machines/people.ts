import { HOUR } from "../../model/time.ts";
import type { Precision } from "./spikes.ts";

const WIDTHS = [1, 2, 3, 6];

/**
 * People estimate intervals with a standard deviation of at least a tenth of the interval (scalar timing: J. Gibbon,
 * Psychological Review 84, 1977). Reactions to something visible, including a timer, vary by two to five seconds.
 */
export const LAGS: Precision = {
  widths: WIDTHS,
  spreadAt: (lag) => Math.min(5, Math.max(2, lag / 10)),
  mayBeginAt: () => true,
  isNeverEarly: false,
};

/** A machine reacts to another machine at once. Later changes have other causes. */
const AT_ONCE_SECONDS = 2;
export const AT_ONCE: Precision = { ...LAGS, mayBeginAt: (lag) => lag <= AT_ONCE_SECONDS };

/**
 * People do not keep a time to the minute every day. A scheduler acts within seconds after the full minute, before
 * somebody woken by an alarm can reach a switch.
 */
const LATE_SECONDS = 3;
export const CLOCK: Precision = {
  widths: [1, 2, 3],
  spreadAt: () => 60,
  mayBeginAt: (second) => second % 60 <= LATE_SECONDS,
  isNeverEarly: true,
};

/** Offsets from sunrise and sunset are counted from this long before, so that none is negative. */
export const SUN_ORIGIN = 3 * HOUR;
/**
 * People do not follow the sun to five minutes. The computed sun times differ from Home Assistant's by half a minute.
 */
export const SUN: Precision = {
  widths: [6, 20, 60],
  spreadAt: () => 300,
  mayBeginAt: () => true,
  isNeverEarly: false,
};
