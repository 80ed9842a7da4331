import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { documentText, writeResult } from "../command.ts";
import { locationOf, UsageError, wholeNumber, zoneOf, type LocationValues } from "../options.ts";
import { findHomes, type Home } from "./find-homes.ts";
import type { HomeJob, HomeOutcome, HomeWork } from "./home-job.ts";
import { runPool } from "./pool.ts";
import { progressText } from "./progress.ts";
import { identityOf, lineOf, type Identity, type ResultLine } from "./result-line.ts";
import { openResults } from "./results-file.ts";
import { createSummary, showSummary, summaryDocument, type Summary } from "./summary.ts";

export const MANY_OPTIONS = { jobs: { type: "string" }, part: { type: "string" } } as const;

export const MANY_USAGE = `With a folder or a manifest as --events, all its recordings, in --jobs N processes (default: one per processor):
  [--jobs N] [--part I/N] [--output FILE.jsonl] [--json]
A manifest is a CSV with the columns file,zone,latitude,longitude,elevation,machines,automations, of which only file is
required. Prints one line of JSON per recording, or adds it to --output and prints a summary with intervals over homes
(as JSON with --json). The same command resumes after an interruption. --part takes every Nth recording.
See docs/many-recordings.md.`;

export interface ManyValues extends LocationValues {
  readonly "time-zone"?: string | undefined;
  readonly machines?: string | undefined;
  readonly jobs?: string | undefined;
  readonly part?: string | undefined;
  readonly json?: boolean | undefined;
  readonly output?: string | undefined;
}

/** @throws UsageError for options that are for many recordings only */
export function refuseManyOptions(values: Pick<ManyValues, "jobs" | "part">): void {
  const name = values.jobs !== undefined ? "jobs" : values.part !== undefined ? "part" : undefined;
  if (name !== undefined) throw new UsageError(`--${name} is for a folder or a manifest as --events`);
}

/**
 * Analyses the recordings of a folder or a manifest. Exit code 1 if any failed.
 * @param automations of homes without their own
 * @throws UsageError
 */
export async function runMany(events: string, values: ManyValues, work: HomeWork, automations?: string): Promise<void> {
  const { homes, warnings } = await chosenHomes(events, values, automations);
  const jobs = wholeNumber(values.jobs, "jobs") ?? availableParallelism();
  const without = homes.find((home) => home.automations === null);
  if (work.command === "replay" && without !== undefined)
    throw new UsageError(`${without.name} has no automations: give --automations for all, or name them in a manifest`);
  for (const warning of warnings) report(warning);
  const version = appVersion();
  const identified = await Promise.all(
    homes.map(async (home) => {
      const job = { home, work };
      return { job, identity: await identityOf(job, version) };
    }),
  );
  const stop = stopOnSignal();
  const output = values.output === "-" ? undefined : values.output;
  const sink = await openSink(output, new Map(identified.map(({ identity }) => [identity.home, identity])));
  try {
    await analyse(
      identified.filter(({ identity }) => !sink.isDone(identity)),
      { jobs, of: homes.length, sink, signal: stop.signal },
    );
  } finally {
    await sink.close();
  }
  if (stop.signal.aborted) {
    report(`stopped${output === undefined ? "" : "; the same command resumes"}`);
    process.exitCode = stop.exitCode();
    return;
  }
  const summary = sink.summary();
  if (output === undefined) process.stderr.write(`\n${showSummary(summary)}`);
  else await writeResult(values.json === true ? documentText(summaryDocument(summary)) : showSummary(summary), "-");
  if (summary.failed.length > 0) process.exitCode = 1;
}

async function chosenHomes(events: string, values: ManyValues, automations: string | undefined) {
  if (values.machines !== undefined)
    throw new UsageError("--machines is for one recording: name the lists in the manifest, or NAME.machines.csv");
  const zone = values["time-zone"] === undefined ? null : zoneOf(values["time-zone"]);
  const found = await findHomes(events, { zone, location: locationOf(values) });
  const forAll = automations === undefined ? null : resolve(automations);
  const homes = found.homes.map((home) => ({ ...home, automations: home.automations ?? forAll }));
  return { ...found, homes: partOf(homes, values.part) };
}

