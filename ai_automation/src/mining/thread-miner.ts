import type { EvidenceRules } from "../model/evidence-rules.ts";
import type { Log } from "../model/log.ts";
import { MINUTE, SECOND } from "../model/time.ts";
import type { Miner } from "../suggestions/miner.ts";
import { createMiningThread } from "./mining-thread.ts";

/** Analyses run once a day, and nothing after one needs its history. */
const ANALYSIS_IDLE = 5 * SECOND;
/** Ordinary replays take milliseconds; other people's wait meanwhile. */
const REPLAY_DEADLINE = 20 * SECOND;
/** Covers the pauses between a user's edits. */
const REPLAY_IDLE = 10 * MINUTE;

/** Mines and replays the archive in two threads, so that edits do not wait for an analysis. */
export function createThreadMiner(
  databasePath: string,
  parts: {
    /** The file that the threads run. */
    readonly worker: URL;
    /** What the home and its people say about the history. */
    readonly rules: () => EvidenceRules;
    readonly log: Log;
    /** Milliseconds; default 20 s. */
    readonly replayDeadline?: number;
    /** Called when the archive is found to be damaged. */
    readonly onDamage: (error: Error) => void;
  },
): Miner {
  const { rules } = parts;
  const analyses = createMiningThread(databasePath, { ...parts, idle: ANALYSIS_IDLE });
  const replays = createMiningThread(databasePath, { ...parts, idle: REPLAY_IDLE });
  return {
    analyse: async (input, onProgress, signal) => {
      const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const cancel = (): void => void Atomics.store(new Int32Array(cancelled), 0, 1);
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
      const answer = await analyses.ask({ kind: "analyse", input, cancelled }, { onProgress });
      if (answer.kind !== "analysed") throw new Error("unexpected reply of the miner thread");
      return answer.output;
    },
    replay: async (info, automation, interval, signal) => {
      const options = {
        deadline: parts.replayDeadline ?? REPLAY_DEADLINE,
        ...(signal === undefined ? {} : { signal }),
      };
      const answer = await replays.ask({ kind: "replay", info, rules: rules(), automation, interval }, options);
      if (answer.kind !== "replayed") throw new Error("unexpected reply of the miner thread");
      return answer.result;
    },
    fix: async (info, request) => {
      const answer = await replays.ask({ kind: "fix", info, rules: rules(), request });
      if (answer.kind !== "fixed") throw new Error("unexpected reply of the miner thread");
      return answer.fix;
    },
    warm: async (info) => {
      await replays.ask({ kind: "warm", info, rules: rules() });
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
