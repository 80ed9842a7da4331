import module from "node:module";
import { Worker } from "node:worker_threads";
import type { HomeJob, HomeReply } from "./home-job.ts";

module.enableCompileCache();
process.title = "ai_automation recording";

if (process.send === undefined) throw new Error("This file runs in a child process.");
process.on("disconnect", () => process.exit());
// A terminal and Slurm signal all processes; the command that started this one decides when it ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
endWithParent();

const { analyseHome } = await import("./analyse-home.ts");

process.on("message", (job: HomeJob) => void answer(job));

async function answer(job: HomeJob): Promise<void> {
  const outcome = await analyseHome(job);
  const reply: HomeReply = { outcome, held: process.memoryUsage.rss() };
  process.send?.(reply);
}

/** During an analysis the end of the channel goes unnoticed; a killed command must not leave processes behind. */
function endWithParent(): void {
  const watch = `const { workerData } = require("node:worker_threads");
    setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL"); }, 1_000);`;
  new Worker(watch, { eval: true, workerData: process.ppid }).unref();
}
