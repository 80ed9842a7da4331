import type { Log } from "../model/log.ts";
import { MINUTE, SECOND } from "../model/time.ts";
import type { Miner } from "../suggestions/miner.ts";
import { createMiningThread } from "./mining-thread.ts";

/** Analyses come once a day, and what follows one does not need its history. */
const ANALYSIS_IDLE = 5 * SECOND;
/** Somebody who edits a suggestion thinks between two changes. */
const REPLAY_IDLE = 10 * MINUTE;

/** Mines and replays the archive at a path, each in a thread of its own: nobody who edits waits for an analysis. */
export function createThreadMiner(
  databasePath: string,
  parts: {
    /** The file that the threads run. */
    readonly worker: URL;
    readonly log: Log;
    /** The archive turned out to be damaged. */
    readonly onDamage: (error: Error) => void;
  },
): Miner {
  const analyses = createMiningThread(databasePath, { ...parts, idle: ANALYSIS_IDLE });
  const replays = createMiningThread(databasePath, { ...parts, idle: REPLAY_IDLE });
  return {
    analyse: async (input, onProgress, signal) => {
      const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const cancel = (): void => void Atomics.store(new Int32Array(cancelled), 0, 1);
      signal.addEventListener("abort", cancel, { once: true });
      const answer = await analyses.ask({ kind: "analyse", input, cancelled }, onProgress);
      if (answer.kind !== "analysed") throw new Error("the miner thread answered something else");
      return answer.output;
    },
    replay: async (info, automation, interval) => {
      const answer = await replays.ask({ kind: "replay", info, automation, interval });
      if (answer.kind !== "replayed") throw new Error("the miner thread answered something else");
      return answer.result;
    },
    fix: async (info, request) => {
      const answer = await replays.ask({ kind: "fix", info, request });
      if (answer.kind !== "fixed") throw new Error("the miner thread answered something else");
      return answer.fix;
    },
    warm: async (info) => {
      await replays.ask({ kind: "warm", info });
    },
    forget: () => {
      analyses.renew();
      replays.renew();
    },
    stop: async () => {
      await Promise.all([analyses.stop(), replays.stop()]);
    },
  };
}
