import { binomialTail } from "../../statistics/binomial.ts";
import { lowerBound } from "../../statistics/search.ts";

/** How finely people keep a lag or a time, in seconds. */
export interface Precision {
  /** How long a spike may last: machines jitter by their polling and their radio. Ascending. */
  readonly widths: readonly number[];
  /** The least standard deviation of what people do this long after a cue, or at this time. */
  readonly spreadAt: (seconds: number) => number;
  /** Where a machine's window may begin. */
  readonly mayBeginAt: (seconds: number) => boolean;
  /** Whether a machine is late, if anything, where people are early as often: a scheduler. */
  readonly isNeverEarly: boolean;
}

/** More of a sample than people put into [from, to), in seconds. */
export interface Spike {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The chance that people put so many there, all windows that were looked at counted. */
  readonly pValue: number;
}

/** A spike holds four times what its neighbours do: three quarters of it are a machine's (evaluation.md 7.2). */
const LEAST_FACTOR = 4;
/** Fewer cannot tell a machine from a coincidence. */
export const LEAST_COUNT = 8;
/** Other spikes of the same sample are sought after the first: timers of 15, 30, 45 and 60 minutes. */
const MOST_SPIKES = 6;
/**
 * A normal density is at its peak 1.67 times its mean over two standard deviations to either side; wider, skewed and
 * flat ones are lower.
 */
const PEAK = 1.67;
const REACH = 2;
/**
 * A window that people may fill with more than half of what is about it could hardly stand out. At once is another
 * matter: before three seconds are over nobody has reacted and reached a switch again and again.
 */
const MOST_EXPECTED = 0.5;
const AT_ONCE = { before: 3, expected: 0.7 };

/**
 * The spikes of a sample in ascending order, the sharpest first. The null: people's seconds are spread by at least
 * `spreadAt`, so that of those within two spreads of a window's middle the window holds a share of at most 1.67 times
 * its width.
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

/** One window of a sample, looked at for itself; undefined where it does not stand out. */
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

/** The largest share that people put into a window, of what they put about it. */
const expectedIn = (from: number, to: number, spreadAt: Precision["spreadAt"]): number =>
  Math.min(1, (PEAK * (to - from)) / (2 * REACH * spreadAt(from)));

const isTestable = (from: number, to: number, { spreadAt }: Precision): boolean =>
  expectedIn(from, to, spreadAt) <= (to <= AT_ONCE.before ? AT_ONCE.expected : MOST_EXPECTED);

/** With the seconds after it that stand out as well. */
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

const widestOf = ({ widths }: Precision): number => widths.at(-1) ?? 0;

const countIn = (ascending: Float64Array, from: number, to: number): number =>
  lowerBound(ascending, to) - lowerBound(ascending, from);
