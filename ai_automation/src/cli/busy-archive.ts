import { createChangeArchive } from "../archive/change-archive.ts";
import { createBusyHome, type BusyHome } from "../demo/busy-home.ts";
import { createClock, parseDay } from "../model/clock.ts";
import type { HomeInfo } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import { migrate, openDatabase } from "../store/connection.ts";

export const BUSY_HOME_INFO: HomeInfo = {
  name: "Busy home",
  version: "2026.11.0",
  zone: "Europe/Amsterdam",
  latitude: 52.37,
  longitude: 4.89,
  language: "en",
};

const FIRST_DAY = parseDay("2024-01-01") ?? NaN;
/** More of one entity's changes in a transaction go into the same pages. */
const DAYS_A_RECORD = 10;

export interface BusyArchive {
  readonly home: BusyHome;
  readonly changes: number;
}

/** Fills a new database with the days of a busy home: about 21,500 changes each. */
export async function createBusyArchive(path: string, days: number): Promise<BusyArchive> {
  const clock = createClock(BUSY_HOME_INFO.zone);
  const home = busyHome();
  const database = await openDatabase(path);
  try {
    await migrate(database);
    const archive = createChangeArchive(database);
    let changes = 0;
    for (let from = FIRST_DAY; from < FIRST_DAY + days; from += DAYS_A_RECORD) {
      const to = Math.min(from + DAYS_A_RECORD, FIRST_DAY + days);
      const some: StateChange[] = [];
      for (let day = from; day < to; day++) for (const change of home.changesOfDay(day)) some.push(change);
      changes += await archive.record({
        changes: some,
        covered: { from: clock.instantOf(from, 0), to: clock.instantOf(to, 0) },
      });
    }
    return { home, changes };
  } finally {
    await database.destroy();
  }
}

export const busyHome = (): BusyHome =>
  createBusyHome({ seed: 1, clock: createClock(BUSY_HOME_INFO.zone), location: BUSY_HOME_INFO });

/** The changes of each of its first days. */
export function* daysOfBusyHome(home: BusyHome, days: number): Generator<readonly StateChange[]> {
  for (let day = FIRST_DAY; day < FIRST_DAY + days; day++) yield home.changesOfDay(day);
}
