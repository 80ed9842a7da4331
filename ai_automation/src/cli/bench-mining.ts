import { METHODS } from "../evaluation/compared-methods.ts";
import { plantHistory } from "../evaluation/quality/planted-frame.ts";
import type { Frame } from "../history/frame/frame.ts";
import { parseDay } from "../model/clock.ts";
import { wholeDays } from "../replay/replay-automations.ts";
import { loadRecording } from "./load-recording.ts";
import { locationOf, parseOptions, RECORDING_OPTIONS, zoneOf } from "./options.ts";

export const MINING_USAGE = `mining: time and peak memory of our miner beside the baselines, on planted homes of growing length, or on a recording:
  [--large] [--events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N]]; --large goes on to ten million changes`;

const OPTIONS = { ...RECORDING_OPTIONS, large: { type: "boolean" } } as const;

/** About a hundred thousand, a million and ten million changes. */
const DAYS = [90, 900] as const;
const MANY_DAYS = 9_000;
const FIRST_DAY = parseDay("2000-01-01") ?? 0;

type Say = (line: string) => void;

export async function benchMining(args: readonly string[], say: Say): Promise<void> {
  const values = parseOptions(OPTIONS, MINING_USAGE, [...args]);
  if (values.events === undefined) return benchPlanted(values.large === true ? [...DAYS, MANY_DAYS] : DAYS, say);
  const started = performance.now();
  const zone = zoneOf(values["time-zone"]);
  const recording = await loadRecording(values.events, zone, locationOf(values.latitude, values.longitude));
  const frame = recording.frame(-Infinity, Infinity);
  say(`reading the recording: ${secondsSince(started).toFixed(2)} s`);
  benchMethods(frame, say);
}

function benchPlanted(lengths: readonly number[], say: Say): void {
  const measured = lengths.map((days) => {
    const { frame } = plantHistory({ seed: 1, days, firstDay: FIRST_DAY });
    return { changes: frame.times.length, seconds: benchMethods(frame, say) };
  });
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return;
  for (const [index, { name }] of METHODS.entries()) {
    const growth = Math.log(last.seconds[index]! / first.seconds[index]!) / Math.log(last.changes / first.changes);
    say(`${name.padEnd(26)} time grows as changes to the power of ${growth.toFixed(2)}`);
  }
}

/** Returns the seconds of each method. */
function benchMethods(frame: Frame, say: Say): readonly number[] {
  return METHODS.map((method) => {
    globalThis.gc?.();
    const started = performance.now();
    const found = method.propose(frame, wholeDays(frame)).length;
    const seconds = secondsSince(started);
    const peak = process.resourceUsage().maxRSS / 1_024;
    const changes = String(frame.times.length).padStart(9);
    say(
      `${method.name.padEnd(26)} ${changes} changes ${seconds.toFixed(2).padStart(7)} s, ${found} suggestions, peak so far ${peak.toFixed(0)} MB`,
    );
    return seconds;
  });
}

const secondsSince = (started: number): number => (performance.now() - started) / 1_000;
