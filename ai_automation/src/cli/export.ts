import { createWriteStream } from "node:fs";
import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { readChanges, readEntityIds } from "../archive/read-changes.ts";
import { createAnonymiser } from "../history/recording/anonymise.ts";
import type { RecordedChange } from "../history/recording/recorded-change.ts";
import { recordingText } from "../history/recording/write-recording.ts";
import { createClock } from "../model/clock.ts";
import { runCommand } from "./command.ts";
import { dayOption, parseOptions, UsageError, zoneOf } from "./options.ts";
import { archivePath } from "./service-settings.ts";

const USAGE = `npm run --silent export -- [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--time-zone ZONE] [--output FILE.csv[.gz]] [--anonymise]
Exports the archive at DATABASE_PATH as a recording, from --from to before --to, which are local days of ZONE (default
UTC). Users are never exported. --anonymise turns entity ids into ones like light.area3_1 and replaces names and texts.`;

const OPTIONS = {
  from: { type: "string" },
  to: { type: "string" },
  "time-zone": { type: "string" },
  output: { type: "string" },
  anonymise: { type: "boolean" },
} as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const clock = createClock(values["time-zone"] === undefined ? "UTC" : zoneOf(values["time-zone"]));
  const fromDay = dayOption(values.from, "from");
  const toDay = dayOption(values.to, "to");
  const from = fromDay === undefined ? 0 : clock.instantOf(fromDay, 0);
  const to = toDay === undefined ? Number.MAX_SAFE_INTEGER : clock.instantOf(toDay, 0);
  if (from >= to) throw new UsageError("--from must be before --to");
  const path = archivePath();
  await access(path).catch(() => {
    throw new UsageError(`no archive at ${path}: set DATABASE_PATH`);
  });
  const rows = readChanges(path, { from, to });
  const exported = values.anonymise === true ? anonymised(rows, createAnonymiser(readEntityIds(path))) : rows;
  await write(Readable.from(recordingText(exported)), values.output);
});

function* anonymised(
  rows: Iterable<RecordedChange>,
  anonymise: (row: RecordedChange) => RecordedChange,
): Generator<RecordedChange> {
  for (const row of rows) yield anonymise(row);
}

async function write(text: Readable, output: string | undefined): Promise<void> {
  if (output === undefined || output === "-") return pipeline(text, process.stdout);
  try {
    const file = createWriteStream(output);
    await (output.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
  } catch (cause) {
    throw new UsageError(`--output ${output}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
