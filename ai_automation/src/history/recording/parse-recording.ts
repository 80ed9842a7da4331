import type { RecordedChange } from "./recorded-change.ts";
import { createTimestampParser } from "./parse-timestamp.ts";

/** A fault in a recording; the message names file and line. */
export class RecordingError extends Error {
  constructor(file: string, line: number | null, fault: string, options?: ErrorOptions) {
    super(line === null ? `${file}: ${fault}` : `${file}, line ${line}: ${fault}`, options);
    this.name = "RecordingError";
  }
}

export interface RecordingRow extends RecordedChange {
  /** False when `at` is the home's wall clock, not UTC. */
  readonly hasOffset: boolean;
}

/** Some rows of a recording, and how much of its file has been read with them. */
export interface RecordingPart {
  readonly rows: readonly RecordingRow[];
  readonly bytesRead: number;
}

const HEADER = "timestamp,entity_id,state,context";
const ENTITY_ID = /^[a-z0-9_]+\.[a-z0-9_]+$/;

/** Lines of a file without their line ends, and how many of its bytes have been read with them. */
export interface Lines {
  readonly lines: readonly string[];
  readonly bytesRead: number;
}

/**
 * Parses a recording (docs/evaluation.md, 1. History) part by part, in file order. `file` is its name in errors.
 * @throws RecordingError naming file, line and fault: empty file, wrong columns, bad time, unreadable file
 */
export async function* parseRecording(source: AsyncIterable<Lines>, file: string): AsyncGenerator<RecordingPart> {
  const parse = createRowParser(file);
  let line = 0;
  let count = 0;
  try {
    for await (const { lines, bytesRead } of source) {
      const rows: RecordingRow[] = [];
      for (const text of lines) {
        line += 1;
        const row = parse(text, line);
        if (row !== undefined) rows.push(row);
      }
      count += rows.length;
      if (rows.length > 0) yield { rows, bytesRead };
    }
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw new RecordingError(file, line === 0 ? null : line + 1, faultOf(cause), { cause });
  }
  if (line === 0) throw new RecordingError(file, null, "the file is empty");
  if (count === 0) throw new RecordingError(file, null, "there is no event in it, only the header");
}

type RowParser = (text: string, line: number) => RecordingRow | undefined;

function createRowParser(file: string): RowParser {
  const timestamp = createTimestampParser();
  let hasOffsets: boolean | undefined;
  return (text, line) => {
    const fail = (fault: string): RecordingError => new RecordingError(file, line, fault);
    if (line === 1) {
      if (text.replace(/^\uFEFF/, "").trim() !== HEADER) {
        throw fail(`the columns are "${text.slice(0, 80)}", not "${HEADER}"`);
      }
      return undefined;
    }
    if (text === "") return undefined;
    const fields = splitFields(text);
    if (fields.length !== 4) throw fail(`${fields.length} columns instead of 4`);
    const [time = "", entityId = "", state = "", context = ""] = fields;
    const instant = timestamp(time);
    if (instant === undefined) throw fail(`"${time}" is no time such as 2023-10-01T18:30:00Z`);
    hasOffsets ??= instant.hasOffset;
    if (hasOffsets !== instant.hasOffset) throw fail(`times with and without an offset are mixed ("${time}")`);
    if (!ENTITY_ID.test(entityId)) throw fail(`"${entityId}" is no entity id such as light.kitchen`);
    if (context !== "manual" && context !== "automation" && context !== "unknown") {
      throw fail(`the context is "${context}", not manual, automation or unknown`);
    }
    return { at: instant.at, entityId, state, context, hasOffset: instant.hasOffset };
  };
}

/** Fields of one line; a quoted field may hold commas and doubled quotes, but no line break. */
function splitFields(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  const fields = text.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? [];
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function faultOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "Z_BUF_ERROR") return "the gzip file ends early: it was not copied whole";
  if (code.startsWith("Z_")) return `the gzip file is damaged (${cause.message})`;
  return cause.message;
}
