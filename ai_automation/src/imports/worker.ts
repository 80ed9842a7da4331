import { parentPort, workerData } from "node:worker_threads";
import { RecorderError } from "../home-assistant/recorder/recorder-error.ts";
import { RecordingError } from "../history/recording/parse-recording.ts";
import type { ReadAnswer, ReadOrder, ReadRequest } from "./messages.ts";
import { readSource } from "./sources.ts";

if (parentPort === null) throw new Error("the import worker must run in a worker thread");
serve(parentPort, workerData);

/** Reads one piece for each "next". */
function serve(port: NonNullable<typeof parentPort>, { userKinds, place, ...options }: ReadRequest): void {
  const pieces = readSource(place, { ...options, userKindOf: (userId) => userKinds.get(userId) ?? "person" });
  const answer = (message: ReadAnswer): void => port.postMessage(message);
  port.on("message", (order: ReadOrder) => {
    if (order === "stop") void pieces.return(undefined).finally(() => port.close());
    else void next(pieces).then(answer);
  });
}

async function next(pieces: ReturnType<typeof readSource>): Promise<ReadAnswer> {
  try {
    const { done, value } = await pieces.next();
    return done === true ? { kind: "end" } : { kind: "piece", piece: value };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", message, isInput: error instanceof RecorderError || error instanceof RecordingError };
  }
}
