import { isDeepStrictEqual } from "node:util";
import {
  dayEdits,
  holdEdits,
  hourEdits,
  sunEdits,
  timeEdits,
  type Edit,
  type EditKind,
} from "../../automation/edit/candidates.ts";
import { halvesOf, withHalves, type Halves } from "../../automation/pair.ts";
import type { Plan } from "../../automation/plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { actionSeries } from "../../history/frame/lookup.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { Change } from "../../model/change.ts";
import { DAY, HOUR, MINUTE } from "../../model/time.ts";
import { holds } from "../../replay/conditions.ts";
import { firesOf } from "../../replay/fires.ts";
import { CLOCK_WINDOW } from "../../replay/match.ts";
import type { World } from "../../replay/world.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { hypergeometricTail } from "../../statistics/hypergeometric.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { FollowedRun } from "../history-ports.ts";
import type { Fix } from "../miner.ts";
import { surroundingEdits } from "./surrounding-edits.ts";

/** Accepted share of false fixes, 2% in total, split by how often homes need each kind. */
const ALPHA: Readonly<Record<EditKind, number>> = {
  days: 0.006,
  hours: 0.004,
  sun: 0.002,
  for: 0.003,
  time: 0.003,
  state: 0.001,
  number: 0.001,
};
const SIMPLEST: readonly Change["kind"][] = ["days", "sun", "for", "time", "hours", "state", "number"];

const MIN_REVERSALS = 3;
/** Reversals must spread over days: one bad evening is not a pattern. */
const MIN_DAYS = 3;
const MIN_REPAIRED = 0.7;

/**
 * The best change that the runs of an automation justify, or null. Each kind of change is tested against chance on its
 * own share of the error, Bonferroni-corrected for the distinct splits of the runs that it tries.
 * `surroundings` are the entities whose state may become a condition.
 */
export function findFix(
  world: World,
  config: AutomationConfig,
  runs: readonly FollowedRun[],
  surroundings: readonly string[],
  resolved: unknown = config,
): Fix | null {
  const halves = halvesOf(config);
  if (halves !== undefined && isDeepStrictEqual(resolved, config))
    return findFixOfHalves(world, { config, halves }, runs, surroundings);
  const plan = parseAutomation(resolved);
  // Another instant can only be judged if the trigger is in the config as it is judged.
  const isOwnTrigger = isDeepStrictEqual(parseAutomation(config).triggers, plan.triggers);
  const undone = runs.filter(({ undoneAt }) => undoneAt !== null);
  const days = new Set(undone.map(({ at }) => world.frame.clock.dayOf(at)));
  if (plan.unsupported.length > 0 || undone.length < MIN_REVERSALS || days.size < MIN_DAYS) return null;
  const families: readonly (readonly Edit[])[] = [
    dayEdits(config),
    hourEdits(config),
    world.sun === null ? [] : sunEdits(config),
    isOwnTrigger ? holdEdits(config, plan) : [],
    ...surroundingEdits(world, config, runs, surroundings),
  ];
  const proven = [
    ...families.flatMap((edits) => provenOf(edits, world, runs)),
    ...(isOwnTrigger ? provenShifts(timeEdits(config, plan), plan, world, runs) : []),
  ];
  return proven.toSorted(byMerit)[0] ?? null;
}

/** Each half of a pair is fixed on the runs that its own trigger started. */
function findFixOfHalves(
  world: World,
  { config, halves }: { readonly config: AutomationConfig; readonly halves: Halves },
  runs: readonly FollowedRun[],
  surroundings: readonly string[],
): Fix | null {
  const fixes = halves.flatMap((half): readonly Fix[] => {
    if (runs.length === 0) return [];
    const fires = firesAround(parseAutomation(half), world, runs);
    const own = runs.filter(({ at }) => hasWithin(fires, at - TOLERANCE, at + TOLERANCE));
    const fix = findFix(world, half, own, surroundings);
    if (fix === null) return [];
    return [{ ...fix, automation: withHalves(config, halves, (one) => (one === half ? fix.automation : one)) }];
  });
  return fixes.toSorted(byMerit)[0] ?? null;
}

/** A wanted run that is lost weighs as much as two unwanted ones that are avoided. */
const meritOf = ({ repaired, lost }: Fix): number => repaired.length - 2 * lost.length;

function byMerit(a: Fix, b: Fix): number {
  return meritOf(b) - meritOf(a) || SIMPLEST.indexOf(a.change.kind) - SIMPLEST.indexOf(b.change.kind);
}

