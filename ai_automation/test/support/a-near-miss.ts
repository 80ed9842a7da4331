import type { NearMiss } from "../../src/habits/choice/near-misses.ts";
import type { ReportedNearMiss, ReportedSelfActing } from "../../src/suggestions/miner.ts";
import type { AnalysisRecord } from "../../src/suggestions/ports.ts";

const LEARNED = { tp: 20, fp: 5, noop: 3, duplicates: 0, saved: 18, days: 15 };
const HELD_OUT = { tp: 5, fp: 3, noop: 1, duplicates: 0, saved: 4, days: 5 };

/** A near miss as mining returns it. */
export function aNearMiss(values: Partial<NearMiss> = {}): NearMiss {
  return {
    target: { entityId: "light.pantry", state: "on" },
    trigger: { kind: "state", entityIds: ["binary_sensor.pantry_door"], state: "on", hold: 0 },
    conditions: [],
    reason: { kind: "too_few_times", has: 6, needs: 8 },
    learned: LEARNED,
    heldOut: HELD_OUT,
    prospect: null,
    ...values,
  };
}

/** A near miss in words. */
export function aReportedNearMiss(values: Partial<ReportedNearMiss> = {}): ReportedNearMiss {
  return {
    title: "Turn on Pantry when Pantry door opens",
    entityId: "light.pantry",
    state: "on",
    reason: { kind: "too_few_times", text: "seen 6 times; at least 8 needed", has: 6, needs: 8, by: null },
    learned: LEARNED,
    heldOut: HELD_OUT,
    prospect: null,
    ...values,
  };
}

/** A self-acting entity in words. */
export function aReportedSelfActing(values: Partial<ReportedSelfActing> = {}): ReportedSelfActing {
  return {
    target: { entityId: "light.pantry", state: "off" },
    cause: { kind: "after", entityId: "binary_sensor.pantry_motion", state: "off", lag: 300_000 },
    count: 40,
    from: 1_690_000_000_000,
    to: 1_699_000_000_000,
    actsAs: null,
    isContradicted: false,
    title: "Turn off Pantry",
    text: "already happens by itself, always 5 minutes after Pantry motion no longer detects motion: seen 40 times",
    ...values,
  };
}

export function anAnalysis(values: Partial<AnalysisRecord> = {}): AnalysisRecord {
  return {
    finishedAt: 1_700_000_000_000,
    changes: 1_000,
    seconds: 0.25,
    suggestions: 2,
    history: { from: 1_690_000_000_000, to: 1_699_999_000_000 },
    obstacle: null,
    nearMisses: [aReportedNearMiss()],
    selfActing: [aReportedSelfActing()],
    unusual: { away: [19_600, 19_601], crowded: [19_650], paused: [], unrecorded: [] },
    ...values,
  };
}
