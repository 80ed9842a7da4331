import { parseDay } from "../../src/model/clock.ts";
import { createRandom } from "../../src/model/random.ts";
import type { SuggestionDraft } from "../../src/model/suggestion.ts";
import { DAY, HOUR, MINUTE } from "../../src/model/time.ts";
import { findSuggestions } from "../../src/suggestions/finding/find-suggestions.ts";
import type { AnalysisInput } from "../../src/suggestions/miner.ts";
import { clock, frameOfLife, type Event } from "./a-life.ts";

export interface Entrance {
  readonly entityId?: string;
  /** Its states when open and closed. */
  readonly states?: readonly [away: string, rest: string];
  readonly days?: number;
  readonly seed?: number;
  /** Days on which it is left open overnight. */
  readonly forgotten?: readonly number[];
  /** Days on which the first opening lasts this long. */
  readonly longDays?: readonly number[];
  readonly longFor?: number;
  /** The hour after which it is last opened, and within how many hours. */
  readonly lastOpened?: number;
  readonly lastScatter?: number;
  /** Openings at any hour of day and night. */
  readonly isRestless?: boolean;
}

export const FIRST_DAY = parseDay("2023-02-01") ?? NaN;

/**
 * An entrance that people open two or three times a day at scattered times and close again after some minutes, the last
 * time between 18:18 and 21:36, and an unrelated light.
 */
export function anEntrance({
  entityId = "cover.garage_door",
  states: [away, rest] = ["open", "closed"],
  days = 90,
  seed = 1,
  forgotten = [],
  longDays = [],
  longFor = 5 * HOUR,
  lastOpened = 18.3,
  lastScatter = 3,
  isRestless = false,
}: Entrance = {}): readonly Event[] {
  const random = createRandom(seed);
  const events: Event[] = [];
  const push = (at: number, id: string, state: string): void => {
    events.push({ at: Math.round(at), entityId: id, state, context: "manual" });
  };
  push(clock.instantOf(FIRST_DAY, 0), entityId, rest);
  for (let day = 0; day < days; day++) {
    const midnight = clock.instantOf(FIRST_DAY + day, 0);
    const shift = isRestless ? random() * DAY : 0;
    const at = (hour: number): number => midnight + ((hour * HOUR + shift) % DAY);
    push(midnight + random() * DAY, "light.hall", day % 2 === 0 ? "on" : "off");
    const hours = [
      7 + random() * 2,
      ...(random() < 0.7 ? [14 + random() * 3] : []),
      lastOpened + random() * lastScatter,
    ];
    for (const [visit, hour] of hours.entries()) {
      const opened = at(hour);
      const isLast = visit === hours.length - 1;
      const usual = (3 + random() * 15) * MINUTE;
      const until =
        isLast && forgotten.includes(day)
          ? clock.instantOf(FIRST_DAY + day + 1, 6.5 * HOUR)
          : opened + (visit === 0 && longDays.includes(day) ? longFor : usual);
      push(opened, entityId, away);
      push(until, entityId, rest);
    }
  }
  return events;
}

/** Suggestions of a home with this named entrance and one light. */
export function offeredAtHome(
  entrance: Entrance,
  name: string,
  deviceClass: string,
  asked: Partial<Pick<AnalysisInput, "phones" | "persons">> = {},
): readonly SuggestionDraft[] {
  const known = { areaId: null, areaName: null, isMinable: true };
  const { drafts } = findSuggestions(
    frameOfLife(anEntrance(entrance)),
    {
      info: { name: "", version: "", zone: "Europe/Amsterdam", latitude: 0, longitude: 0, language: "en" },
      entities: [
        { ...known, entityId: entrance.entityId ?? "cover.garage_door", name, deviceClass },
        { ...known, entityId: "light.hall", name: "Hall", deviceClass: null },
      ],
      automations: [],
      persons: [],
      contradicted: [],
      phones: [],
      ...asked,
    },
    () => undefined,
  );
  return drafts;
}
