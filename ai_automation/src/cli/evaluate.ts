import { type Evaluation, evaluate, type Protocol } from "../evaluation/evaluate.ts";
import { METHODS } from "../evaluation/compared-methods.ts";
import { FIRST_ORIGIN, JUDGED_DAYS, type TrainDays } from "../evaluation/protocols.ts";
import { formatDay } from "../model/clock.ts";
import { runCommand, writeResult } from "./command.ts";
import { loadRecording } from "./load-recording.ts";
import { locationOf, parseOptions, RECORDING_OPTIONS, required, UsageError, wholeNumber, zoneOf } from "./options.ts";
import { evaluationDocument, showEvaluation } from "./show-evaluation.ts";

const USAGE = `npm run --silent evaluate -- --events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N]
  [--protocol rolling|split] [--train-days N|all] [--json] [--output FILE]
Compares our miner with simpler methods on days that none of them learned from. rolling (the usual) learns before day
120, 210, 300, ... and judges the 30 days that follow, both from the last 120 days and from everything before; split
learns from the first 70% of the days and judges the rest.`;

const OPTIONS = { ...RECORDING_OPTIONS, protocol: { type: "string" }, "train-days": { type: "string" } } as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const file = required(values.events, "events");
  const zone = zoneOf(values["time-zone"]);
  const location = locationOf(values.latitude, values.longitude);
  const protocol = protocolOf(values.protocol);
  const trainDays = trainDaysOf(values["train-days"], protocol);
  const recording = await loadRecording(file, zone, location);
  let last = performance.now();
  const evaluations = evaluate(recording, {
    protocol,
    trainDays,
    methods: METHODS,
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

function refuseEmpty(evaluations: readonly Evaluation[], file: string): void {
  if (evaluations.every(({ folds }) => folds.length > 0)) return;
  throw new UsageError(
    `${file}: too short to evaluate; rolling needs ${FIRST_ORIGIN + JUDGED_DAYS} days, --protocol split needs 2`,
  );
}
