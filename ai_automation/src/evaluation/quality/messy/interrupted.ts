import { isOccurrence } from "../../../model/domains.ts";
import { isGapState } from "../../../model/state-change.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../model/time.ts";
import type { HomeRecording, HomeRow } from "../home-recording.ts";
import { busyEntities, daysOf, NOTHING_RENAMED, withRows, type Disturbed, type Nuisance } from "./nuisance.ts";

/**
 * Home Assistant is down for a minute each night between 03:00 and 04:00. All entities become unavailable and return in
 * the same state; an event entity returns with its old timestamp, which is no new event and no row.
 */
export const nightlyOutage: Nuisance = {
  name: "nightly outage of a minute",
  disturb: (recording, draws) => {
    const { clock } = recording;
    const outages = daysOf(recording).map((day) => {
      const from = Math.round(clock.instantOf(day, 3 * HOUR) + draws.uniform(0, 59) * MINUTE);
      return { from, to: from + MINUTE };
    });
    const states = new Map<string, string>();
    const rows: HomeRow[] = [];
    let next = 0;
    const advanceTo = (until: number): void => {
      for (; next < outages.length && outages[next]!.to <= until; next++) {
        const { from, to } = outages[next]!;
        for (const [entityId, state] of states) {
          if (isGapState(state)) continue;
          rows.push({ at: from, entityId, state: "unavailable", context: "unknown" });
          if (isOccurrence(entityId)) continue;
          rows.push({ at: to, entityId, state, context: "unknown" });
        }
      }
    };
    const isAway = (at: number): boolean => next < outages.length && at >= outages[next]!.from;
    for (const row of recording.rows) {
      advanceTo(row.at);
      if (!isAway(row.at)) rows.push(row);
      states.set(row.entityId, row.state);
    }
    return {
      recording: withRows({ ...recording, rows: [] }, rows),
      added: [],
      renamed: NOTHING_RENAMED,
    };
  },
};

/** An entity gets a new id halfway. The registry's record of that is not part of a recording. */
export const renamedEntity: Nuisance = {
  name: "entity renamed half way",
  disturb: (recording, draws) => {
    const days = daysOf(recording);
    const at = recording.clock.instantOf(days[Math.floor(days.length / 2)]!, 12 * HOUR);
    const old = draws.pick(busyEntities(recording, ["light", "switch", "fan", "cover"], 20));
    return moveFrom(recording, { old, id: `${old}_main`, at, away: 0 });
  },
};

/** A device breaks and is replaced a day later by another with a new id. */
export const replacedDevice: Nuisance = {
  name: "device replaced",
  disturb: (recording, draws) => {
    const days = daysOf(recording);
    const at = recording.clock.instantOf(days[Math.floor((days.length * 2) / 3)]!, 12 * HOUR);
    const old = draws.pick(busyEntities(recording, ["binary_sensor"], 50));
    return moveFrom(recording, { old, id: `${old}_2`, at, away: DAY });
  },
};

interface Move {
  readonly old: string;
  readonly id: string;
  readonly at: number;
  /** How long nothing is recorded, in milliseconds. */
  readonly away: number;
}

function moveFrom(recording: HomeRecording, { old, id, at, away }: Move): Disturbed {
  const back = at + away;
  const isOld = ({ entityId }: { readonly entityId: string }): boolean => entityId === old;
  const state = recording.rows.findLast((row) => isOld(row) && row.at < back && !isGapState(row.state))?.state;
  const move = <T extends { readonly at: number; readonly entityId: string }>(rows: readonly T[]): readonly T[] =>
    rows
      .filter((row) => !isOld(row) || row.at < at || row.at >= back)
      .map((row) => (isOld(row) && row.at >= back ? { ...row, entityId: id } : row));
  const rows: HomeRow[] = [{ at, entityId: old, state: "unavailable", context: "unknown" }];
  if (state !== undefined) rows.push({ at: back + SECOND, entityId: id, state, context: "unknown" });
  const moved = { ...recording, rows: move(recording.rows), levels: move(recording.levels) };
  return { recording: withRows(moved, rows), added: [], renamed: new Map([[id, old]]) };
}
