import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import {
  lineTooLong,
  MAX_LINE,
  parseMachines,
  parseRecording,
  type Lines,
  type RecordingPart,
  type RecordingRow,
} from "../history/recording/parse-recording.ts";
import type { MachineRow } from "../model/machine-row.ts";
import type { Interval } from "../model/state-change.ts";

export interface Recording {
  readonly rows: number;
  /** Rows with impossible times. */
  readonly leftOut: number;
  /** False if its times are local time without an offset. */
  readonly hasOffsets: boolean;
}

/**
 * Reads a recording, plain or gzipped, `-` for standard input; calls `onRow` in file order for each row with a
 * plausible time.
 * @throws RecordingError, also for a missing file or a truncated gzip
 */
export async function readRecording(
  path: string,
  onRow: (row: RecordingRow) => void,
  { from, to }: Interval,
): Promise<Recording> {
  let count = 0;
  let leftOut = 0;
  let hasOffsets = true;
  for await (const { rows } of recordingParts(path)) {
    count += rows.length;
    hasOffsets = rows[0]?.hasOffset ?? hasOffsets;
    for (const row of rows) {
      if (row.at >= from && row.at < to) onRow(row);
      else leftOut += 1;
    }
  }
  return { rows: count, leftOut, hasOffsets };
}

/**
 * Reads which rows of a recording were caused by machines: CSV with `timestamp,entity_id,state,reason`, plain or gzipped.
 * @throws RecordingError, also for a missing file or a truncated gzip
 */
export async function readMachines(path: string): Promise<readonly MachineRow[]> {
  const found: MachineRow[] = [];
  for await (const { rows } of parseMachines(linesOf(path), nameOf(path))) found.push(...rows);
  return found;
}

/**
 * Reads a recording in parts.
 * @throws RecordingError
 */
export const recordingParts = (path: string): AsyncGenerator<RecordingPart> =>
  parseRecording(linesOf(path), nameOf(path));

const nameOf = (path: string): string => (path === "-" ? "standard input" : path);

async function* linesOf(path: string): AsyncIterable<Lines> {
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
  const first = await firstChunk(source);
  if (first === undefined) return;
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  const input: Readable = isGzip ? source.pipe(createGunzip({ chunkSize: 1 << 18 })) : source;
  // `pipe` does not forward errors.
  source.once("error", (error: Error) => input.destroy(error));
  const bytesRead = (): number => ("bytesRead" in source ? source.bytesRead : 0);
  let rest = Buffer.alloc(0);
  for await (const chunk of input) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE) throw lineTooLong(nameOf(path));
    if (end > 0) yield { bytes: bytes.subarray(0, end), bytesRead: bytesRead() };
  }
  if (rest.length > 0) yield { bytes: rest, bytesRead: bytesRead() };
}

const LINE_FEED = 0x0a;

/** Waits for the first bytes and puts them back; undefined at the end of an empty source. */
async function firstChunk(source: Readable): Promise<Buffer | undefined> {
  const chunk = await new Promise<unknown>((resolve, reject) => {
    source.once("readable", () => resolve(source.read()));
    source.once("error", reject);
  });
  if (!Buffer.isBuffer(chunk)) return undefined;
  source.unshift(chunk);
  return chunk;
}
