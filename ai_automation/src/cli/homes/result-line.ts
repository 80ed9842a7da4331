import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { formatDay } from "../../model/clock.ts";
import type { Home } from "./find-homes.ts";
import type { HomeJob, HomeOutcome, HomeWork } from "./home-job.ts";

const base = {
  home: z.string(),
  /** All that determines the result, apart from the files. */
  settings: z.looseObject({ command: z.enum(["mine", "evaluate", "replay"]) }),
  /** The files as they were: the size and the time tell whether one has changed, as for rsync. */
  inputs: z.array(z.object({ file: z.string(), bytes: z.number(), modified_at: z.string() })),
  seconds: z.number(),
};

const doneLine = z.object({
  ...base,
  state: z.literal("done"),
  changes: z.number(),
  days: z.number(),
  left_out: z.number(),
  result: z.looseObject({}),
});

const failedLine = z.object({
  ...base,
  state: z.literal("failed"),
  cause: z.enum(["recording", "process"]),
  error: z.string(),
});

/** One line of JSON for a recording. */
export const resultLine = z.discriminatedUnion("state", [doneLine, failedLine]);

export type ResultLine = z.infer<typeof resultLine>;
export type DoneLine = z.infer<typeof doneLine>;
export type FailedLine = z.infer<typeof failedLine>;

/** The identity of a result. */
export type Identity = Pick<ResultLine, "home" | "settings" | "inputs">;

export async function identityOf({ home, work }: HomeJob, version: string): Promise<Identity> {
  const { name, file, zone, location, machines, automations } = home;
  const used = [file, ...(work.command === "evaluate" ? [machines] : []), ...automationsOf(home, work)];
  const inputs = await Promise.all(used.filter((path) => path !== null).map(inputOf));
  return {
    home: name,
    settings: {
      command: work.command,
      version,
      zone,
      latitude: location?.latitude ?? null,
      longitude: location?.longitude ?? null,
      elevation: location?.elevation ?? null,
      ...(work.command === "evaluate" && { machines }),
      ...(work.command === "replay" && { automations }),
      ...optionsOf(work),
    },
    inputs,
  };
}

const automationsOf = ({ automations }: Home, { command }: HomeWork) => (command === "replay" ? [automations] : []);

function optionsOf(work: HomeWork): Readonly<Record<string, unknown>> {
  const dayOf = (day: number | null): string | null => (day === null ? null : formatDay(day));
  switch (work.command) {
    case "mine":
      return { train_until: dayOf(work.options.untilDay), train_days: work.options.trainDays };
    case "evaluate":
      return {
        protocol: work.options.protocol,
        train_days: work.options.trainDays,
        train_until: dayOf(work.options.originDay),
      };
    case "replay":
      return { from: dayOf(work.options.fromDay), to: dayOf(work.options.toDay) };
  }
}

/** The size and the newest time of a file, or of all files in a folder; a missing one has no bytes. */
async function inputOf(file: string): Promise<Identity["inputs"][number]> {
  const { bytes, modifiedAt } = await stampOf(file);
  return { file, bytes, modified_at: new Date(modifiedAt).toISOString() };
}

interface Stamp {
  readonly bytes: number;
  readonly modifiedAt: number;
}

async function stampOf(path: string): Promise<Stamp> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return { bytes: 0, modifiedAt: 0 };
  if (!stats.isDirectory()) return { bytes: stats.size, modifiedAt: Math.floor(stats.mtimeMs) };
  const names = await readdir(path).catch(() => []);
  const parts = await Promise.all(names.map((name) => stampOf(join(path, name))));
  return {
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    modifiedAt: Math.max(0, ...parts.map(({ modifiedAt }) => modifiedAt)),
  };
}

export function lineOf(identity: Identity, outcome: HomeOutcome): ResultLine {
  const { seconds } = outcome;
  if (outcome.kind === "failed")
    return { ...identity, state: "failed", seconds, cause: outcome.cause, error: outcome.error };
  const { changes, days, leftOut, document } = outcome;
  return { ...identity, state: "done", seconds, changes, days, left_out: leftOut, result: { ...document } };
}
