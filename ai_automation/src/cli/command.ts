import { writeFile } from "node:fs/promises";
import { RecordingError } from "../history/recording/parse-recording.ts";
import { RecorderError } from "../home-assistant/recorder/recorder-error.ts";
import { HelpRequest, UsageError } from "./options.ts";

/**
 * Runs a command. Usage and input errors exit with 2 and print one message to stderr; others exit with 1 and print the
 * stack.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (error instanceof HelpRequest) {
      process.stdout.write(`${error.message}\n`);
      return;
    }
    const isInput = isInputError(error);
    process.stderr.write(
      `${isInput ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = isInput ? 2 : 1;
  }
}

/** Errors that the user can fix; their message is enough. */
export const isInputError = (error: unknown): error is Error =>
  error instanceof UsageError || error instanceof RecordingError || error instanceof RecorderError;

export const documentText = (document: object): string => `${JSON.stringify(document, null, 1)}\n`;

/** Writes the result to stdout, or to the file given by `--output`. */
export async function writeResult(text: string, output: string | undefined): Promise<void> {
  if (output === undefined || output === "-") {
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
    );
    return;
  }
  try {
    await writeFile(output, text);
  } catch (cause) {
    throw new UsageError(`--output ${output}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
