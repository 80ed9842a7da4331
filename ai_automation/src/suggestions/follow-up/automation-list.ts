import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { Plan } from "../../automation/plan.ts";
import { parseAutomation, planOfAutomation } from "../../automation/read/automation.ts";
import { blockingEntities, referencedEntities } from "../../automation/referenced-entities.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import { createClocks, type Clock } from "../../model/clock.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { ReasonSet, type Reason } from "../../model/reason.ts";
import type { Interval } from "../../model/state-change.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import { DAY, type Now } from "../../model/time.ts";
import type { FollowedRun, FollowedTarget, RunReader, SeenChange } from "../history-ports.ts";
import type { SuggestionStore } from "../ports.ts";
import { followedTargets } from "./followed-targets.ts";
import { isIdle } from "./idle.ts";
import { followedSince, REVERSAL_WINDOW } from "./reversal-window.ts";
import { startsOf, type Starts } from "./starts.ts";
import { COMPARED_SPAN, undoneLater } from "./undone-later.ts";
import { ATTENTION_SPAN, attentionOf, type Attention } from "./verdict.ts";

/** How often something happened. The last seven local days include today. */
export interface Activity {
  readonly total: number;
  readonly last7Days: number;
  /** Milliseconds UTC. */
  readonly last: number | null;
}

/** How much of it is understood: all, part of it, only what its runs changed, or nothing. */
type Understood = "in_full" | "in_part" | "by_runs" | "not";

interface AutomationWeek {
  /** A local midnight, milliseconds UTC; the last week ends with today. */
  readonly from: number;
  readonly runs: number;
  readonly corrections: number | null;
}

/** An automation of the home and its activity; for those we created, since their creation. */
export interface ListedAutomation extends Starts {
  /** Null if an automation we created is not found, or before the first connection. */
  readonly entityId: string | null;
  /** The config id. */
  readonly id: string | null;
  readonly suggestionId: number | null;
  readonly alias: string;
  readonly isOn: boolean | null;
  readonly pausedAt: string | null;
  readonly runs: Activity;
  /** Runs that someone undid; null if it changes nothing that could be undone, or if that is not known. */
  readonly corrections: Activity | null;
  readonly understood: Understood;
  /** Why parts of its config are not understood. */
  readonly notUnderstood: readonly Reason[];
  /** Why replay cannot judge parts that are understood. */
  readonly notReplayed: readonly Reason[];
  /** The entities that it changes, by its config and its runs. */
  readonly actsOn: readonly string[];
  readonly weeks: readonly AutomationWeek[];
  /** Why it needs attention, or null. */
  readonly attention: Attention | null;
  /** It has not run in 90 days while its trigger happened. */
  readonly isIdle: boolean;
  /** Entity ids it refers to that the home no longer has. */
  readonly missing: readonly string[];
  /** Those because of which it never runs: a condition on a missing entity is an error. */
  readonly blockedBy: readonly string[];
}

const WEEKS = 8;

/** Older changes no longer describe an automation. */
const SEEN_SPAN = 90 * DAY;

/** Lists the home's automations, those we created first, then by name. */
export type AutomationList = (
  isIncluded?: (automation: AutomationKey) => boolean,
) => Promise<readonly ListedAutomation[]>;

type AutomationKey = Pick<ListedAutomation, "entityId" | "suggestionId">;

