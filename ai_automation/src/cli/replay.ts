import { parseAutomation } from "../automation/read/automation.ts";
import { replayAutomations } from "../replay/report.ts";
import { createWorld, wholeDays } from "../replay/world.ts";
import { readAutomationFiles, type ReadAutomations } from "./automation-files/read-automations.ts";
import { runCommand, writeResult } from "./command.ts";
import { loadRecording } from "./load-recording.ts";
import { dayOption, locationOf, parseOptions, RECORDING_OPTIONS, required, UsageError, zoneOf } from "./options.ts";
import { replayDocument, showReplay } from "./show-replay.ts";

const USAGE = `npm run --silent replay -- --events FILE --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  --automations FILE.yaml|json|FOLDER [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json] [--output FILE]
Replays Home Assistant automations on a recording (.csv, .csv.gz, - for standard input) or a home-assistant_v2.db.
--automations is one config, a list of configs, a package, the output of "mine --json", or a configuration folder of
Home Assistant with its includes, packages, scripts, scenes and blueprints.`;

const OPTIONS = {
  ...RECORDING_OPTIONS,
  automations: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
} as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values);
  const fromDay = dayOption(values.from, "from");
  const toDay = dayOption(values.to, "to");
  const path = required(values.automations, "automations");
  const recording = await loadRecording(file, zone, location);
  const frame = recording.frame(-Infinity, Infinity);
  const whole = wholeDays(frame);
  const interval = {
    from: fromDay === undefined ? whole.from : recording.clock.instantOf(fromDay, 0),
    to: toDay === undefined ? whole.to : recording.clock.instantOf(toDay, 0),
  };
  if (interval.from >= interval.to)
    throw new UsageError("--from must be before --to and before the end of the recording");
  const { configs, faults } = await readAutomations(path, frame.entities.names);
  for (const fault of faults) process.stderr.write(`not read: ${fault}\n`);
  const report = replayAutomations(createWorld(frame), configs.map(parseAutomation), interval);
  await writeResult(values.json === true ? replayDocument(report) : showReplay(report), values.output);
});

async function readAutomations(path: string, recorded: readonly string[]): Promise<ReadAutomations> {
  const read = await readAutomationFiles(path, recorded).catch((cause: unknown) => {
    throw new UsageError(`--automations ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (read.configs.length > 0) return read;
  const [fault] = read.faults;
  throw new UsageError(`--automations ${path}: ${fault ?? "not an automation or a list of automations"}`);
}
