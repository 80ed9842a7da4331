import type { Report, ReportedSuggestion } from "../../src/model/fleet-wire.ts";

export const aReport = (
  parts: Omit<Partial<Report>, "status"> & { readonly status?: Partial<Report["status"]> } = {},
): Report => ({
  digest: "0".repeat(64),
  handled: [],
  ...parts,
  status: {
    version: "1.0.0",
    state: "connected",
    problems: [],
    waiting: 0,
    refused: 0,
    unwanted: 0,
    last_analysis: "2026-01-01T03:00:00.000Z",
    history_days: 30,
    ...parts.status,
  },
});

export const aReportedSuggestion = (parts: Partial<ReportedSuggestion> = {}): ReportedSuggestion => ({
  id: 1,
  status: "pending",
  is_deferred: false,
  is_paused: false,
  reason: null,
  offered_at: "2026-01-01T03:00:00.000Z",
  changed_at: "2026-01-01T03:00:00.000Z",
  structure: {
    trigger: { kind: "clock", of: null, time_of_day: 1_290, weekdays: [0, 1, 2, 3, 4, 5, 6] },
    targets: [{ kind: "light", state: "off" }],
    confidence: 0.93,
    right: 28,
    wrong: 1,
    saved_per_week: 6.5,
    wrong_per_week: 0.2,
    text: "At 21:30, turn off a light.",
  },
  ...parts,
});
