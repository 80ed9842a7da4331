import { NO_POLICY, type FleetPolicy, type Report, type ReportAnswer } from "../model/fleet-wire.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import { HOUR, MINUTE, SECOND, type Now } from "../model/time.ts";
import type { CurrentReport } from "./build-report.ts";
import { FLEET_POLICY, readFleetPolicy } from "./fleet-policy.ts";

/** Reports this home to the fleet of those who look after it: the home dials out, nobody dials in. */
export interface Reporter {
  start(): void;
  /** Reports soon, because something has changed. */
  changed(): void;
  stop(): void;
}

/** Several changes become one report. */
const AFTER_CHANGES = MINUTE;
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = HOUR;
/** Between two analyses that the fleet requests: each reads the whole history. */
const BETWEEN_ANALYSES = HOUR;
/** Homes that were restarted together do not report together. */
const SPREAD = 0.2;

export function createReporter(parts: {
  readonly read: () => Promise<CurrentReport>;
  readonly post: (report: Report, signal: AbortSignal) => Promise<ReportAnswer>;
  readonly keyValues: KeyValueStore;
  /** Starts an analysis, or does nothing if that is not possible now. */
  readonly analyse: () => void;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
  readonly log: Log;
}): Reporter {
  const { read, post, keyValues, analyse, random, monotonic, log } = parts;
  const stopping = new AbortController();
  const handled = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let nextAt = Infinity;
  let failures = 0;
  let analysedAt = -Infinity;
  /** Since the last report was read. */
  let hasChanged = false;

  const sendIn = (milliseconds: number): void => {
    if (stopping.signal.aborted) return;
    clearTimeout(timer);
    nextAt = monotonic() + milliseconds;
    timer = setTimeout(() => void send(), milliseconds).unref();
  };
  const send = async (): Promise<void> => {
    try {
      hasChanged = false;
      const wait = await report();
      if (failures > 0) log.info({}, "fleet reached again");
      failures = 0;
      sendIn(hasChanged ? Math.min(wait, AFTER_CHANGES) : wait * (1 + SPREAD * (random() - 0.5)));
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (failures === 0) log.warn({ err: error }, "report to the fleet failed");
      failures += 1;
      sendIn(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10)) * (0.5 + random()));
    }
  };
  /** Returns the milliseconds to the next report. */
  const report = async (): Promise<number> => {
    const { status, details, digest } = await read();
    const carriedOut = [...handled];
    const brief: Report = { status, digest, handled: carriedOut };
    const first = await post(brief, stopping.signal);
    const answer = first.wants_details ? await post({ ...brief, details }, stopping.signal) : first;
    for (const id of carriedOut) handled.delete(id);
    await follow(answer);
    return answer.next_report_seconds * SECOND;
  };
  const follow = async ({ policy, requests }: ReportAnswer): Promise<void> => {
    if (!isSame(await readFleetPolicy(keyValues), policy)) {
      await keyValues.set(FLEET_POLICY, policy);
      log.info({ policy }, "policy of the fleet changed");
    }
    for (const { id, kind } of requests) {
      if (handled.has(id)) continue;
      if (kind === "analyse") {
        // A request that comes too early is not reported as carried out, so the fleet repeats it.
        if (monotonic() - analysedAt < BETWEEN_ANALYSES) continue;
        analysedAt = monotonic();
        analyse();
      }
      handled.add(id);
    }
  };
  return {
    start: () => sendIn(FIRST_WAIT * random()),
    changed: () => {
      hasChanged = true;
      if (failures === 0 && nextAt > monotonic() + AFTER_CHANGES) sendIn(AFTER_CHANGES);
    },
    stop: () => {
      clearTimeout(timer);
      stopping.abort();
    },
  };
}

const POLICY_KEYS = Object.keys(NO_POLICY).filter((key): key is keyof FleetPolicy => key in NO_POLICY);

const isSame = (a: FleetPolicy, b: FleetPolicy): boolean => POLICY_KEYS.every((key) => a[key] === b[key]);