export function createAutomationList(parts: {
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly store: Pick<SuggestionStore, "withStatus">;
  readonly runs: RunReader;
  readonly now: Now;
}): AutomationList {
  const { snapshot, store, runs, now } = parts;
  const clockOf = createClocks();
  const planOf = createPlans();

  const measure = async (tracked: Tracked, plan: Plan, weeks: readonly Interval[], changedAt: number) => {
    const { suggestion, automation, seen } = tracked;
    if (automation === undefined)
      return { counted: NO_RUNS, byWeek: weeks.map(() => NO_RUNS), corrections: [], attention: null };
    const { entityId } = automation;
    const since = suggestion?.deployedAt ? Date.parse(suggestion.deployedAt) : 0;
    const isReminder = suggestion?.patternType === "anomaly";
    const targets = isReminder ? [] : followedTargets(plan, suggestion === undefined ? seen : []);
    const [counted, byWeek, corrections, followed] = await Promise.all([
      runs.count(entityId, { from: since, to: Infinity }),
      Promise.all(weeks.map(({ from, to }) => runs.count(entityId, { from: Math.max(from, since), to }))),
      correctionsOf(runs, entityId, targets, plan, since),
      runs.followed(entityId, targets, { since: changedAt, window: REVERSAL_WINDOW }),
    ]);
    const attention = attentionOf(followed, now()) ?? (await undoneLaterAttention(entityId, targets, followed));
    return { counted, byWeek, corrections, attention };
  };
  const undoneLaterAttention = async (
    entityId: string,
    targets: readonly FollowedTarget[],
    followed: readonly FollowedRun[],
  ): Promise<Attention | null> => {
    const zone = snapshot()?.info.zone;
    const last = followed.at(-1);
    if (zone === undefined || last === undefined || last.at < now() - ATTENTION_SPAN) return null;
    const { since, runs: runTimes, opposites } = await runs.opposites(entityId, targets, now() - COMPARED_SPAN);
    const reversals = undoneLater({ runs: runTimes, opposites, since, clock: clockOf(zone), now: now() });
    if (reversals === 0) return null;
    const undone = followed.filter(({ undoneAt }) => undoneAt !== null).length;
    return { reason: "undone_later", reversals, runs: followed.length, precision: 1 - undone / followed.length };
  };
  const describe = async (
    tracked: Tracked,
    weeks: readonly Interval[],
    deployed: readonly Suggestion[],
    firstRun: number | null,
  ): Promise<ListedAutomation> => {
    const { suggestion, automation, seen } = tracked;
    const plan = planOf(tracked);
    const unread = new ReasonSet(plan.unread);
    const changedAt = automation === undefined ? 0 : followedSince(automation, deployed, now());
    const { counted, byWeek, corrections, attention } = await measure(tracked, plan, weeks, changedAt);
    const correctedIn = ({ from, to }: Interval): number | null =>
      corrections === null ? null : corrections.filter((at) => at >= from && at < to).length;
    const weekly = weeks.map((week, i) => ({
      from: week.from,
      runs: byWeek[i]?.total ?? 0,
      corrections: correctedIn(week),
    }));
    const last = weekly.at(-1);
    const missing = automation === undefined ? [] : missingFrom(automation, snapshot());
    return {
      ...keyOf(tracked),
      id: suggestion?.haAutomationId ?? automation?.id ?? null,
      alias: nameOf(tracked),
      isOn: automation?.isOn ?? (isDisabled(suggestion, snapshot()) ? false : null),
      pausedAt: suggestion?.pausedAt ?? null,
      runs: { ...counted, last7Days: last?.runs ?? 0 },
      corrections: corrections === null ? null : activityOf(corrections, last?.corrections ?? 0),
      understood: understoodOf(plan, seen),
      notUnderstood: [...unread],
      notReplayed: [...new ReasonSet(plan.unsupported.filter((reason) => !unread.has(reason)))],
      actsOn: actsOn(plan, seen),
      ...(await startsOf({ automation, plan }, snapshot(), runs, now() - SEEN_SPAN)),
      weeks: weekly,
      attention,
      isIdle: automation !== undefined && (await isIdle(automation, { runs, firstRun }, now())),
      missing,
      blockedBy: blockingEntities(plan.conditions, (entityId) => missing.includes(entityId)),
    };
  };

  return async (isIncluded = () => true) => {
    const home = snapshot();
    const deployed = await store.withStatus("deployed");
    const created = deployed.filter((suggestion) => !isFix(suggestion));
    const included = listableAutomations(created, home?.automations ?? []).filter((one) => isIncluded(keyOf(one)));
    // Without reading the history: this is asked for after each manual change.
    if (included.length === 0) return [];
    const seen = await runs.changesOfAutomations(now() - SEEN_SPAN);
    const seenOf = Map.groupBy(seen, ({ automationId }) => automationId);
    const weeks = weeksUntil(clockOf(home?.info.zone ?? "UTC"), now());
    const firstRun = await runs.firstRun();
    const described: ListedAutomation[] = [];
    for (const one of included) {
      const tracked = { ...one, seen: seenOf.get(one.automation?.entityId ?? "") ?? [] };
      described.push(await describe(tracked, weeks, deployed, firstRun));
      // A home can have hundreds of automations; do not block other requests.
      await yieldToEventLoop();
    }
    return described;
  };
}

