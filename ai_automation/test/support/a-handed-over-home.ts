import { gzipSync } from "node:zlib";
import { plantRecording } from "../../src/evaluation/quality/planted-frame.ts";
import { recordingText } from "../../src/history/recording/write-recording.ts";

/** A generated home's recording as it is handed over: CSV, gzipped. The same seed gives the same bytes. */
export function aHandedOverHome(seed: number, days: number): Buffer {
  const { recording } = plantRecording({ seed, days });
  return gzipSync([...recordingText(recording.rows)].join(""));
}

export const HANDED_OVER = "time_zone=Europe/Amsterdam&latitude=52.37&longitude=4.89";
