import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createPlantedHome } from "../demo/planted-home.ts";
import { recordingText } from "../history/recording/write-recording.ts";
import { contextOf } from "../model/cause.ts";
import { createClock, parseDay } from "../model/clock.ts";
import { HelpRequest, parseOptions, UsageError, wholeNumber } from "./options.ts";

export const HOMES_USAGE = `homes: homes per minute that "mine" analyses with one process and with one per processor, on planted homes
  [--homes N] [--days N] [--keep FOLDER: writes the recordings there, and does not measure]`;

const OPTIONS = { homes: { type: "string" }, days: { type: "string" }, keep: { type: "string" } } as const;

const MINE = fileURLToPath(new URL("./mine.js", import.meta.url));
const FIRST_DAY = parseDay("2026-01-01") ?? 0;

/** Home n is in the n-th of these places, again and again. */
const PLACES = [
  { zone: "Europe/Amsterdam", latitude: 52.37, longitude: 4.89, elevation: 0 },
  { zone: "America/Denver", latitude: 39.74, longitude: -104.99, elevation: 1_609 },
  { zone: "Asia/Kolkata", latitude: 19.07, longitude: 72.88, elevation: 8 },
] as const;

/** How strictly people follow their habits, likewise. */
const ADHERENCES = [0.95, 0.9, 0.8, 0.65, 0.5] as const;

type Print = (line: string) => void;

export async function benchHomes(args: readonly string[], print: Print): Promise<void> {
  if (args.includes("--help")) throw new HelpRequest(HOMES_USAGE);
  const values = parseOptions(OPTIONS, HOMES_USAGE, [...args]);
  const homes = wholeNumber(values.homes, "homes") ?? 24;
  const days = wholeNumber(values.days, "days") ?? 90;
  if (values.keep !== undefined) {
    await plantHomes(values.keep, homes, days);
    return print(`${values.keep}: ${homes} homes of ${days} days, and manifest.csv`);
  }
  const folder = await mkdtemp(join(tmpdir(), "homes-"));
  try {
    await plantHomes(folder, homes, days);
    const most = availableParallelism();
    let alone: number | undefined;
    for (const jobs of most === 1 ? [1] : [1, most]) {
      const seconds = await secondsOf([
        "--events",
        folder,
        "--jobs",
        String(jobs),
        "--output",
        join(folder, `${jobs}.jsonl`),
      ]);
      alone ??= seconds;
      const perMinute = ((homes * 60) / seconds).toFixed(0);
      print(
        `${homes} homes of ${days} days, ${jobs} ${jobs === 1 ? "process" : "processes"}: ${seconds.toFixed(1)} s, ${perMinute} homes per minute, ${(alone / seconds).toFixed(2)} times as fast as one`,
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function plantHomes(folder: string, homes: number, days: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = ["file,zone,latitude,longitude,elevation"];
  for (let seed = 1; seed <= homes; seed++) {
    const { zone, ...location } = PLACES[seed % PLACES.length]!;
    const adherence = ADHERENCES[seed % ADHERENCES.length]!;
    const clock = createClock(zone);
    const home = createPlantedHome({ seed, clock, location, adherence, firstDay: FIRST_DAY, days });
    const rows = Array.from({ length: days }, (_, day) => home.changesOfDay(FIRST_DAY + day)).flat();
    const text = recordingText(
      rows.map(({ at, entityId, state, cause }) => ({ at, entityId, state, context: contextOf(cause) })),
    );
    const file = `home-${String(seed).padStart(4, "0")}.csv.gz`;
    await writeFile(join(folder, file), gzipSync([...text].join("")));
    lines.push([file, zone, location.latitude, location.longitude, location.elevation].join(","));
  }
  await writeFile(join(folder, "manifest.csv"), `${lines.join("\n")}\n`);
}

async function secondsOf(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [MINE, ...args], { stdio: "ignore" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new UsageError(`mine ${args.join(" ")} ended with code ${String(code)}`);
  return (performance.now() - started) / 1_000;
}
