import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { watchMemory } from "../../mining/memory-limit.ts";
import { analysis, type Analysis } from "../homes/recordings.ts";
import type { FileToAnalyse } from "./analyse-file.ts";

/** Analyses one recording at a time in a process of its own, so that heartbeats go on and a crash ends only that. */
export interface Analyser {
  /** Rejects if the process ends before it has answered, also for its memory. */
  analyse(file: FileToAnalyse): Promise<Analysis>;
  stop(): void;
}

/** Compiled files start compiled children; sources run directly start sources. */
const CHILD = new URL(`./analysis-child.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);

/** @param memory the most bytes that the process may use */
export function createAnalyser(memory: () => number): Analyser {
  let child: ChildProcess | undefined;
  const end = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    analyse: async (file) => {
      const current = (child ??= fork(CHILD, {
        execArgv: ["--enable-source-maps"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      }));
      const watch = watchMemory(current, memory());
      const waiting = new AbortController();
      const { signal } = waiting;
      const ended = once(current, "exit", { signal }).then(([code, by]) => {
        throw new Error(`the analysis ended without a result: ${watch.isExceeded() ? "out of memory" : (by ?? code)}`);
      });
      try {
        current.send(file);
        const [answer] = await Promise.race([once(current, "message", { signal }), ended]);
        return analysis.parse(answer);
      } catch (error) {
        if (child === current) end();
        throw error;
      } finally {
        watch.stop();
        ended.catch(() => undefined);
        waiting.abort();
      }
    },
    stop: end,
  };
}
