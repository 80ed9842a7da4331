import { DAY } from "../model/time.ts";
import { analyseRecording } from "../suggestions/finding/mine-recording.ts";
import { runCommand, writeResult } from "./command.ts";
import { loadRecording } from "./load-recording.ts";
import { dayOption, locationOf, parseOptions, RECORDING_OPTIONS, required, wholeNumber, zoneOf } from "./options.ts";
import { showSuggestions, suggestionDocument } from "./show-suggestions.ts";

const USAGE = `npm run --silent mine -- --events FILE --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  [--train-until YYYY-MM-DD] [--train-days N] [--json] [--output FILE]
Mines a recording (.csv, .csv.gz, - for standard input) or a home-assistant_v2.db, and prints the suggestions it can
prove and the nearest misses.`;

const OPTIONS = {
  ...RECORDING_OPTIONS,
  "train-until": { type: "string" },
  "train-days": { type: "string" },
} as const;

await runCommand(async () => {
  const started = performance.now();
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values);
  const untilDay = dayOption(values["train-until"], "train-until");
  const trainDays = wholeNumber(values["train-days"], "train-days");
  const recording = await loadRecording(file, zone, location);
  const { clock, hasOffsets } = recording;
  const until = untilDay === undefined ? Infinity : clock.instantOf(untilDay, 0);
  const endDay = untilDay ?? clock.dayOf(recording.lastBefore(until)) + 1;
  const since = trainDays === undefined ? -Infinity : clock.instantOf(endDay - trainDays, 0);
  const frame = recording.frame(since, until);
  process.stderr.write(`${frame.times.length} changes over ${Math.ceil((frame.to - frame.from) / DAY)} days\n`);
  const findings = analyseRecording(frame, recording.rules);
  const seconds = (performance.now() - started) / 1_000;
  const text =
    values.json === true ? suggestionDocument(findings, seconds, hasOffsets) : showSuggestions(findings, clock);
  await writeResult(text, values.output);
});
