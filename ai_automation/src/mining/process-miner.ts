import type { EvidenceRules } from "../model/evidence-rules.ts";
import type { Log } from "../model/log.ts";
import type { Interval } from "../model/state-change.ts";
import { MINUTE, SECOND } from "../model/time.ts";
import type { Miner } from "../suggestions/miner.ts";
import { createMiningProcess } from "./mining-process.ts";

/** Ordinary replays take milliseconds; other people's wait meanwhile. */
const REPLAY_DEADLINE = 20 * SECOND;
/** Covers the pauses between a user's edits. */
const EDITS = 10 * MINUTE;
/** Between two replays that follow automations or score suggestions. */
const REPLAY_IDLE = 5 * SECOND;

/** Mines and replays the archive in two processes, so that edits do not wait for an analysis. */
export function createProcessMiner(
  databasePath: string,
  parts: {
    /** The file that the processes run. */
    readonly worker: URL;
    /** Statements of the home and its people about the history. */
    readonly rules: () => EvidenceRules;
    /** When learning was paused. */
    readonly pauses: () => readonly Interval[];
    readonly log: Log;
    /** Bytes that a process started now may use. */
    readonly memoryAtHand: () => number;
    /** Milliseconds; default 20 s. */
    readonly replayDeadline?: number;
    /** Called when the archive is found to be damaged. */
    readonly onDamage: (error: Error) => void;
  },
): Miner {
  const { rules, pauses } = parts;
  const analyses = createMiningProcess(databasePath, { ...parts, idle: 0 });
  const replays = createMiningProcess(databasePath, { ...parts, idle: REPLAY_IDLE });
  return {
    analyse: async (input, onProgress, signal) => {
      const answer = await analyses.ask({ kind: "analyse", input }, { onProgress, signal });
      if (answer.kind !== "analysed") throw new Error("unexpected reply of the miner process");
      return answer.output;
    },
    replay: async (info, automation, interval, signal) => {
      const options = {
        deadline: parts.replayDeadline ?? REPLAY_DEADLINE,
        ...(signal === undefined ? {} : { signal, keep: EDITS }),
      };
      const answer = await replays.ask(
        { kind: "replay", info, rules: rules(), pauses: pauses(), automation, interval },
        options,
      );
      if (answer.kind !== "replayed") throw new Error("unexpected reply of the miner process");
      return answer.result;
    },
    fix: async (info, request) => {
      const answer = await replays.ask({ kind: "fix", info, rules: rules(), request });
      if (answer.kind !== "fixed") throw new Error("unexpected reply of the miner process");
      return answer.fix;
    },
    warm: async (info) => {
      await replays.ask({ kind: "warm", info, rules: rules(), pauses: pauses() }, { keep: EDITS });
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
