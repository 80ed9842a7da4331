import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { parseAutomation } from "../automation/read/automation.ts";
import { replayAutomations } from "../replay/report.ts";
import { createWorld, wholeDays } from "../replay/world.ts";
import { runCommand, writeResult } from "./command.ts";
import { loadRecording } from "./load-recording.ts";
import { dayOption, locationOf, parseOptions, RECORDING_OPTIONS, required, UsageError, zoneOf } from "./options.ts";
import { replayDocument, showReplay } from "./show-replay.ts";

const USAGE = `npm run --silent replay -- --events FILE --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  --automations FILE.yaml|json [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json] [--output FILE]
Replays Home Assistant automations on a recording (.csv, .csv.gz, - for standard input) or a home-assistant_v2.db.
--automations is one config, a list of configs, or the output of "mine --json".`;

const OPTIONS = {
  ...RECORDING_OPTIONS,
  automations: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
} as const;

const mined = z.object({ suggestions: z.array(z.object({ automation: z.unknown() })) });

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values);
  const fromDay = dayOption(values.from, "from");
  const toDay = dayOption(values.to, "to");
  const automations = await readAutomations(required(values.automations, "automations"));
  const recording = await loadRecording(file, zone, location);
  const frame = recording.frame(-Infinity, Infinity);
  const whole = wholeDays(frame);
  const interval = {
    from: fromDay === undefined ? whole.from : recording.clock.instantOf(fromDay, 0),
    to: toDay === undefined ? whole.to : recording.clock.instantOf(toDay, 0),
  };
  if (interval.from >= interval.to)
    throw new UsageError("--from must be before --to and before the end of the recording");
  const report = replayAutomations(createWorld(frame), automations.map(parseAutomation), interval);
  await writeResult(values.json === true ? replayDocument(report) : showReplay(report), values.output);
});

async function readAutomations(path: string): Promise<readonly unknown[]> {
  const value = await readYaml(path);
  const document = mined.safeParse(value);
  if (document.success) return document.data.suggestions.map(({ automation }) => automation);
  const list = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((one) => typeof one === "object" && one !== null)) return list;
  throw new UsageError(`--automations ${path}: not an automation or a list of automations`);
}

async function readYaml(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new UsageError(`--automations ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
