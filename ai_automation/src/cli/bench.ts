import { mineRecording } from "../suggestions/mine-recording.ts";
import { benchQuality, QUALITY_USAGE } from "./bench-quality.ts";
import { benchService } from "./bench-service.ts";
import { runCommand } from "./command.ts";
import { loadRecording } from "./load-recording.ts";
import { locationOf, parseOptions, RECORDING_OPTIONS, UsageError, zoneOf } from "./options.ts";
import { plantHistory } from "../evaluation/quality/planted-frame.ts";
import type { Frame } from "../history/frame/frame.ts";
import { parseDay } from "../model/clock.ts";

const USAGE = `npm run --silent bench -- [service | mining | quality] [--events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N]]
service: cold start and memory of the built service on the simulated home (takes about a minute and a half)
mining: time and peak memory of mining planted homes, or the recording that is given. Without a word: these two.
${QUALITY_USAGE}`;

const DAYS = [30, 120, 480] as const;
const FIRST_DAY = parseDay("2024-01-01") ?? 0;

await runCommand(async () => {
  const [part, ...rest] = process.argv.slice(2);
  const isNamed = part !== undefined && !part.startsWith("-");
  if (part === "quality") return benchQuality(rest, say);
  if (isNamed && part !== "service" && part !== "mining") throw new UsageError(`there is no bench "${part}"\n${USAGE}`);
  const values = parseOptions(RECORDING_OPTIONS, USAGE, isNamed ? rest : process.argv.slice(2));
  if (part !== "mining") await benchService(say);
  if (part === "service") return;
  if (values.events === undefined) return benchPlanted();
  const started = performance.now();
  const recording = await loadRecording(
    values.events,
    zoneOf(values["time-zone"]),
    locationOf(values.latitude, values.longitude),
  );
  say(`reading the recording        ${seconds(started)}`);
  benchMining(recording.frame(-Infinity, Infinity));
});

/** Homes of growing length: how the time grows with the number of events. */
function benchPlanted(): void {
  const measured = DAYS.map((days) => {
    const { frame } = plantHistory({ seed: 1, days, firstDay: FIRST_DAY });
    return { events: frame.times.length, seconds: benchMining(frame) };
  });
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return;
  const exponent = Math.log(last.seconds / first.seconds) / Math.log(last.events / first.events);
  say(`time grows as events to the power of ${exponent.toFixed(2)}`);
}

function benchMining(frame: Frame): number {
  globalThis.gc?.();
  const started = performance.now();
  const drafts = mineRecording(frame);
  const took = (performance.now() - started) / 1_000;
  const peak = process.resourceUsage().maxRSS / 1_024;
  say(
    `mining ${String(frame.times.length).padStart(8)} changes     ${took.toFixed(2)} s, ${drafts.length} suggestions, peak ${peak.toFixed(0)} MB in this process so far`,
  );
  return took;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(2)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
