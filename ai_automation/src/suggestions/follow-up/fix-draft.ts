import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import type { Plan } from "../../automation/plan.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import type { FixFacts, ReplayMark, ReplayResult, SuggestionDraft } from "../../model/suggestion.ts";
import { DAY } from "../../model/time.ts";
import { isClockTrigger } from "../../replay/fires.ts";
import { wilsonLowerBound, Z_90 } from "../../statistics/wilson.ts";
import type { FollowedRun } from "../history-ports.ts";
import type { Fix } from "../miner.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import { describeFix, wordsOf } from "./fix-words.ts";

/** Placeholder for triggers that no habit has; a fix is identified by its automation. */
const MIDNIGHT: HabitTrigger = { kind: "clock", timeOfDay: 0, weekdays: [] };

/** A suggestion for a fix. Its replay counts actual runs, with the measures of docs/evaluation.md, section 4 (Measures). */
export function draftFix(
  fix: Fix,
  parts: {
    readonly automationId: string;
    readonly config: AutomationConfig;
    /** The automation as it is judged. */
    readonly plan: Plan;
    readonly interval: Interval;
    readonly names: Names;
    readonly dayOf: (at: number) => number;
  },
): SuggestionDraft {
  const { automationId, config, plan, interval, names, dayOf } = parts;
  const phrases = phrasesOf(names.language);
  const words = wordsOf(fix.change, config, names, phrases);
  const undone = fix.repaired.length + fix.stillUndone.length;
  const facts: FixFacts = {
    change: fix.change,
    undone,
    runs: undone + fix.kept.length + fix.lost.length,
    repaired: fix.repaired.length,
    kept: fix.kept.length,
  };
  const replay = replayOf(fix, plan, interval, dayOf);
  const { from: _from, to: _to, precision: _precision, savedPerWeek: _saved, falsePerWeek: _false, ...rest } = replay;
  const { marks: _marks, ...learned } = rest;
  return {
    patternType: plan.triggers.every(isClockTrigger) ? "time_of_day" : "co_occurrence",
    trigger: habitTriggerOf(plan.triggers[0]) ?? MIDNIGHT,
    targets: plan.effects.map(({ entityId, state }) => ({ entityId, state })),
    title: `${config.alias}: ${words.after}`,
    description: describeFix(facts, words, phrases),
    automation: fix.automation,
    confidence: wilsonLowerBound(replay.tp, replay.tp + replay.fp, Z_90),
    evidence: {
      actions: fix.repaired.map(({ at, undoneAt }) => undoneAt ?? at).toSorted((a, b) => a - b),
      learned,
      levels: [],
      people: [],
    },
    replay,
    alternatives: [],
    fix: { automationId, configBefore: config, ...words, facts },
  };
}

/** Right are the kept runs, and those that a new time or level corrects; wrong are those still undone. */
function replayOf(fix: Fix, plan: Plan, interval: Interval, dayOf: (at: number) => number): ReplayResult {
  const correctsRuns = fix.change.kind === "time" || fix.change.kind === "level";
  const right = correctsRuns ? [...fix.kept, ...fix.repaired] : fix.kept;
  const entityId = plan.effects[0]?.entityId ?? "";
  const markOf = ({ at }: FollowedRun, outcome: "tp" | "fp"): ReplayMark => ({ at, entityId, outcome, actedAt: null });
  const counts: ReplayCounts = {
    tp: right.length,
    fp: fix.stillUndone.length,
    noop: 0,
    duplicates: 0,
    saved: right.length,
    days: new Set(right.map(({ at }) => dayOf(at))).size,
  };
  const weeks = Math.max(1, (interval.to - interval.from) / (7 * DAY));
  return {
    ...interval,
    ...counts,
    precision: counts.tp + counts.fp === 0 ? null : counts.tp / (counts.tp + counts.fp),
    savedPerWeek: counts.saved / weeks,
    falsePerWeek: counts.fp / weeks,
    marks: [...right.map((run) => markOf(run, "tp")), ...fix.stillUndone.map((run) => markOf(run, "fp"))].toSorted(
      (a, b) => a.at - b.at,
    ),
  };
}
