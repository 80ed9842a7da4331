import { open, type FileHandle } from "node:fs/promises";
import { lockFile } from "../../store/file-lock.ts";
import { UsageError } from "../options.ts";
import { resultLine, type ResultLine } from "./result-line.ts";

/** Results of earlier runs, to which new ones are appended. */
export interface ResultsFile {
  /** @throws UsageError if the file cannot be written */
  readonly append: (line: ResultLine) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens or creates a file of results for one process, and calls `onLine` for each line in it. The rest of a line that an
 * interrupted run began is removed.
 * @throws UsageError naming the fault and the remedy
 */
export async function openResults(path: string, onLine: (line: ResultLine) => void): Promise<ResultsFile> {
  const fail = faultOf(path);
  const unlock = lock(path);
  let file: FileHandle | undefined;
  const close = async (): Promise<void> => {
    await file?.close();
    unlock();
  };
  try {
    const opened = await open(path, "a+").catch(fail);
    file = opened;
    let end = 0;
    for await (const complete of linesIn(path)) {
      end = complete.end;
      onLine(complete.line);
    }
    await requireBegunLine(opened, end, path);
    await opened.truncate(end).catch(fail);
    return { append: (line) => opened.appendFile(`${JSON.stringify(line)}\n`).catch(fail), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The complete lines of a file of results.
 * @throws UsageError naming the line that is no result, or the fault of the file
 */
export async function* readLines(path: string): AsyncGenerator<ResultLine> {
  for await (const { line } of linesIn(path)) yield line;
}

interface CompleteLine {
  readonly line: ResultLine;
  /** The byte after it. */
  readonly end: number;
}

async function* linesIn(path: string): AsyncGenerator<CompleteLine> {
  const file = await open(path).catch(faultOf(path));
  let end = 0;
  let number = 0;
  let rest: readonly Buffer[] = [];
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false })) {
      let from = 0;
      const bytes = Buffer.from(chunk);
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        number += 1;
        const text = Buffer.concat([...rest, bytes.subarray(from, to)]);
        end += text.length + 1;
        yield { line: parseLine(text.toString("utf8"), path, number), end };
        rest = [];
        from = to + 1;
      }
      rest = [...rest, bytes.subarray(from)];
    }
  } finally {
    await file.close();
  }
}

const NEWLINE = 10;

function parseLine(text: string, path: string, number: number): ResultLine {
  try {
    return resultLine.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${path}, line ${number}: it is not a result: name another file, or delete the line`);
  }
}

/** A file of something else, without a line break, would be emptied. */
async function requireBegunLine(file: FileHandle, from: number, path: string): Promise<void> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LINE_BEGINS.length), position: from });
  if (!LINE_BEGINS.startsWith(buffer.toString("latin1", 0, bytesRead)))
    throw new UsageError(`${path}: its last line is not a result: name another file, or delete the line`);
}

/** The first key of every result. */
const LINE_BEGINS = '{"home":';

/** Without locks, as on some network drives, the results are written all the same. */
function lock(path: string): () => void {
  try {
    return lockFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")
      throw new UsageError(`--output ${path}: another run is writing to it: wait for its end, or name another file`);
    return () => undefined;
  }
}

const faultOf =
  (path: string) =>
  (cause: unknown): never => {
    throw new UsageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  };
