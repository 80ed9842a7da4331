import { parentPort, workerData } from "node:worker_threads";
import { readFrame } from "../../archive/read-frame.ts";
import { serveRequests } from "../../mining/serve-requests.ts";
import { createClock } from "../../model/clock.ts";

if (parentPort === null || typeof workerData !== "string")
  throw new Error("This file runs in a worker thread of the miner.");
const databasePath = workerData;
serveRequests(parentPort, (info) => readFrame(databasePath, { clock: createClock(info.zone), location: info }));
