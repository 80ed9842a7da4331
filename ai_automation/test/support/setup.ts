import type { ChildProcess } from "node:child_process";
import type { Context, RootHookObject } from "mocha";
import { killChild, runningChildren } from "./children.ts";

// Tests run in a zone that no test home uses, to detect code that reads the machine's wall clock.
process.env.TZ = "Pacific/Apia";

// On a busy machine the pool ends a worker while it writes its coverage, which would be lost.
if (process.env.NODE_V8_COVERAGE !== undefined) process.once("SIGTERM", () => process.exit(143));

const GRACE_MILLISECONDS = 20_000;

let before: ReadonlySet<ChildProcess> = new Set();

export const mochaHooks: RootHookObject = {
  beforeEach: () => {
    before = runningChildren();
  },
  async afterEach(this: Context) {
    if (this.currentTest?.state !== "failed") return;
    await Promise.all([...runningChildren()].filter((child) => !before.has(child)).map((child) => killChild(child)));
  },
};

/** A run always ends: whatever keeps the process alive after the last test is reported. */
export async function mochaGlobalTeardown(): Promise<void> {
  for (const child of runningChildren()) {
    process.stderr.write(`still running after the last test, killed: ${child.spawnargs.join(" ")}\n`);
    await killChild(child);
  }
  const watchdog = setTimeout(() => {
    process.stderr.write(`the run does not end, still open: ${process.getActiveResourcesInfo().join(", ")}\n`);
    process.exit(1);
  }, GRACE_MILLISECONDS);
  watchdog.unref();
}
