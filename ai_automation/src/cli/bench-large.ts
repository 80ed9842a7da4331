import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryAtHand } from "../compose/memory-at-hand.ts";
import { MINING_WORKER } from "../compose/workers/worker-urls.ts";
import { createProcessMiner } from "../mining/process-miner.ts";
import { NO_RULES } from "../model/evidence-rules.ts";
import type { Log } from "../model/log.ts";
import { BUSY_HOME_INFO, createBusyArchive } from "./busy-archive.ts";
import { usageOf, type Usage } from "./process-usage.ts";
import { SILENT } from "./silent-log.ts";

type Print = (line: string) => void;

/**
 * Ten weeks, and what two years of retention keep of it: 1.7 and 17 million changes of 810 entities; with the CPU time
 * and the peak of the service's memory in release 1.0.0, whose miner was a thread of it.
 */
const LENGTHS = [
  { days: 73, megabytesBefore: 401, secondsBefore: null },
  { days: 730, megabytesBefore: 2_527, secondsBefore: 79 },
] as const;

/** Measures the miner's process on a busy home: CPU time, peak memory, and how the time grows with the history. */
export async function benchLarge(print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const measured: Measured[] = [];
    for (const length of LENGTHS) measured.push(await measure(join(folder, `${length.days}.db`), length, print));
    const [few, many] = measured;
    if (few === undefined || many === undefined) return;
    const growth = Math.log(many.seconds / few.seconds) / Math.log(many.changes / few.changes);
    print(`CPU time grows with changes to the power of ${growth.toFixed(2)} (goal 1.10)`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Measured {
  readonly changes: number;
  /** CPU time. */
  readonly seconds: number;
}

async function measure(
  path: string,
  { days, megabytesBefore, secondsBefore }: (typeof LENGTHS)[number],
  print: Print,
): Promise<Measured> {
  const { home, changes } = await createBusyArchive(path, days);
  const usage = createWatch();
  const miner = createProcessMiner(path, {
    worker: MINING_WORKER,
    memoryAtHand,
    rules: () => NO_RULES,
    pauses: () => [],
    log: usage.log,
    onDamage: () => undefined,
  });
  try {
    const input = {
      info: BUSY_HOME_INFO,
      entities: home.entities,
      automations: [],
      persons: [],
      contradicted: [],
      phones: [],
    };
    const output = await miner.analyse(input, () => undefined, new AbortController().signal);
    const { seconds, peak } = usage.last();
    print(
      `analysis of ${String(changes).padStart(8)} changes, ${home.entities.length} entities: ${seconds.toFixed(1)} CPU s${secondsBefore === null ? "" : ` (${(seconds / secondsBefore).toFixed(2)} of 1.0.0)`}, peak ${peak} MB in the miner's process (${(peak / megabytesBefore).toFixed(2)} of 1.0.0), ${output.drafts.length} suggestions`,
    );
    return { changes, seconds };
  } finally {
    usage.stop();
    await miner.stop();
  }
}

interface Watch {
  /** Receives the id of the process when it starts. */
  readonly log: Log;
  readonly last: () => Pick<Usage, "seconds" | "peak">;
  readonly stop: () => void;
}

/** Looks at /proc while the process lives: its last look is at most 100 ms old when the process ends. */
function createWatch(): Watch {
  let pid: number | undefined;
  let last: Pick<Usage, "seconds" | "peak"> = { seconds: NaN, peak: NaN };
  const timer = setInterval(() => (last = usageOf(pid) ?? last), 100);
  const log = {
    ...SILENT,
    debug: (values: object) => {
      if ("pid" in values) pid = Number(values.pid);
    },
  };
  return { log, last: () => last, stop: () => clearInterval(timer) };
}