/** Parses each automation once, until the home reports another version of it. */
function createPlans(): (tracked: Tracked) => Plan {
  const plans = new WeakMap<HomeAutomation, Plan>();
  return ({ automation, suggestion }) => {
    if (automation === undefined) return parseAutomation(suggestion?.automation);
    const plan = plans.get(automation) ?? planOfAutomation(automation);
    plans.set(automation, plan);
    return plan;
  };
}

const activityOf = (instants: readonly number[], last7Days: number): Activity => ({
  total: instants.length,
  last7Days,
  last: instants.at(-1) ?? null,
});

/** Null if nothing that it changes is known. An automation that only sets levels is corrected by another level. */
async function correctionsOf(
  runs: RunReader,
  entityId: string,
  targets: readonly FollowedTarget[],
  { levelTargets = [] }: Plan,
  since: number,
): Promise<readonly number[] | null> {
  const part = { since, window: REVERSAL_WINDOW };
  if (targets.length > 0) return runs.corrections(entityId, targets, part);
  if (levelTargets.length === 0) return null;
  const levels = await runs.levelsAfter(entityId, levelTargets, part);
  return [...new Set(levels.map(({ run }) => run))].toSorted((a, b) => a - b);
}

const NO_RUNS = { total: 0, last: null } as const;

const keyOf = ({ suggestion, automation }: Listable): AutomationKey => ({
  entityId: automation?.entityId ?? null,
  suggestionId: suggestion?.id ?? null,
});

interface Listable {
  readonly suggestion: Suggestion | undefined;
  readonly automation: HomeAutomation | undefined;
}

interface Tracked extends Listable {
  /** The changes made by its runs. */
  readonly seen: readonly SeenChange[];
}

function listableAutomations(
  created: readonly Suggestion[],
  automations: readonly HomeAutomation[],
): readonly Listable[] {
  const own = created.map((suggestion) => ({
    suggestion,
    automation: automations.find(({ id }) => id !== null && id === suggestion.haAutomationId),
  }));
  const others = automations
    .filter((automation) => own.every((one) => one.automation !== automation))
    .map((automation) => ({ suggestion: undefined, automation }));
  return [...own.toSorted(byName), ...others.toSorted(byName)];
}

function understoodOf({ understood }: Plan, seen: readonly SeenChange[]): Understood {
  if (understood !== "not") return understood;
  return seen.length > 0 ? "by_runs" : "not";
}

const actsOn = ({ effects, levelTargets = [], touched = [] }: Plan, seen: readonly SeenChange[]): readonly string[] => [
  ...new Set([
    ...effects.map(({ entityId }) => entityId),
    ...levelTargets,
    ...touched,
    ...seen.map(({ entityId }) => entityId),
  ]),
];

const nameOf = ({ suggestion, automation }: Listable): string => automation?.name ?? suggestion?.title ?? "";

const byName = (a: Listable, b: Listable): number => nameOf(a).localeCompare(nameOf(b));

/** The last weeks, oldest first. */
function weeksUntil(clock: Clock, now: number): readonly Interval[] {
  const tomorrow = clock.dayOf(now) + 1;
  return Array.from({ length: WEEKS }, (_, week) => {
    const end = tomorrow - 7 * (WEEKS - 1 - week);
    return { from: clock.instantOf(end - 7, 0), to: clock.instantOf(end, 0) };
  });
}

/** Entities that it names and the home no longer has. */
function missingFrom({ config, substituted }: HomeAutomation, home: HomeSnapshot | undefined): readonly string[] {
  if (home === undefined) return [];
  return referencedEntities(substituted ?? config).filter((entityId) => !home.entities.has(entityId));
}

const isDisabled = (suggestion: Suggestion | undefined, home: HomeSnapshot | undefined): boolean =>
  home?.disabledAutomations?.has(suggestion?.haAutomationId ?? "") ?? false;
