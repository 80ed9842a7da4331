import { readMachines } from "../history/recording/read-machines.ts";
import { type Evaluation, evaluate, type Protocol } from "../evaluation/evaluate.ts";
import { METHODS } from "../evaluation/compared-methods.ts";
import { countAsAutomation } from "../evaluation/count-as-automation.ts";
import { FIRST_ORIGIN, JUDGED_DAYS, type TrainDays } from "../evaluation/protocols.ts";
import { formatDay } from "../model/clock.ts";
import type { MachineRow } from "../model/machine-row.ts";
import { runCommand, writeResult } from "./command.ts";
import { type LoadedRecording, loadRecording } from "./load-recording.ts";
import { locationOf, parseOptions, RECORDING_OPTIONS, required, UsageError, wholeNumber, zoneOf } from "./options.ts";
import { evaluationDocument, showEvaluation } from "./show-evaluation.ts";

const USAGE = `npm run --silent evaluate -- --events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N]
  [--protocol rolling|split] [--train-days N|all] [--machines FILE.csv[.gz]]
  [--json] [--output FILE]
Compares our miner with simpler methods on days that none of them learned from. rolling (the usual) learns before day
120, 210, 300, ... and judges the 30 days that follow, both from the last 120 days and from everything before; split
learns from the first 70% of the days and judges the rest. --machines names the rows that machines made (timestamp,
entity_id, state, reason): everything is learned as recorded and judged twice, by the recording's labels and by hands,
with those rows counted as automation.`;

const OPTIONS = {
  ...RECORDING_OPTIONS,
  protocol: { type: "string" },
  "train-days": { type: "string" },
  machines: { type: "string" },
} as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values.latitude, values.longitude);
  const protocol = protocolOf(values.protocol);
  const trainDays = trainDaysOf(values["train-days"], protocol);
  const recording = await loadRecording(file, zone, location);
  const machines = values.machines === undefined ? null : await machinesOf(recording, values.machines);
  let last = performance.now();
  const evaluations = evaluate(recording, {
    protocol,
    trainDays,
    methods: METHODS,
    machines,
    onResult: ({ origin }, { method, suggestions }) => {
      const now = performance.now();
      const seconds = ((now - last) / 1_000).toFixed(1);
      process.stderr.write(`${formatDay(origin)} ${method}: ${suggestions.length} suggestions, ${seconds} s\n`);
      last = now;
    },
  });
  refuseEmpty(evaluations, file);
  const text = values.json === true ? evaluationDocument(evaluations) : showEvaluation(evaluations);
  await writeResult(text, values.output);
});

function protocolOf(value: string | undefined): Protocol {
  if (value === undefined || value === "rolling") return "rolling";
  if (value === "split") return value;
  throw new UsageError(`--protocol ${value}: neither rolling nor split`);
}

function trainDaysOf(value: string | undefined, protocol: Protocol): readonly TrainDays[] {
  if (value === "all") return ["all"];
  const days = wholeNumber(value, "train-days");
  if (days !== undefined) return [days];
  return protocol === "rolling" ? [FIRST_ORIGIN, "all"] : ["all"];
}

async function machinesOf(recording: LoadedRecording, file: string): Promise<readonly MachineRow[]> {
  const machines = await readMachines(file);
  const { unmatched } = countAsAutomation(recording.frame(-Infinity, Infinity), machines);
  if (machines.length > 0 && unmatched === machines.length)
    throw new UsageError(`--machines ${file}: none of its ${machines.length} rows is in the recording`);
  if (unmatched > 0)
    process.stderr.write(`${file}: ${unmatched} of ${machines.length} rows are not in the recording, left out\n`);
  return machines;
}

function refuseEmpty(evaluations: readonly Evaluation[], file: string): void {
  if (evaluations.every(({ folds }) => folds.length > 0)) return;
  throw new UsageError(
    `${file}: too short to evaluate; rolling needs ${FIRST_ORIGIN + JUDGED_DAYS} days, --protocol split needs 2`,
  );
}
