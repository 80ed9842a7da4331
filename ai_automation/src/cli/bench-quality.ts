import { LIVES, type Life } from "../demo/changing-life.ts";
import { judgeButtons, plantButtons, summariseButtons } from "../evaluation/quality/buttons/buttons-quality.ts";
import { frameOf } from "../evaluation/quality/home-recording.ts";
import { disturb, NUISANCES } from "../evaluation/quality/messy/messy-home.ts";
import { judgeMessy, summariseMessy } from "../evaluation/quality/messy/messy-quality.ts";
import { NULL_KINDS, nullOf, summariseNulls, variedSettings } from "../evaluation/quality/null-quality.ts";
import { plantHistory, plantRecording, type PlantedSettings } from "../evaluation/quality/planted-frame.ts";
import { judgePlanted, summarisePlanted } from "../evaluation/quality/planted-quality.ts";
import { judgeRediscovery, plantAutomatedHome, summariseRediscovery } from "../evaluation/quality/rediscovery.ts";
import { countTitles } from "../evaluation/quality/titles.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { analyseRecording, mineRecording } from "../suggestions/finding/mine-recording.ts";
import { inHalves } from "../suggestions/finding/pairs.ts";
import type { Findings } from "../suggestions/miner.ts";
import { parseOptions, UsageError, wholeNumber } from "./options.ts";
import {
  GOALS_HEAD,
  MESSY_HEAD,
  PLANTED_HEAD,
  showGoal,
  showHabits,
  showMessyLine,
  showPlantedLine,
  showRediscovered,
  showWrong,
  type Goal,
} from "./show-quality.ts";

export const QUALITY_USAGE = `quality: what the miner finds in homes with known habits, and in homes without any
  [--part planted | null | messy | rediscovery | buttons] [--seeds N] [--first-seed N]; except for rediscovery
  also [--days 90]; for planted, messy and buttons also [--adherence 0.8] [--jitter MINUTES] [--noise TOGGLES-A-DAY];
  for planted and null also [--life changing | settled]: whether habits drift, begin and end (default: changing)`;

const OPTIONS = {
  seeds: { type: "string" },
  "first-seed": { type: "string" },
  part: { type: "string" },
  adherence: { type: "string" },
  days: { type: "string" },
  jitter: { type: "string" },
  life: { type: "string" },
  noise: { type: "string" },
} as const;

const ADHERENCES = [1, 0.9, 0.8, 0.6] as const;
const FULL_DAYS = 90;
const DAYS = [FULL_DAYS, 30, 14] as const;
const SEEDS = 10;
const PARTS = ["planted", "null", "messy", "rediscovery", "buttons"] as const;

type Print = (line: string) => void;

export function benchQuality(args: readonly string[], print: Print): void {
  const values = parseOptions(OPTIONS, QUALITY_USAGE, [...args]);
  const { part } = values;
  if (part !== undefined && !PARTS.some((name) => name === part))
    throw new UsageError(`--part ${part}: must be one of ${PARTS.join(", ")}`);
  const firstSeed = wholeNumber(values["first-seed"], "first-seed") ?? 1;
  const seeds = Array.from({ length: wholeNumber(values.seeds, "seeds") ?? SEEDS }, (_, index) => firstSeed + index);
  const adherence = amount(values.adherence, "adherence", 1);
  const days = wholeNumber(values.days, "days");
  const jitterMinutes = amount(values.jitter, "jitter");
  const noise = amount(values.noise, "noise");
  const kinds = (adherence === undefined ? ADHERENCES : [adherence]).flatMap((adherence) =>
    (days === undefined ? DAYS : [days]).map((days) => ({
      adherence,
      days,
      ...(jitterMinutes !== undefined && { jitterMinutes }),
      ...(noise !== undefined && { noise }),
    })),
  );
  const life = lifeNamed(values.life ?? "changing");
  const messy = { adherence: 0.9, days: FULL_DAYS, ...(kinds.length === 1 ? kinds[0] : {}) };
  const timed = createTimed();
  const goals = [
    ...(part === undefined || part === "planted"
      ? benchPlanted(
          seeds,
          kinds.map((kind) => ({ ...kind, life })),
          timed,
          print,
        )
      : []),
    ...(part === undefined || part === "null"
      ? benchNulls(seeds, { life, ...(days !== undefined && { days }) }, timed, print)
      : []),
    ...(part === undefined || part === "messy" ? benchMessy(seeds, messy, timed, print) : []),
    ...(part === undefined || part === "rediscovery" ? benchRediscovery(seeds, timed, print) : []),
    ...(part === undefined || part === "buttons" ? benchButtons(seeds, messy, timed, print) : []),
  ];
  print(GOALS_HEAD);
  for (const goal of goals) print(showGoal(goal));
  print(timed.summary());
}

