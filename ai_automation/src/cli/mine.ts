import { mineFile, MINING_OPTIONS, miningOptions } from "./analyses/mine-file.ts";
import { documentText, runCommand, writeResult } from "./command.ts";
import { kindOf } from "./homes/find-homes.ts";
import { MANY_OPTIONS, MANY_USAGE, refuseManyOptions, runMany } from "./homes/run-many.ts";
import { reportLeftOut } from "./load-recording.ts";
import { parseOptions, RECORDING_OPTIONS, required, sourceOf } from "./options.ts";
import { showSuggestions, suggestionDocument } from "./show-suggestions.ts";

const USAGE = `npm run --silent mine -- --events FILE --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  [--train-until YYYY-MM-DD] [--train-days N] [--json] [--output FILE]
Mines a recording (.csv, .csv.gz, - for standard input) or a home-assistant_v2.db, and prints the suggestions it can
prove and the nearest misses.
${MANY_USAGE}`;

const OPTIONS = { ...RECORDING_OPTIONS, ...MINING_OPTIONS, ...MANY_OPTIONS } as const;

await runCommand(async () => {
  const started = performance.now();
  const values = parseOptions(OPTIONS, USAGE);
  const events = required(values.events, "events");
  if ((await kindOf(events)) !== "recording")
    return runMany(events, values, { command: "mine", options: miningOptions(values) });
  refuseManyOptions(values);
  const source = sourceOf(values);
  const mined = await mineFile(source, miningOptions(values), (read) => {
    reportLeftOut(read);
    process.stderr.write(`${read.changes} changes over ${read.days} days\n`);
  });
  const { findings, clock, hasOffsets } = mined.result;
  const seconds = (performance.now() - started) / 1_000;
  const text =
    values.json === true
      ? documentText(suggestionDocument(findings, seconds, hasOffsets))
      : showSuggestions(findings, clock);
  await writeResult(text, values.output);
});
