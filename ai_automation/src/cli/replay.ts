import { REPLAY_OPTIONS, replayDays, replayFile } from "./analyses/replay-file.ts";
import { documentText, runCommand, writeResult } from "./command.ts";
import { kindOf } from "./homes/find-homes.ts";
import { MANY_OPTIONS, MANY_USAGE, refuseManyOptions, runMany } from "./homes/run-many.ts";
import { reportLeftOut } from "./load-recording.ts";
import { parseOptions, RECORDING_OPTIONS, required, sourceOf } from "./options.ts";
import { replayDocument, showReplay } from "./show-replay.ts";

const USAGE = `npm run --silent replay -- --events FILE --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  --automations FILE.yaml|json|FOLDER [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--json] [--output FILE]
Replays Home Assistant automations on a recording (.csv, .csv.gz, - for standard input) or a home-assistant_v2.db.
--automations is one config, a list of configs, a package, the output of "mine --json", or a configuration folder of
Home Assistant with its includes, packages, scripts, scenes and blueprints. In a manifest, the column automations names those of each home.
${MANY_USAGE}`;

const OPTIONS = { ...RECORDING_OPTIONS, ...REPLAY_OPTIONS, ...MANY_OPTIONS } as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const events = required(values.events, "events");
  const days = replayDays(values);
  if ((await kindOf(events)) !== "recording")
    return runMany(events, values, { command: "replay", options: days }, values.automations);
  refuseManyOptions(values);
  const source = sourceOf(values);
  const automations = required(values.automations, "automations");
  const replayed = await replayFile(source, { automations, ...days });
  const { report, faults } = replayed.result;
  reportLeftOut(replayed);
  for (const fault of faults) process.stderr.write(`not read: ${fault}\n`);
  const text = values.json === true ? documentText(replayDocument(report)) : showReplay(report);
  await writeResult(text, values.output);
});