interface Kind extends Omit<PlantedSettings, "seed"> {
  readonly adherence: number;
}

function benchPlanted(seeds: readonly number[], kinds: readonly Kind[], timed: Timed, print: Print): readonly Goal[] {
  print(PLANTED_HEAD);
  const measured = kinds.map((kind) => {
    const judged = seeds.map((seed) => {
      const history = timed.plant(() => plantHistory({ ...kind, seed }));
      return judgePlanted(history, timed.mine(history.frame));
    });
    const summary = summarisePlanted(judged);
    print(showPlantedLine(kind.adherence, kind.days, summary));
    return { kind, summary };
  });
  for (const { kind, summary } of measured) {
    print(`\nadherence ${kind.adherence}, ${kind.days} days`);
    print(showHabits(summary.habits));
    print(showWrong(summary.wrong, seeds.length));
  }
  return measured
    .filter(({ kind }) => kind.days >= FULL_DAYS)
    .map(({ kind: { adherence, days }, summary }) => ({
      measure: `planted F1, adherence ${adherence}, ${days} days`,
      reached: summary.quality.f1,
      bounds: adherence >= 0.8 ? [0.9, 0.95] : [0.6, 0.75],
    }));
}

function benchNulls(
  seeds: readonly number[],
  given: Partial<Pick<PlantedSettings, "days" | "life">>,
  timed: Timed,
  print: Print,
): readonly Goal[] {
  const homes = seeds.map((seed) => {
    const settings = { ...variedSettings(seed), ...given };
    const real = timed.plant(() => plantHistory(settings));
    const ofReal = timed.mine(real.frame).length;
    const found = NULL_KINDS.map((kind) => timed.mine(timed.plant(() => nullOf(kind, settings, real))));
    return { ofReal, found };
  });
  return NULL_KINDS.flatMap((kind, index) => {
    const drafts = homes.map(({ found }) => found[index] ?? []);
    const quality = summariseNulls(homes.map(({ ofReal }, home) => ({ ofReal, ofNull: drafts[home]?.length ?? 0 })));
    print(`\n${kind}: ${seeds.length} homes without habits`);
    print(
      showWrong(countTitles(drafts.map((found) => found.map((draft) => ({ ...draft, nearest: null })))), seeds.length),
    );
    return [
      { measure: `${kind}: null homes with any suggestion`, reached: quality.shareWithAny, bounds: [0.05, 0.02] },
      { measure: `${kind}: mean null / real suggestions`, reached: quality.falseRate, bounds: [0.05, 0.02] },
    ];
  });
}

/** Each nuisance alone, then all of them together. */
function benchMessy(seeds: readonly number[], kind: Kind, timed: Timed, print: Print): readonly Goal[] {
  const mixes = [...NUISANCES.map((one) => [one]), NUISANCES];
  const homes = seeds.map((seed) => {
    const { home, recording } = timed.plant(() => plantRecording({ ...kind, seed }));
    const clean = { home, frame: frameOf(recording) };
    const offeredClean = timed.mine(clean.frame);
    return mixes.map((mix) => {
      const disturbed = timed.plant(() => disturb(recording, mix, seed));
      return judgeMessy(clean, offeredClean, disturbed, timed.mine(frameOf(disturbed.recording)));
    });
  });
  const summaries = mixes.map((_, mix) => summariseMessy(homes.map((judged) => judged[mix]!)));
  print(
    `\nmessy: ${seeds.length} homes, adherence ${kind.adherence}, ${kind.days} days; suggestions by target, per home`,
  );
  print(MESSY_HEAD);
  for (const [mix, nuisances] of mixes.entries())
    print(showMessyLine(nuisances.length === 1 ? nuisances[0]!.name : "all together", summaries[mix]!));
  const all = summaries.at(-1)!;
  return [
    { measure: "messy, F1 lost to all nuisances", reached: all.cleanF1 - all.f1, bounds: [0.02, 0] },
    { measure: "messy, homes acting on added entities", reached: all.shareOnAdded, bounds: [0, 0] },
    { measure: "messy, homes with the same suggestions", reached: all.shareSameSet, bounds: null },
  ];
}

