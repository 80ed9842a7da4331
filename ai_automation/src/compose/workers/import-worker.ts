import { parentPort, workerData } from "node:worker_threads";
import { RecordingError } from "../../history/recording/parse-recording.ts";
import { RecorderError } from "../../home-assistant/recorder/recorder-error.ts";
import { serveReading } from "../../imports/serve-reading.ts";
import { readSource } from "../history-sources.ts";

if (parentPort === null) throw new Error("This file runs in a worker thread of the imports.");
serveReading(parentPort, workerData, {
  read: ({ place, userKinds, ...options }) =>
    readSource(place, { ...options, userKindOf: (userId) => userKinds.get(userId) ?? "person" }),
  inputError: (error) => {
    if (error instanceof RecorderError) return error.told;
    return error instanceof RecordingError
      ? { reason: "recording_invalid", values: { message: error.message } }
      : undefined;
  },
});
