import { METHODS } from "../evaluation/compared-methods.ts";
import { plantHistory } from "../evaluation/quality/planted-frame.ts";
import type { Frame } from "../history/frame/frame.ts";
import { parseDay } from "../model/clock.ts";
import { wholeDays } from "../replay/world.ts";
import { benchLarge } from "./bench-large.ts";
import { loadRecording } from "./load-recording.ts";
import { locationOf, parseOptions, RECORDING_OPTIONS, zoneOf } from "./options.ts";

export const MINING_USAGE = `mining: time and peak memory of our miner and the baselines, on planted homes of increasing length or on a recording
  [--large: only our miner, as the service runs it, on a home of 810 entities with up to 17 million changes; takes minutes]
  [--events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N]]`;

const OPTIONS = { ...RECORDING_OPTIONS, large: { type: "boolean" } } as const;

/** About a hundred thousand and a million changes. */
const DAYS = [90, 900] as const;
const FIRST_DAY = parseDay("2000-01-01") ?? 0;

type Print = (line: string) => void;

export async function benchMining(args: readonly string[], print: Print): Promise<void> {
  const values = parseOptions(OPTIONS, MINING_USAGE, [...args]);
  if (values.large === true) return benchLarge(print);
  if (values.events === undefined) return benchPlanted(DAYS, print);
  const started = performance.now();
  const zone = zoneOf(values["time-zone"]);
  const recording = await loadRecording(values.events, zone, locationOf(values));
  const frame = recording.frame(-Infinity, Infinity);
  print(`reading the recording: ${secondsSince(started).toFixed(2)} s`);
  benchMethods(frame, print);
}

function benchPlanted(lengths: readonly number[], print: Print): void {
  const measured = lengths.map((days) => {
    const { frame } = plantHistory({ seed: 1, days, firstDay: FIRST_DAY });
    return { changes: frame.times.length, seconds: benchMethods(frame, print) };
  });
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return;
  for (const [index, { name }] of METHODS.entries()) {
    const growth = Math.log(last.seconds[index]! / first.seconds[index]!) / Math.log(last.changes / first.changes);
    print(`${name.padEnd(26)} time grows with changes to the power of ${growth.toFixed(2)}`);
  }
}

/** Returns the seconds of each method. */
function benchMethods(frame: Frame, print: Print): readonly number[] {
  return METHODS.map((method) => {
    globalThis.gc?.();
    const started = performance.now();
    const found = method.propose(frame, wholeDays(frame)).length;
    const seconds = secondsSince(started);
    const peak = process.resourceUsage().maxRSS / 1_024;
    const changes = String(frame.times.length).padStart(9);
    print(
      `${method.name.padEnd(26)} ${changes} changes ${seconds.toFixed(2).padStart(7)} s, ${found} suggestions, peak so far ${peak.toFixed(0)} MB`,
    );
    return seconds;
  });
}

const secondsSince = (started: number): number => (performance.now() - started) / 1_000;