/** Every Nth recording. By position, so that all parts together are the whole if the list stays the same. */
function partOf(homes: readonly Home[], part: string | undefined): readonly Home[] {
  if (part === undefined) return homes;
  const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(part) ?? [];
  if (index === undefined || Number(index) > Number(count))
    throw new UsageError(`--part ${part}: must be a part and their number, such as 3/16`);
  return homes.filter((_, position) => position % Number(count) === Number(index) - 1);
}

interface Sink {
  readonly isDone: (identity: Identity) => boolean;
  readonly add: (line: ResultLine) => Promise<void>;
  readonly summary: () => Summary;
  readonly close: () => Promise<void>;
}

/** @throws UsageError if a file has results of the same homes by other settings */
async function openSink(output: string | undefined, wanted: ReadonlyMap<string, Identity>): Promise<Sink> {
  const { add, summary } = createSummary();
  if (output === undefined) {
    const write = async (line: ResultLine): Promise<void> => {
      add(line);
      await writeResult(`${JSON.stringify(line)}\n`, "-");
    };
    return { isDone: () => false, add: write, summary, close: async () => undefined };
  }
  const done = new Map<string, string>();
  const file = await openResults(output, (line) => {
    const identity = wanted.get(line.home);
    if (identity === undefined) return;
    requireSameSettings(line, identity, output);
    // A failed process is tried again; a faulty recording is not, until a file changes.
    if (line.state === "failed" && line.cause === "process") done.delete(line.home);
    else done.set(line.home, JSON.stringify(line.inputs));
    add(line);
  });
  return {
    isDone: ({ home, inputs }) => done.get(home) === JSON.stringify(inputs),
    add: async (line) => {
      await file.append(line);
      add(line);
    },
    summary,
    close: file.close,
  };
}

function requireSameSettings(line: ResultLine, { home, settings }: Identity, output: string): void {
  const names = new Set([...Object.keys(line.settings), ...Object.keys(settings)]);
  const other = [...names].find((name) => JSON.stringify(line.settings[name]) !== JSON.stringify(settings[name]));
  if (other === undefined) return;
  const [was, is] = [line.settings[other], settings[other]].map((value) => JSON.stringify(value ?? null));
  throw new UsageError(
    `--output ${output}: it has a result of ${home} with ${other} ${was}, not ${is}: name another file, or delete this one`,
  );
}

interface Identified {
  readonly job: HomeJob;
  readonly identity: Identity;
}

async function analyse(
  todo: readonly Identified[],
  parts: { readonly jobs: number; readonly of: number; readonly sink: Sink; readonly signal: AbortSignal },
): Promise<void> {
  const { jobs, of, sink, signal } = parts;
  const started = performance.now();
  const ordered = largestFirst(todo);
  const identities = new Map(todo.map(({ job, identity }) => [job, identity]));
  const bytesOf = total(todo.map(({ identity }) => bytesIn(identity)));
  let [done, bytesDone] = [of - todo.length, 0];
  if (done > 0) report(`${done} of ${of} are done already`);
  const onOutcome = async (job: HomeJob, outcome: HomeOutcome): Promise<void> => {
    const identity = identities.get(job)!;
    await sink.add(lineOf(identity, outcome));
    done += 1;
    bytesDone += bytesIn(identity);
    const result = outcome.kind === "done" ? `${outcome.seconds.toFixed(1)} s` : `failed: ${outcome.error}`;
    const milliseconds = performance.now() - started;
    report(`${progressText({ done, of, bytesDone, bytesOf, milliseconds })}: ${job.home.name}: ${result}`);
  };
  await runPool(
    ordered.map(({ job }) => job),
    { jobs, onOutcome, signal },
  );
}

/** Ends at most a third later than the best order (R. L. Graham, SIAM Journal on Applied Mathematics 17, 1969). */
const largestFirst = (todo: readonly Identified[]): readonly Identified[] =>
  todo.toSorted((a, b) => bytesIn(b.identity) - bytesIn(a.identity));

const bytesIn = ({ inputs }: Identity): number => inputs[0]?.bytes ?? 0;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

function stopOnSignal() {
  const controller = new AbortController();
  let code = 0;
  for (const [signal, exitCode] of Object.entries(SIGNAL_CODES))
    // Ctrl+C under npm arrives twice: from the terminal and from the script that started this process.
    process.on(signal, () => {
      code = exitCode;
      controller.abort();
    });
  return { signal: controller.signal, exitCode: () => code };
}

function appVersion(): string {
  const file = findPackageJSON("..", import.meta.url);
  if (file === undefined) throw new Error("package.json is missing");
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
