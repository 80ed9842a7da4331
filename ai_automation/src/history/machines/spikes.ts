import { binomialTail } from "../../statistics/binomial.ts";
import { lowerBound } from "../../statistics/search.ts";

/** How precisely people keep a lag or a time, in seconds. */
export interface Precision {
  /** Widths of a spike that are tried, ascending. Machines jitter because of polling and radio. */
  readonly widths: readonly number[];
  /** The minimum standard deviation of people's actions at this lag or time. */
  readonly spreadAt: (seconds: number) => number;
  /** Whether a machine's window may begin at this second. */
  readonly mayBeginAt: (seconds: number) => boolean;
  /** Whether the machine can only be late, as a scheduler is, while people are early as often as late. */
  readonly isNeverEarly: boolean;
}

/** A window [from, to), in seconds, with more of a sample than people would produce. */
export interface Spike {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The probability that people produce as many, corrected for the windows tried. */
  readonly pValue: number;
}

/** A spike is at least four times the background, so at least three quarters of it are a machine's. */
const LEAST_FACTOR = 4;
/** With fewer events, a machine cannot be distinguished from a coincidence. */
export const LEAST_COUNT = 8;
/** A sample can have several spikes, such as timers of 15, 30, 45 and 60 minutes. */
const MOST_SPIKES = 6;
/**
 * The peak of a normal density is 1.67 times its mean within two standard deviations. Wider, skewed and flat densities
 * have lower peaks.
 */
const PEAK = 1.67;
const REACH = 2;
/**
 * Windows are not tested if people may account for more than this share of the events around them. The limit is higher
 * for the first three seconds, in which nobody can repeatedly react and reach a switch.
 */
const MOST_EXPECTED = 0.5;
const AT_ONCE = { before: 3, expected: 0.7 };

/**
 * Finds the spikes of an ascending sample, sharpest first. Null hypothesis: people's seconds have a standard deviation
 * of at least `spreadAt`, so a window holds at most 1.67 times its proportional share of the events within two standard
 * deviations of its middle.
 */
export function spikesOf(ascending: Float64Array, precision: Precision): readonly Spike[] {
  const spikes: Spike[] = [];
  let left = ascending;
  while (spikes.length < MOST_SPIKES) {
    const spike = sharpestOf(left, precision);
    if (spike === undefined) break;
    const window = widened(left, spike, precision);
    spikes.push(window);
    left = left.filter((seconds) => seconds < window.from || seconds >= window.to);
  }
  return spikes;
}

function sharpestOf(ascending: Float64Array, precision: Precision): Spike | undefined {
  let best: Spike | undefined;
  let tried = 0;
  for (let first = 0; first + LEAST_COUNT <= ascending.length; first++) {
    const from = ascending[first]!;
    if (from === ascending[first - 1] || !precision.mayBeginAt(from)) continue;
    if (ascending[first + LEAST_COUNT - 1]! >= from + widestOf(precision)) continue;
    for (const width of precision.widths) {
      if (ascending[first + LEAST_COUNT - 1]! >= from + width || !isTestable(from, from + width, precision)) continue;
      tried += 1;
      const spike = testWindow(ascending, from, from + width, precision);
      if (spike !== undefined && spike.pValue < (best?.pValue ?? Infinity)) best = spike;
    }
  }
  return best === undefined ? undefined : { ...best, pValue: Math.min(1, best.pValue * tried) };
}

/** Tests one window of a sample, without correction for others; undefined if it is not a spike. */
export function testWindow(
  ascending: Float64Array,
  from: number,
  to: number,
  { spreadAt, isNeverEarly }: Precision,
): Spike | undefined {
  const width = to - from;
  const reach = REACH * spreadAt(from);
  const start = Math.max(0, (from + to) / 2 - reach);
  const count = countIn(ascending, from, to);
  const near = countIn(ascending, start, start + 2 * reach);
  const background = ((near - count) * width) / (2 * reach - width);
  if (count === 0 || count < LEAST_FACTOR * background) return undefined;
  if (isNeverEarly && count < LEAST_FACTOR * countIn(ascending, from - width, from)) return undefined;
  return { from, to, count, pValue: binomialTail(count, near, expectedIn(from, to, spreadAt)) };
}

/** The largest share of the surrounding events that people would put into a window. */
const expectedIn = (from: number, to: number, spreadAt: Precision["spreadAt"]): number =>
  Math.min(1, (PEAK * (to - from)) / (2 * REACH * spreadAt(from)));

const isTestable = (from: number, to: number, { spreadAt }: Precision): boolean =>
  expectedIn(from, to, spreadAt) <= (to <= AT_ONCE.before ? AT_ONCE.expected : MOST_EXPECTED);

/** Extends a spike by the following seconds that stand out as well. */
function widened(ascending: Float64Array, spike: Spike, precision: Precision): Spike {
  const reach = REACH * precision.spreadAt(spike.from);
  const start = Math.max(0, (spike.from + spike.to) / 2 - reach);
  const near = countIn(ascending, start, start + 2 * reach);
  let { to, count } = spike;
  while (to - spike.from < widestOf(precision)) {
    const next = countIn(ascending, to, to + 1);
    const background = (near - count - next) / (2 * reach - (to + 1 - spike.from));
    if (next < 2 || next < LEAST_FACTOR * background) break;
    to += 1;
    count += next;
  }
  return { ...spike, to, count };
}

export const widestOf = ({ widths }: Precision): number => widths.at(-1) ?? 0;

const countIn = (ascending: Float64Array, from: number, to: number): number =>
  lowerBound(ascending, to) - lowerBound(ascending, from);
