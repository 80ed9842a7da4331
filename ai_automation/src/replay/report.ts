import { entitiesOfCondition, entitiesOfTrigger } from "../automation/entities-of-plan.ts";
import type { Aim, Plan, Understanding } from "../automation/plan.ts";
import { because, type Reason } from "../model/reason.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import { firesOf, recordedPartOf } from "./fires.ts";
import { judgeSet } from "./judge-set.ts";
import { bootstrap, measure, sumTallies, type Intervals, type Measures, type Tally } from "./measures.ts";
import type { World } from "./world.ts";

type Verdict = "good" | "bad" | "idle" | "undecided" | "reminder" | "unsupported";

type ReplayTally = Omit<Tally, "actions">;

export interface RuleReport {
  readonly alias: string;
  readonly verdict: Verdict;
  readonly tally: ReplayTally;
  readonly precision: number | null;
  /** Fires per week; only for reminders. */
  readonly alertsPerWeek: number | null;
  readonly unsupported: readonly Reason[];
  readonly understanding: Understanding;
  /** What it acts on, as far as it is read; null if it changes nothing that is judged. */
  readonly aim: Aim | null;
  readonly hasTrigger: boolean;
}

export interface ReplayReport {
  /** Local midnights in milliseconds UTC, end exclusive. */
  readonly interval: Interval;
  readonly days: number;
  readonly total: Tally;
  readonly measures: Measures;
  readonly intervals: Intervals;
  readonly rules: readonly RuleReport[];
}

/** Judges automations as a set on an interval: fires are matched per (entity, state) over all of them together. */
export function replayAutomations(world: World, plans: readonly Plan[], interval: Interval): ReplayReport {
  const { byDay, byRule } = judgeSet(world, plans, interval);
  const total = sumTallies(byDay);
  return {
    interval,
    days: byDay.length,
    total,
    measures: measure(total, byDay.length),
    intervals: bootstrap(byDay),
    rules: plans.map((plan, rule) => reportRule(plan, byRule[rule]!, world, interval)),
  };
}

function reportRule(plan: Plan, tally: Tally, world: World, interval: Interval): RuleReport {
  const decided = tally.tp + tally.fp;
  const precision = decided === 0 ? null : tally.tp / decided;
  const weeks = (interval.to - interval.from) / (7 * DAY);
  const isReminder = plan.isReminder && plan.unsupported.length === 0;
  const verdict = verdictOf(plan, precision, decided);
  const missing = verdict === "idle" ? withoutHistory(plan, world) : [];
  return {
    alias: plan.alias,
    verdict: missing.length > 0 ? "unsupported" : verdict,
    tally: { tp: tally.tp, fp: tally.fp, noop: tally.noop, duplicates: tally.duplicates, saved: tally.saved },
    precision,
    alertsPerWeek: isReminder ? firesOf(plan, world, recordedPartOf(world.frame, interval)).length / weeks : null,
    unsupported: [...plan.unsupported, ...missing],
    understanding: plan.understood,
    aim: plan.aim ?? null,
    hasTrigger: plan.triggers.length > 0,
  };
}

/** An automation that never ran may depend on entities that the recording does not have: then it cannot tell. */
function withoutHistory({ triggers, conditions, effects }: Plan, { frame }: World): readonly Reason[] {
  const guards = effects.flatMap(({ path }) => path?.guards ?? []).flatMap((guard) => guard.conditions);
  const read = new Set([
    ...triggers.flatMap(entitiesOfTrigger),
    ...[...conditions, ...guards].flatMap(entitiesOfCondition),
  ]);
  return [...read]
    .filter((entityId) => frame.entities.find(entityId) === undefined)
    .map((entityId) => because("no_history", { entity: entityId }));
}

function verdictOf(plan: Plan, precision: number | null, decided: number): Verdict {
  if (plan.unsupported.length > 0) return "unsupported";
  if (plan.isReminder) return "reminder";
  if (precision === null) return "idle";
  if (precision < 0.5) return "bad";
  return decided >= 3 ? "good" : "undecided";
}
