import { daysRecorded } from "../../history/frame/holes.ts";
import type { Clock } from "../../model/clock.ts";
import { analyseRecording } from "../../suggestions/finding/mine-recording.ts";
import type { Findings } from "../../suggestions/miner.ts";
import { loadRecording } from "../load-recording.ts";
import { dayOption, wholeNumber } from "../options.ts";
import type { Analysed, HomeSource, OnRead } from "./home-source.ts";

export const MINING_OPTIONS = {
  "train-until": { type: "string" },
  "train-days": { type: "string" },
} as const;

export interface MiningOptions {
  /** The first local day that is not learned from. */
  readonly untilDay: number | null;
  readonly trainDays: number | null;
}

interface Mined {
  readonly findings: Findings;
  readonly clock: Clock;
  readonly hasOffsets: boolean;
}

/** @throws UsageError */
export const miningOptions = (values: {
  readonly "train-until"?: string | undefined;
  readonly "train-days"?: string | undefined;
}): MiningOptions => ({
  untilDay: dayOption(values["train-until"], "train-until") ?? null,
  trainDays: wholeNumber(values["train-days"], "train-days") ?? null,
});

/** @throws RecordingError, RecorderError */
export async function mineFile(
  { file, zone, location }: HomeSource,
  { untilDay, trainDays }: MiningOptions,
  onRead?: OnRead,
): Promise<Analysed<Mined>> {
  const recording = await loadRecording(file, zone, location);
  const { clock, hasOffsets, leftOut } = recording;
  const until = untilDay === null ? Infinity : clock.instantOf(untilDay, 0);
  const endDay = untilDay ?? clock.dayOf(recording.lastBefore(until)) + 1;
  const since = trainDays === null ? -Infinity : clock.instantOf(endDay - trainDays, 0);
  const frame = recording.frame(since, until);
  const read = { changes: frame.times.length, days: daysRecorded(frame), leftOut };
  onRead?.(read);
  return { ...read, result: { findings: analyseRecording(frame, recording.rules), clock, hasOffsets } };
}
