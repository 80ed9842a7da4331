import {
  judgePlanted,
  type PlantedJudgement,
  type PlantedQuality,
  summarisePlanted,
} from "../evaluation/quality/planted-quality.ts";
import { plantHistory, type PlantedSettings } from "../evaluation/quality/planted-frame.ts";
import { mineRecording } from "../suggestions/mine-recording.ts";
import { parseOptions, UsageError, wholeNumber } from "./options.ts";
import { PLANTED_HEAD, showPlantedDetails, showPlantedLine } from "./show-quality.ts";

export const QUALITY_USAGE = `quality: what the miner finds in homes whose habits are known
  [--seeds N] [--part planted] [--adherence 0.8] [--days 90] [--jitter MINUTES] [--noise N]`;

const OPTIONS = {
  seeds: { type: "string" },
  part: { type: "string" },
  adherence: { type: "string" },
  days: { type: "string" },
  jitter: { type: "string" },
  noise: { type: "string" },
  help: { type: "boolean" },
} as const;

const ADHERENCES = [1, 0.9, 0.8, 0.6] as const;
const DAYS = [90, 30, 14] as const;
const SEEDS = 10;

type Say = (line: string) => void;

export function benchQuality(args: readonly string[], say: Say): void {
  const values = parseOptions(OPTIONS, QUALITY_USAGE, [...args]);
  const seeds = wholeNumber(values.seeds, "seeds") ?? SEEDS;
  const adherence = amount(values.adherence, "adherence");
  const days = wholeNumber(values.days, "days");
  const jitterMinutes = amount(values.jitter, "jitter");
  const noise = amount(values.noise, "noise");
  const more = { ...(jitterMinutes === undefined ? {} : { jitterMinutes }), ...(noise === undefined ? {} : { noise }) };
  benchPlanted(
    seeds,
    (adherence === undefined ? ADHERENCES : [adherence]).flatMap((adherence) =>
      (days === undefined ? DAYS : [days]).map((days) => ({ ...more, adherence, days })),
    ),
    say,
  );
}

interface Kind extends Omit<PlantedSettings, "seed"> {
  readonly adherence: number;
}

function benchPlanted(seeds: number, kinds: readonly Kind[], say: Say): void {
  say(PLANTED_HEAD);
  const planting = createStopwatch();
  const mining = createStopwatch();
  const measured = kinds.map((kind) => {
    const quality = measurePlanted(seeds, kind, planting, mining);
    say(showPlantedLine(kind.adherence, kind.days, quality));
    return { kind, quality };
  });
  for (const { kind, quality } of measured) {
    say(`\nadherence ${kind.adherence}, ${kind.days} days`);
    say(showPlantedDetails(quality));
  }
  const homes = seeds * kinds.length;
  say(`planting ${planting.seconds(homes)} and mining ${mining.seconds(homes)} s a home`);
}

function measurePlanted(seeds: number, kind: Kind, planting: Stopwatch, mining: Stopwatch): PlantedQuality {
  const judged: PlantedJudgement[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const history = planting.time(() => plantHistory({ ...kind, seed }));
    const drafts = mining.time(() => mineRecording(history.frame));
    judged.push(judgePlanted(history, drafts));
  }
  return summarisePlanted(judged);
}

interface Stopwatch {
  time<T>(work: () => T): T;
  seconds(runs: number): string;
}

function createStopwatch(): Stopwatch {
  let total = 0;
  return {
    time: (work) => {
      const started = performance.now();
      const result = work();
      total += performance.now() - started;
      return result;
    },
    seconds: (runs) => (total / 1_000 / runs).toFixed(2),
  };
}

function amount(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new UsageError(`--${name} ${value}: not a number of zero or more`);
  return Number(value);
}
