import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { createChangeArchive } from "../archive/change-archive.ts";
import { readFrame } from "../archive/read-frame.ts";
import { createPlantedHome } from "../demo/planted-home.ts";
import { plantHistory } from "../evaluation/quality/planted-frame.ts";
import { judgePlanted, summarisePlanted } from "../evaluation/quality/planted-quality.ts";
import { createClock, parseDay } from "../model/clock.ts";
import { createRandom } from "../model/random.ts";
import { migrate, openDatabase } from "../store/connection.ts";
import { mineRecording } from "../suggestions/finding/mine-recording.ts";
import { parseOptions, UsageError, wholeNumber } from "./options.ts";

export const RELEASE_USAGE = `release: the figures stored for each release, in a few seconds
  [--json] [--compare FILE.json] [--days 90]; times are CPU seconds, or multiples of a fixed reference calculation`;

const OPTIONS = { json: { type: "boolean" }, compare: { type: "string" }, days: { type: "string" } } as const;
const CLOCK = createClock("Europe/Amsterdam");
const LOCATION = { latitude: 52.37, longitude: 4.89 };
const FIRST_DAY = parseDay("2020-01-01") ?? NaN;
const PANEL = fileURLToPath(new URL("../../panel", import.meta.url));
const STORED_DAYS = 90;
const SEEDS = [1, 2, 3] as const;

type Print = (line: string) => void;

const Figure = z.object({ name: z.string(), value: z.number(), unit: z.string() });
type Figure = Readonly<z.infer<typeof Figure>>;

/** Measures the figures of a release and prints them as lines, as JSON, or compared with an earlier release. */
export async function benchRelease(args: readonly string[], print: Print): Promise<void> {
  const { json, compare, ...values } = parseOptions(OPTIONS, RELEASE_USAGE, [...args]);
  const days = wholeNumber(values.days, "days") ?? STORED_DAYS;
  const before = compare === undefined ? undefined : await readFigures(compare);
  const reference = referenceSeconds();
  const figures = [
    { name: "reference calculation", value: reference, unit: "CPU s" },
    ...measureMining(reference, days),
    ...(await measureArchive(reference, days)),
    ...(await measurePanel()),
  ].map((figure) => ({ ...figure, value: Number(figure.value.toPrecision(4)) }));
  if (json === true) return print(JSON.stringify(figures, null, 2));
  for (const figure of figures) print(before === undefined ? format(figure) : formatComparison(figure, before));
}

/** CPU time of a calculation that is always the same: how fast the machine is now. */
export const referenceSeconds = (): number => cpuSeconds(calculate).seconds;

/** Run time of the miner on planted homes relative to the reference, and the quality of its suggestions. */
function measureMining(reference: number, days: number): readonly Figure[] {
  const homes = SEEDS.map((seed) => {
    const history = plantHistory({ seed, days, adherence: 0.8 });
    const { seconds, result } = cpuSeconds(() => mineRecording(history.frame));
    return { seconds, judged: judgePlanted(history, result) };
  });
  const seconds = homes.reduce((sum, home) => sum + home.seconds, 0) / homes.length;
  const { quality } = summarisePlanted(homes.map(({ judged }) => judged));
  return [
    { name: `mining ${days} days`, value: seconds, unit: "CPU s" },
    { name: `mining ${days} days, relative`, value: seconds / reference, unit: "times the reference" },
    { name: "planted homes, F1", value: quality.f1, unit: "share" },
  ];
}

async function measureArchive(reference: number, days: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const path = join(folder, "archive.db");
  const database = await openDatabase(path);
  try {
    await migrate(database);
    const archive = createChangeArchive(database);
    const home = createPlantedHome({ seed: 1, clock: CLOCK, location: LOCATION, firstDay: FIRST_DAY, days });
    const changesByDay = Array.from({ length: days }, (_, index) => FIRST_DAY + index).map((day) => ({
      day,
      changes: home.changesOfDay(day),
    }));
    const began = process.cpuUsage();
    for (const { day, changes } of changesByDay)
      await archive.record({ changes, covered: { from: CLOCK.instantOf(day, 0), to: CLOCK.instantOf(day + 1, 0) } });
    const recording = secondsSince(began);
    await database.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    const { changes } = await archive.summary();
    const reading = cpuSeconds(() => readFrame(path, { clock: CLOCK, location: LOCATION })).seconds;
    return [
      { name: `recording ${days} days, relative`, value: recording / reference, unit: "times the reference" },
      { name: `reading ${days} days, relative`, value: reading / reference, unit: "times the reference" },
      { name: "archive", value: (await stat(path)).size / changes, unit: "bytes a change" },
    ];
  } finally {
    await database.destroy();
    await rm(folder, { recursive: true });
  }
}

async function measurePanel(): Promise<readonly Figure[]> {
  const names = (await readdir(PANEL, { recursive: true })).filter((name) => name.endsWith(".gz"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(PANEL, name))).size));
  return [{ name: "panel, compressed", value: sizes.reduce((sum, size) => sum + size, 0), unit: "bytes" }];
}

/** A fixed calculation similar to mining (random numbers, sorting, maps) that takes about half a second. */
function calculate(): number {
  const random = createRandom(1);
  let sum = 0;
  for (let round = 0; round < 10; round++) {
    const numbers = Float64Array.from({ length: 200_000 }, () => random()).sort();
    const counts = new Map<number, number>();
    for (const number of numbers) {
      const key = Math.floor(number * 10_000);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    sum += counts.size;
  }
  return sum;
}

export function cpuSeconds<T>(work: () => T): { readonly seconds: number; readonly result: T } {
  const began = process.cpuUsage();
  const result = work();
  return { seconds: secondsSince(began), result };
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000_000;
}

async function readFigures(path: string): Promise<readonly Figure[]> {
  try {
    return z.array(Figure).parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new UsageError(`--compare ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const format = ({ name, value, unit }: Figure): string => `${name.padEnd(30)} ${String(value).padStart(8)} ${unit}`;

function formatComparison(figure: Figure, before: readonly Figure[]): string {
  const earlier = before.find(({ name }) => name === figure.name);
  const ratio = earlier === undefined ? "new" : `${(figure.value / earlier.value).toFixed(2)} of ${earlier.value}`;
  return `${format(figure)} (${ratio})`;
}
