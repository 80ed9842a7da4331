import { METHODS } from "../evaluation/compared-methods.ts";
import { countAsAutomation } from "../evaluation/count-as-automation.ts";
import { evaluate, PROTOCOLS, type Evaluation, type Protocol } from "../evaluation/evaluate.ts";
import { DAY_ONE_STEP, FIRST_ORIGIN, JUDGED_DAYS, type TrainDays } from "../evaluation/protocols.ts";
import { readMachines } from "../imports/read-recording.ts";
import { formatDay } from "../model/clock.ts";
import type { MachineRow } from "../model/machine-row.ts";
import { runCommand, writeResult } from "./command.ts";
import { loadRecording, type LoadedRecording } from "./load-recording.ts";
import {
  dayOption,
  locationOf,
  parseOptions,
  RECORDING_OPTIONS,
  required,
  UsageError,
  wholeNumber,
  zoneOf,
} from "./options.ts";
import { evaluationDocument, showEvaluation } from "./show-evaluation.ts";

const USAGE = `npm run --silent evaluate -- --events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  [--protocol rolling|split|day-one] [--train-days N|all] [--train-until DATE] [--machines FILE.csv[.gz]]
  [--json] [--output FILE]
Compares our miner with simpler methods on held-out days. Protocols:
  rolling (default): learns up to day 120, 210, 300, ..., from the last 120 days and from everything before, and judges
    the 30 days that follow
  split: learns from the first 70% of the days, or from those before --train-until, and judges the rest
  day-one: learns from the last 10, 5, 14 and 21 days before day 15, 30, 45, ..., and judges the 30 days that follow
--machines lists the rows caused by machines (timestamp, entity_id, state, reason). Methods still learn from the
recording as it is; results are then judged twice: by the recording's labels, and by hands, where these rows count as
automation.`;

const OPTIONS = {
  ...RECORDING_OPTIONS,
  protocol: { type: "string" },
  "train-days": { type: "string" },
  "train-until": { type: "string" },
  machines: { type: "string" },
} as const;

/** Ten days come first for day-one: what Home Assistant's recorder keeps by default. */
const DEFAULT_TRAIN_DAYS: Readonly<Record<Protocol, readonly TrainDays[]>> = {
  rolling: [FIRST_ORIGIN, "all"],
  split: ["all"],
  "day-one": [10, 5, 14, 21],
};

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values);
  const protocol = protocolOf(values.protocol);
  const trainDays = trainDaysOf(values["train-days"], protocol);
  const origin = dayOption(values["train-until"], "train-until");
  if (origin !== undefined && protocol !== "split") throw new UsageError("--train-until requires --protocol split");
  const recording = await loadRecording(file, zone, location);
  const machines = values.machines === undefined ? null : await machinesOf(recording, values.machines);
  let last = performance.now();
  const evaluations = evaluate(recording, {
    protocol,
    trainDays,
    ...(origin !== undefined && { origin }),
    methods: METHODS,
    machines,
    onResult: ({ origin }, { method, suggestions }) => {
      const now = performance.now();
      const seconds = ((now - last) / 1_000).toFixed(1);
      process.stderr.write(`${formatDay(origin)} ${method}: ${suggestions.length} suggestions, ${seconds} s\n`);
      last = now;
    },
  });
  requireFolds(evaluations, file);
  const text = values.json === true ? evaluationDocument(evaluations) : showEvaluation(evaluations);
  await writeResult(text, values.output);
});

function protocolOf(value: string | undefined): Protocol {
  const protocol = PROTOCOLS.find((name) => name === (value ?? "rolling"));
  if (protocol === undefined) throw new UsageError(`--protocol ${value}: must be one of ${PROTOCOLS.join(", ")}`);
  return protocol;
}

function trainDaysOf(value: string | undefined, protocol: Protocol): readonly TrainDays[] {
  if (value === "all") return ["all"];
  const days = wholeNumber(value, "train-days");
  if (days !== undefined) return [days];
  return DEFAULT_TRAIN_DAYS[protocol];
}

async function machinesOf(recording: LoadedRecording, file: string): Promise<readonly MachineRow[]> {
  const machines = await readMachines(file);
  const { unmatched } = countAsAutomation(recording.frame(-Infinity, Infinity), machines);
  if (machines.length > 0 && unmatched === machines.length)
    throw new UsageError(`--machines ${file}: none of its ${machines.length} rows are in the recording`);
  if (unmatched > 0)
    process.stderr.write(
      `${file}: ${unmatched} of ${machines.length} rows are not in the recording and were ignored\n`,
    );
  return machines;
}

function requireFolds(evaluations: readonly Evaluation[], file: string): void {
  if (evaluations.every(({ folds }) => folds.length > 0)) return;
  throw new UsageError(
    `${file}: too short to evaluate; rolling needs ${FIRST_ORIGIN + JUDGED_DAYS} days, day-one needs ${2 * DAY_ONE_STEP + JUDGED_DAYS}, split needs 2 with --train-until between them`,
  );
}
