import type { Context } from "../../model/cause.ts";
import { type CsvLine, csvParts, type CsvPart, type Fail, nameOfSource, RecordingError } from "./csv-parts.ts";

export interface RecordingRow {
  /** Milliseconds; see `Recording.hasOffsets`. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
  /** False when its time is the home's wall clock. */
  readonly hasOffset: boolean;
}

export interface Recording {
  readonly rows: number;
  /** False when its times are the home's wall clock. */
  readonly hasOffsets: boolean;
}

/**
 * Reads a recording (evaluation.md 1), plain or gzip, `-` for standard input; calls `onRow` for each row in file order.
 * @throws RecordingError naming file, line and fault: missing or empty file, wrong columns, bad time, truncated gzip.
 */
export async function readRecording(path: string, onRow: (row: RecordingRow) => void): Promise<Recording> {
  let count = 0;
  let hasOffsets = true;
  for await (const { rows } of recordingParts(path)) {
    count += rows.length;
    hasOffsets = rows[0]?.hasOffset ?? hasOffsets;
    for (const row of rows) onRow(row);
  }
  return { rows: count, hasOffsets };
}

/**
 * A recording part by part, as `readRecording` reads it.
 * @throws RecordingError
 */
export async function* recordingParts(path: string): AsyncGenerator<CsvPart<RecordingRow>> {
  let isEmpty = true;
  for await (const part of csvParts(path, "context", rowOf)) {
    isEmpty = false;
    yield part;
  }
  if (isEmpty) throw new RecordingError(nameOfSource(path), null, "there is no event in it, only the header");
}

function rowOf({ at, hasOffset, entityId, state, last: context }: CsvLine, fail: Fail): RecordingRow {
  if (context !== "manual" && context !== "automation" && context !== "unknown") {
    throw fail(`the context is "${context}", not manual, automation or unknown`);
  }
  return { at, entityId, state, context, hasOffset };
}