function benchRediscovery(seeds: readonly number[], timed: Timed, print: Print): readonly Goal[] {
  const judged = seeds.map((seed) => {
    const history = timed.plant(() => plantAutomatedHome({ seed, days: FULL_DAYS }));
    const findings = timed.analyse(history.frame);
    return judgeRediscovery(history, inHalves(findings.drafts), findings.selfActing);
  });
  const quality = summariseRediscovery(judged);
  print(`\nrediscovery: ${seeds.length} homes whose automations are hidden`);
  print(showRediscovered(quality));
  print(showWrong(quality.titles, seeds.length));
  return [
    { measure: "hidden automations named with their lag", reached: quality.named, bounds: [0.9, 1] },
    { measure: "  of those that act immediately", reached: quality.namedAtOnce, bounds: null },
    { measure: "  of those that wait", reached: quality.namedWaiting, bounds: null },
    { measure: "hidden automations suggested as habits", reached: quality.offered, bounds: [0, 0] },
  ];
}

/** Planted homes with remotes, buttons, scenes and scripts. */
function benchButtons(seeds: readonly number[], kind: Kind, timed: Timed, print: Print): readonly Goal[] {
  const judged = seeds.map((seed) => {
    const planted = timed.plant(() => plantButtons({ ...kind, seed }));
    return judgeButtons(planted, timed.mine(planted.frame));
  });
  const summary = summariseButtons(judged);
  print(`\nbuttons: ${seeds.length} homes, adherence ${kind.adherence}, ${kind.days} days`);
  print(PLANTED_HEAD);
  print(showPlantedLine(kind.adherence, kind.days, summary));
  print(showHabits(summary.habits));
  print(showWrong(summary.wrong, seeds.length));
  return [
    { measure: "homes with buttons, F1", reached: summary.quality.f1, bounds: [0.9, 0.95] },
    { measure: "toggles suggested as one automation", reached: summary.toggleShare, bounds: [0.9, 1] },
  ];
}

interface Timed {
  plant<T>(work: () => T): T;
  mine(frame: Frame): readonly SuggestionDraft[];
  /** Like `mine`, with everything else that was found. */
  analyse(frame: Frame): Findings;
  summary(): string;
}

function createTimed(): Timed {
  const planting = { runs: 0, milliseconds: 0 };
  const mining = { runs: 0, milliseconds: 0 };
  const time = <T>(total: typeof planting, work: () => T): T => {
    const started = performance.now();
    const result = work();
    total.runs += 1;
    total.milliseconds += performance.now() - started;
    return result;
  };
  const mean = ({ runs, milliseconds }: typeof planting): string => (milliseconds / 1_000 / runs).toFixed(2);
  return {
    plant: (work) => time(planting, work),
    mine: (frame) => time(mining, () => mineRecording(frame)),
    analyse: (frame) => time(mining, () => analyseRecording(frame)),
    summary: () => `\n${mining.runs} homes: planting ${mean(planting)} and mining ${mean(mining)} s each`,
  };
}

function lifeNamed(value: string): Life {
  const life = LIVES.find((one) => one === value);
  if (life === undefined) throw new UsageError(`--life ${value}: must be one of ${LIVES.join(", ")}`);
  return life;
}

function amount(value: string | undefined, name: string, most = Infinity): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) <= most) return Number(value);
  throw new UsageError(
    `--${name} ${value}: must be a number ${most === Infinity ? "of at least 0" : `from 0 to ${most}`}`,
  );
}