function provenOf(edits: readonly Edit[], world: World, runs: readonly FollowedRun[]): readonly Fix[] {
  const splits = new Map<string, Split>();
  for (const edit of edits) {
    const stays = remainingRuns(edit, world, runs);
    const key = stays.map(Number).join("");
    const previous = splits.get(key);
    if (stays.every(Boolean) || !stays.some(Boolean)) continue;
    if (previous === undefined || isMilder(edit, previous.edit)) splits.set(key, { edit, stays });
  }
  return [...splits.values()].flatMap(({ edit, stays }) => {
    const fix = fixOf(edit, runs, stays);
    const dropped = fix.repaired.length + fix.lost.length;
    const undone = fix.repaired.length + fix.stillUndone.length;
    const chance = hypergeometricTail(runs.length, undone, dropped, fix.repaired.length);
    return chance * splits.size <= ALPHA[edit.kind] && isWorthIt(fix, world) ? [fix] : [];
  });
}

interface Split {
  readonly edit: Edit;
  readonly stays: readonly boolean[];
}

/** Whether edit `a` changes less than `b`, where both drop the same runs. */
function isMilder({ change: a }: Edit, { change: b }: Edit): boolean {
  if (a.kind === "days" && b.kind === "days") return a.weekdays.length > b.weekdays.length;
  return false;
}

function fixOf(edit: Edit, runs: readonly FollowedRun[], stays: readonly boolean[]): Fix {
  const of = (isUndone: boolean, isStaying: boolean): readonly FollowedRun[] =>
    runs.filter(({ undoneAt }, index) => (undoneAt !== null) === isUndone && stays[index] === isStaying);
  return {
    change: edit.change,
    automation: edit.automation,
    repaired: of(true, false),
    stillUndone: of(true, true),
    kept: of(false, true),
    lost: of(false, false),
  };
}

function isWorthIt(fix: Fix, { frame }: World): boolean {
  const { repaired, stillUndone, kept } = fix;
  const days = new Set(repaired.map(({ at }) => frame.clock.dayOf(at))).size;
  return (
    days >= MIN_DAYS &&
    repaired.length >= MIN_REPAIRED * (repaired.length + stillUndone.length) &&
    meritOf(fix) > 0 &&
    kept.length > 0
  );
}

/** Real runs may deviate this much from their replayed instants. */
const TOLERANCE = MINUTE;

/** Which of the runs would still happen after the edit. */
function remainingRuns({ automation, later }: Edit, world: World, runs: readonly FollowedRun[]): readonly boolean[] {
  const plan = parseAutomation(automation);
  if (later === 0) {
    const condition = plan.conditions.at(-1);
    return runs.map(({ at }) => condition === undefined || holds(condition, { at, entity: -1, state: -1 }, world));
  }
  const fires = firesAround(plan, world, runs);
  return runs.map(({ at }) => hasWithin(fires, at + later - TOLERANCE, at + later + TOLERANCE));
}

function firesAround(plan: Plan, world: World, runs: readonly FollowedRun[]): Float64Array {
  const from = Math.min(...runs.map(({ at }) => at)) - DAY;
  const to = Math.max(...runs.map(({ at }) => at)) + DAY;
  return Float64Array.from(firesOf(plan, world, { from, to }), ({ at }) => at);
}

function hasWithin(instants: Float64Array, from: number, to: number): boolean {
  const index = lowerBound(instants, from);
  return index < instants.length && instants[index]! <= to;
}

/** Manual repetitions of the action count within this span around the run. */
const SHIFT_SPAN = 4 * HOUR;
const MIN_UNDONE = 0.5;

/** Proves other trigger times: people who undid a run did the same manually at that time. */
function provenShifts(edits: readonly Edit[], plan: Plan, world: World, runs: readonly FollowedRun[]): readonly Fix[] {
  const undone = runs.filter(({ undoneAt }) => undoneAt !== null);
  if (edits.length === 0 || undone.length < MIN_UNDONE * runs.length) return [];
  const manualTimes = plan.effects.map(({ entityId, state }) => manualActionsOn(world, entityId, state));
  return edits.flatMap((edit) => {
    const isRight = ({ at }: FollowedRun): boolean =>
      manualTimes.some((instants) =>
        hasWithin(instants, at + edit.later - CLOCK_WINDOW / 2, at + edit.later + CLOCK_WINDOW / 2),
      );
    const repaired = undone.filter(isRight);
    const fix: Fix = {
      change: edit.change,
      automation: edit.automation,
      repaired,
      stillUndone: undone.filter((run) => !isRight(run)),
      kept: runs.filter(({ undoneAt }) => undoneAt === null),
      lost: [],
    };
    const chance = binomialTail(repaired.length, undone.length, CLOCK_WINDOW / SHIFT_SPAN);
    const isProven = chance * edits.length <= ALPHA.time && repaired.length >= MIN_REPAIRED * undone.length;
    return isProven ? [fix] : [];
  });
}

function manualActionsOn({ frame }: World, entityId: string, state: string): Float64Array {
  const entity = frame.entities.find(entityId);
  return entity === undefined
    ? new Float64Array()
    : actionSeries(frame, entity, frame.states.find(state) ?? -1).actions;
}
