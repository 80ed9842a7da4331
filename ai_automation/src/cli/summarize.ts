import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { documentText, runCommand, writeResult } from "./command.ts";
import type { ResultLine } from "./homes/result-line.ts";
import { readLines } from "./homes/results-file.ts";
import { createSummary, showSummary, summaryDocument } from "./homes/summary.ts";
import { HelpRequest, UsageError } from "./options.ts";

const USAGE = `npm run --silent summarize -- FILE.jsonl ... [--parquet FOLDER] [--json] [--output FILE]
Summarizes the results that "mine", "evaluate" or "replay" of many recordings wrote to one or more files: measures with
95% intervals over homes. --parquet also writes them as tables for SQL. See docs/many-recordings.md.`;

/** Settings that may differ between the homes of one run. */
const OF_A_HOME = new Set(["zone", "latitude", "longitude", "elevation", "machines", "automations"]);

await runCommand(async () => {
  const { files, parquet, json, output } = readArguments();
  const { add, summary } = createSummary();
  const last = new Map<string, string>();
  let first: ResultLine | undefined;
  for await (const { line, place } of linesOf(files)) {
    first ??= line;
    requireSameRun(line, first, place);
    last.set(line.home, place);
    add(line);
  }
  if (first === undefined) throw new UsageError(`${files.join(", ")}: no results`);
  if (parquet !== undefined) {
    const results = async function* () {
      for await (const { line, place } of linesOf(files)) if (last.get(line.home) === place) yield line;
    };
    await writeTables(parquet, first.settings.command, results);
  }
  await writeResult(json ? documentText(summaryDocument(summary())) : showSummary(summary()), output);
});

function readArguments() {
  if (process.argv.includes("--help")) throw new HelpRequest(USAGE);
  try {
    const { values, positionals: files } = parseArgs({
      options: { parquet: { type: "string" }, json: { type: "boolean" }, output: { type: "string" } },
      allowPositionals: true,
    });
    if (files.length === 0) throw new Error("no file of results is named");
    return { files, parquet: values.parquet, json: values.json === true, output: values.output };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

interface PlacedLine {
  readonly line: ResultLine;
  /** The file and the line number. */
  readonly place: string;
}

async function* linesOf(files: readonly string[]): AsyncGenerator<PlacedLine> {
  for (const file of files) {
    let number = 0;
    for await (const line of readLines(file)) {
      number += 1;
      yield { line, place: `${file}, line ${number}` };
    }
  }
}

function requireSameRun({ settings }: ResultLine, first: ResultLine, place: string): void {
  const names = new Set([...Object.keys(settings), ...Object.keys(first.settings)]);
  for (const name of names) {
    const [value, other] = [settings[name], first.settings[name]].map((one) => JSON.stringify(one ?? null));
    if (!OF_A_HOME.has(name) && value !== other)
      throw new UsageError(
        `${place}: ${name} is ${value}, but ${other} in the first line: summarize one run at a time`,
      );
  }
}

async function writeTables(
  folder: string,
  command: ResultLine["settings"]["command"],
  results: () => AsyncIterable<ResultLine>,
): Promise<void> {
  const { tablesOf } = await import("./homes/tables.ts");
  const { writeParquet } = await import("./homes/write-parquet.ts");
  await mkdir(folder, { recursive: true });
  for (const table of tablesOf(command)) {
    const path = join(folder, `${table.name}.parquet`);
    process.stderr.write(`${path}: ${await writeParquet(path, table, results())} rows\n`);
  }
}
