import { writeFileSync } from "node:fs";
import module from "node:module";

module.enableCompileCache();
process.title = "ai_automation miner";

const [, , databasePath] = process.argv;
if (process.send === undefined || databasePath === undefined)
  throw new Error("This file runs in a child process of the miner.");
const service = process.ppid;

process.on("disconnect", () => process.exit());
giveWayWhenMemoryIsShort();

const { readFrame } = await import("../../archive/read-frame.ts");
const { serveRequests } = await import("../../mining/serve-requests.ts");
const { createClock } = await import("../../model/clock.ts");

serveRequests(
  {
    onRequest: (serve) => void process.on("message", serve),
    answer: (reply) => {
      // During an analysis the end of the channel goes unnoticed.
      if (process.ppid !== service) process.exit();
      process.send?.(reply);
    },
  },
  (info, from) =>
    readFrame(databasePath, {
      clock: createClock(info.zone),
      location: info,
      ...(from === undefined ? {} : { from }),
    }),
);

/** When the system runs out of memory, Linux ends this process first, not the service or the home. */
function giveWayWhenMemoryIsShort(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Not on Linux, or not allowed.
  }
}
