import { parseAutomation } from "../../automation/read/automation.ts";
import { daysRecorded } from "../../history/frame/holes.ts";
import { replayAutomations, type ReplayReport } from "../../replay/report.ts";
import { createWorld, wholeDays } from "../../replay/world.ts";
import { readAutomationFiles, type ReadAutomations } from "../automation-files/read-automations.ts";
import { loadRecording } from "../load-recording.ts";
import { dayOption, UsageError } from "../options.ts";
import type { Analysed, HomeSource } from "./home-source.ts";

export const REPLAY_OPTIONS = {
  automations: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
} as const;

export interface ReplayOptions {
  readonly automations: string;
  readonly fromDay: number | null;
  /** End exclusive. */
  readonly toDay: number | null;
}

interface Replayed {
  readonly report: ReplayReport;
  /** Files that could not be read, and why. */
  readonly faults: readonly string[];
}

/** @throws UsageError */
export const replayDays = (values: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Pick<ReplayOptions, "fromDay" | "toDay"> => ({
  fromDay: dayOption(values.from, "from") ?? null,
  toDay: dayOption(values.to, "to") ?? null,
});

/** @throws RecordingError, RecorderError; UsageError for days outside the recording or files without automations */
export async function replayFile(
  { file, zone, location }: HomeSource,
  { automations, fromDay, toDay }: ReplayOptions,
): Promise<Analysed<Replayed>> {
  const recording = await loadRecording(file, zone, location);
  const frame = recording.frame(-Infinity, Infinity);
  const whole = wholeDays(frame);
  const interval = {
    from: fromDay === null ? whole.from : recording.clock.instantOf(fromDay, 0),
    to: toDay === null ? whole.to : recording.clock.instantOf(toDay, 0),
  };
  if (interval.from >= interval.to)
    throw new UsageError("--from must be before --to and before the end of the recording");
  const { configs, faults } = await readAutomations(automations, frame.entities.names);
  return {
    result: { report: replayAutomations(createWorld(frame), configs.map(parseAutomation), interval), faults },
    changes: frame.times.length,
    days: daysRecorded(frame),
    leftOut: recording.leftOut,
  };
}

async function readAutomations(path: string, recorded: readonly string[]): Promise<ReadAutomations> {
  const read = await readAutomationFiles(path, recorded).catch((cause: unknown) => {
    throw new UsageError(`--automations ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  if (read.configs.length > 0) return read;
  const [fault] = read.faults;
  throw new UsageError(`--automations ${path}: ${fault ?? "not an automation or a list of automations"}`);
}
