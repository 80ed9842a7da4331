import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import { HOUR, type Now } from "../model/time.ts";

/** A recurring operation on data from the home: `events` of one type, `home` for one part of the snapshot. */
export type Reading = "history" | `events ${string}` | `home ${string}` | `storing ${"history" | "events"}`;

/** Tracks readings that keep failing although the home is connected. */
export interface Readings {
  succeeded(reading: Reading): void;
  failed(reading: Reading): void;
  /** One for each kind of reading that has failed without a success for an hour or longer. */
  problems(): readonly Problem[];
}

export interface ReadingsParts {
  readonly log: Log;
  readonly now: Now;
  /** Milliseconds of a monotonic clock. */
  readonly monotonic: Now;
}

const LONG = HOUR;

interface Failing {
  readonly first: number;
  readonly last: number;
  /** Milliseconds UTC. */
  readonly since: number;
}

/** Durations run from the first to the last failure, because the home may have been unreachable since. */
export function createReadings({ log, now, monotonic }: ReadingsParts): Readings {
  const failing = new Map<Reading, Failing>();
  return {
    succeeded: (reading) => void failing.delete(reading),
    failed: (reading) => {
      const at = monotonic();
      const before = failing.get(reading);
      const after = { first: before?.first ?? at, last: at, since: before?.since ?? now() };
      failing.set(reading, after);
      if (isLong(after) && (before === undefined || !isLong(before)))
        log.error({ reading, since: new Date(after.since).toISOString() }, "reading has failed for an hour");
    },
    problems: () => {
      const sinceByCode = new Map<Unreadable, number>();
      for (const [reading, one] of failing) {
        const code = codeOf(reading);
        if (isLong(one)) sinceByCode.set(code, Math.min(one.since, sinceByCode.get(code) ?? Infinity));
      }
      return [...sinceByCode].map(([code, since]) => ({ code, message: MESSAGES[code], since }));
    },
  };
}

const isLong = ({ first, last }: Failing): boolean => last - first >= LONG;

type Unreadable = Extract<
  Problem["code"],
  "history_unreadable" | "events_unreadable" | "home_unreadable" | "changes_not_stored"
>;

function codeOf(reading: Reading): Unreadable {
  if (reading === "history") return "history_unreadable";
  if (reading.startsWith("storing")) return "changes_not_stored";
  return reading.startsWith("events") ? "events_unreadable" : "home_unreadable";
}

const MESSAGES: Readonly<Record<Unreadable, string>> = {
  history_unreadable:
    "Home Assistant's history has been unreadable for an hour or longer: its recorder returns an error, or data that " +
    "this app does not understand. Check Settings > System > Repairs for a problem with the recorder and restart Home " +
    "Assistant. If that does not help, update this app. It tries again every minute.",
  events_unreadable:
    "Home Assistant's events have been unreadable for an hour or longer: this app does not understand their format, so " +
    "current changes are not recorded. Update this app, then restart Home Assistant.",
  home_unreadable:
    "Home Assistant's list of devices, people or automations has been unreadable for an hour or longer, so changes to " +
    "it are not noticed. Restart Home Assistant. If that does not help, update this app. It tries again every minute.",
  changes_not_stored:
    "Changes in the home could not be stored for an hour or longer. Check that the disk has free space and that this " +
    "app can write to its data folder, then restart this app. Its log names the cause.",
};
