import { METHODS } from "../../evaluation/compared-methods.ts";
import { countAsAutomation } from "../../evaluation/count-as-automation.ts";
import {
  evaluate,
  PROTOCOLS,
  type Evaluation,
  type EvaluationOptions,
  type Protocol,
} from "../../evaluation/evaluate.ts";
import { DAY_ONE_STEP, FIRST_ORIGIN, JUDGED_DAYS, type TrainDays } from "../../evaluation/protocols.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { daysRecorded } from "../../history/frame/holes.ts";
import { readMachines } from "../../imports/read-recording.ts";
import type { MachineRow } from "../../model/machine-row.ts";
import { loadRecording } from "../load-recording.ts";
import { dayOption, UsageError, wholeNumber } from "../options.ts";
import type { Analysed, HomeSource, OnRead } from "./home-source.ts";

export const EVALUATION_OPTIONS = {
  protocol: { type: "string" },
  "train-days": { type: "string" },
  "train-until": { type: "string" },
} as const;

export interface FileEvaluationOptions {
  readonly protocol: Protocol;
  readonly trainDays: readonly TrainDays[];
  /** The first judged local day of a split. */
  readonly originDay: number | null;
}

interface Evaluated {
  readonly evaluations: readonly Evaluation[];
  /** Listed machine rows that the recording does not contain; null if none are listed. */
  readonly machines: { readonly rows: number; readonly unmatched: number } | null;
}

/** Ten days come first for day-one: what Home Assistant's recorder keeps by default. */
const DEFAULT_TRAIN_DAYS: Readonly<Record<Protocol, readonly TrainDays[]>> = {
  rolling: [FIRST_ORIGIN, "all"],
  split: ["all"],
  "day-one": [10, 5, 14, 21],
};

/** @throws UsageError */
export function evaluationOptions(values: {
  readonly protocol?: string | undefined;
  readonly "train-days"?: string | undefined;
  readonly "train-until"?: string | undefined;
}): FileEvaluationOptions {
  const protocol = protocolOf(values.protocol);
  const originDay = dayOption(values["train-until"], "train-until") ?? null;
  if (originDay !== null && protocol !== "split") throw new UsageError("--train-until requires --protocol split");
  return { protocol, trainDays: trainDaysOf(values["train-days"], protocol), originDay };
}

/** @throws RecordingError, RecorderError; UsageError for a recording that is too short or a list of another home */
export async function evaluateFile(
  { file, zone, location, machines: list }: HomeSource,
  { protocol, trainDays, originDay }: FileEvaluationOptions,
  onResult: EvaluationOptions["onResult"],
  onRead?: OnRead,
): Promise<Analysed<Evaluated>> {
  const recording = await loadRecording(file, zone, location);
  const frame = recording.frame(-Infinity, Infinity);
  const machines = list === null ? null : await machinesOf(frame, list);
  const read = {
    changes: frame.times.length,
    days: daysRecorded(frame),
    leftOut: recording.leftOut,
  };
  onRead?.(read);
  const evaluations = evaluate(recording, {
    protocol,
    trainDays,
    ...(originDay !== null && { origin: originDay }),
    methods: METHODS,
    machines: machines?.rows ?? null,
    onResult,
  });
  requireFolds(evaluations, file);
  const counts = machines === null ? null : { rows: machines.rows.length, unmatched: machines.unmatched };
  return { ...read, result: { evaluations, machines: counts } };
}

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

interface Machines {
  readonly rows: readonly MachineRow[];
  readonly unmatched: number;
}

async function machinesOf(frame: Frame, file: string): Promise<Machines> {
  const rows = await readMachines(file);
  const { unmatched } = countAsAutomation(frame, rows);
  if (rows.length > 0 && unmatched === rows.length)
    throw new UsageError(`--machines ${file}: none of its ${rows.length} rows are in the recording`);
  return { rows, unmatched };
}

function requireFolds(evaluations: readonly Evaluation[], file: string): void {
  if (evaluations.every(({ folds }) => folds.length > 0)) return;
  throw new UsageError(
    `${file}: too short to evaluate; rolling needs ${FIRST_ORIGIN + JUDGED_DAYS} days, day-one needs ${2 * DAY_ONE_STEP + JUDGED_DAYS}, split needs 2 with --train-until between them`,
  );
}
