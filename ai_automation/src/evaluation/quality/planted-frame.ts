import { outagesIn, withOutages } from "../../demo/changing-life.ts";
import { createPlantedHome, type PlantedHome, type PlantedHomeOptions } from "../../demo/planted-home.ts";
import type { RunningAutomation } from "../../demo/rules.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { contextOf } from "../../model/cause.ts";
import { createClock, parseDay } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import { frameOf, type HomeRecording } from "./home-recording.ts";

const AMSTERDAM = { latitude: 52.37, longitude: 4.89 };
const CLOCK = createClock("Europe/Amsterdam");
const FIRST_DAY = parseDay("2024-01-01") ?? 0;
/** Offset in days between the homes of successive seeds, so that they cover the year and its clock changes. */
const DAYS_BETWEEN_SEEDS = 83;

export interface PlantedSettings extends Omit<PlantedHomeOptions, "clock" | "location"> {
  readonly days: number;
  /** Runs in the home besides its existing automations. */
  readonly running?: (home: PlantedHome) => readonly RunningAutomation[];
}

export interface PlantedHistory {
  readonly home: PlantedHome;
  readonly frame: Frame;
}

export interface PlantedRecording {
  readonly home: PlantedHome;
  readonly recording: HomeRecording;
}

/** Deterministic for the settings. */
export function plantHistory(settings: PlantedSettings): PlantedHistory {
  const { home, recording } = plantRecording(settings);
  return { home, frame: frameOf(recording) };
}

export function plantRecording({ running, ...settings }: PlantedSettings): PlantedRecording {
  const firstDay = settings.firstDay ?? FIRST_DAY + ((settings.seed * DAYS_BETWEEN_SEEDS) % 365);
  const home = createPlantedHome({ ...settings, clock: CLOCK, location: AMSTERDAM, firstDay });
  const automations = running?.(home);
  const changes = Array.from({ length: settings.days }, (_, day) =>
    home.changesOfDay(firstDay + day, automations),
  ).flat();
  const outages = settings.life === "changing" ? outagesIn({ ...settings, firstDay }, CLOCK) : [];
  const rows = withOutages(changes, outages, isOccurrence).map(({ at, entityId, state, cause }) => ({
    at,
    entityId,
    state,
    context: contextOf(cause),
  }));
  return { home, recording: { clock: CLOCK, location: AMSTERDAM, rows, levels: [] } };
}
