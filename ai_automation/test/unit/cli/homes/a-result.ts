import type { DoneLine, FailedLine } from "../../../../src/cli/homes/result-line.ts";

const settings = {
  command: "mine",
  version: "1.0.0",
  zone: "Europe/Berlin",
  latitude: null,
  longitude: null,
} as const;

const COUNTS = { noop: 0, duplicates: 0, saved: 0, days: 10 };

interface Held {
  readonly tp: number;
  readonly fp: number;
  readonly alertsPerWeek?: number;
}

export const aDoneLine = (home: string, heldOut: readonly Held[] = []): DoneLine => ({
  home,
  settings,
  inputs: [{ file: home, bytes: 100, modified_at: "2026-01-01T00:00:00.000Z" }],
  state: "done",
  seconds: 2,
  changes: 1_000,
  days: 30,
  left_out: 0,
  result: {
    suggestions: heldOut.map(({ tp, fp, alertsPerWeek }) => ({
      title: "Turn on the lamp",
      pattern_type: "time_of_day",
      confidence: 0.8,
      automation: {
        alias: "Lamp",
        triggers: [{ trigger: "time", at: "07:00:00" }],
        conditions: [],
        actions: [{ action: "light.turn_on", target: { entity_id: "light.lamp" } }],
      },
      evidence: {
        actions: ["2026-01-01T06:00:00.000Z"],
        learned: { ...COUNTS, tp: 2 * tp, fp: 2 * fp },
        held_out: {
          ...COUNTS,
          tp,
          fp,
          saved_per_week: tp,
          false_per_week: fp,
          ...(alertsPerWeek !== undefined && { alerts_per_week: alertsPerWeek }),
        },
      },
    })),
    near_misses: [],
  },
});

export const aFailedLine = (home: string, cause: FailedLine["cause"] = "recording"): FailedLine => ({
  home,
  settings,
  inputs: [{ file: home, bytes: 100, modified_at: "2026-01-01T00:00:00.000Z" }],
  state: "failed",
  seconds: 1,
  cause,
  error: `${home}: the file is empty`,
});
