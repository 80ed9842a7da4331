import type { Plan } from "../automation/plan.ts";
import { serviceFor } from "../automation/services.ts";
import type { Frame } from "../history/frame/frame.ts";
import { allActionSeries, type ActionSeries } from "../history/frame/lookup.ts";
import type { Evidence } from "../history/machines/evidence.ts";
import { isActuator } from "../model/domains.ts";
import type { HabitCondition, HabitTrigger } from "../model/habit.ts";
import type { OnProgress } from "../model/progress.ts";
import type { SelfActing } from "../model/self-acting.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import { lowerBound } from "../statistics/search.ts";
import { planOf, type MiningContext } from "./candidate.ts";
import { alignGestures } from "./choice/align.ts";
import { automatedAlready } from "./choice/already-automated.ts";
import { chooseRules } from "./choice/choose.ts";
import { conflictWith } from "./choice/contradictions.ts";
import { createExistingAutomations, type Existing, type ExistingAutomations } from "./choice/existing.ts";
import { isNamedAs, mayBeNamed } from "./choice/named-machines.ts";
import { nearMissesOf, type NearMiss, type RefusedBegun } from "./choice/near-misses.ts";
import type { Reason, Refused } from "./choice/refused.ts";
import { runnersUpOf } from "./choice/runners-up.ts";
import { withToggles } from "./choice/toggles.ts";
import { newestOf, prepare } from "./context.ts";
import { learnedHistory, type LearningOptions } from "./learned-history.ts";
import { MIN_HIT_DAYS, shortfallOf, shortfallsOfChance } from "./proof/accept.ts";
import { hasBegun, isOfNewest, shortfallOfBegun } from "./proof/begun.ts";
import type { Scored } from "./proof/score.ts";
import { startsRisks } from "./risky-starts.ts";
import { exploreSplits, inSilence, SEARCHED_SHARE } from "./search.ts";
import type { UnusualDays } from "./unusual-days.ts";
import { withheldFrom, type Withheld } from "./withheld.ts";

/** Fewer actions than this cannot reach the true positives required for acceptance. */
const MIN_ACTIONS = 4;

export interface MiningOptions extends LearningOptions {
  /** The existing automations. What they do is not offered. */
  readonly existing: readonly Existing[];
  readonly isMinable: (entityId: string) => boolean;
  /** Whether an automation may control the entity without asking: never a garage door, for example. */
  readonly mayActOn: (entityId: string) => boolean;
  /** The area of an entity, null where it is not known. */
  readonly areaOf: (entityId: string) => string | null;
  /** Home Assistant's device class of an entity, null where it is not known. */
  readonly deviceClassOf: (entityId: string) => string | null;
  readonly onProgress?: OnProgress;
}

/** Habits that make one automation: the same trigger and conditions, with all entities that follow them. */
export interface FoundHabit {
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly members: readonly FoundMember[];
  /** The days on which it was learned and tested: the newest ones only if it has just begun. */
  readonly learn: Interval;
  readonly heldOut: Interval;
}

interface FoundMember {
  readonly rule: Scored;
  /** Other forms of the same habit, best first. They may not meet the acceptance criteria. */
  readonly runnersUp: readonly Scored[];
  /** The alias of an automation that is off and would do this, or null. */
  readonly wouldBeDoneBy: string | null;
}

export interface Mined {
  /** The history as mined, with the changes of machines attributed to automations. */
  readonly frame: Frame;
  readonly found: readonly FoundHabit[];
  /** The closest candidates, for entities and states without an accepted habit. */
  readonly nearMisses: readonly NearMiss[];
  /** What already happens by itself, most frequent first. */
  readonly selfActing: readonly SelfActing[];
  /** Days that were not learned from. */
  readonly unusual: UnusualDays;
  /** Manual actions that are never suggested, whatever they follow. */
  readonly withheld: readonly Withheld[];
  /** Whether an actuator only repeats others, as a group does. */
  readonly isDerived: (entityId: string) => boolean;
  /** Why nothing can be found in this home at all; null if something could be. */
  readonly obstacle: Obstacle | null;
  readonly learn: Interval;
  readonly heldOut: Interval;
}

/** A reason why no habit can be found in a home at all. */
export type Obstacle =
  | { readonly kind: "too_little_history"; readonly has: number; readonly needs: number }
  | { readonly kind: "no_actuators" }
  | { readonly kind: "nothing_done_by_hand" }
  /** So many manual actions on so many devices follow nothing that was tried. */
  | { readonly kind: "no_pattern"; readonly times: number; readonly devices: number };

/** Mines the habits of a home from its whole history. Deterministic. */
export function mineHabits(recorded: Frame, home: MiningOptions): Mined {
  const { evidence, frame, unusual } = learnedHistory(recorded, home);
  const isDerived = (entityId: string): boolean => evidence.derived.has(frame.entities.find(entityId) ?? -1);
  const options = { ...home, mayActOn: mayActOnAll(evidence, home) };
  const selfActing = evidence.machines.filter((one) => !isDerived(one.target.entityId) && mayBeNamed(one, home));
  const context = prepare({ ...evidence, frame }, frame.missingDays, options);
  const { learn, heldOut } = context;
  const obstacle = obstacleOf(context, options);
  const common = { frame, isDerived, selfActing, withheld: withheldFrom(frame, options), unusual, learn, heldOut };
  if (obstacle !== null) return { ...common, found: [], nearMisses: [], obstacle };
  const all = allActionSeries(frame);
  const series = seriesToMine(all, context, options);
  const explored = exploreSplits(series, context, options.onProgress ?? inSilence);
  const automations = createExistingAutomations(options.existing, context);
  const { accepted, refused } = assess(explored, context, options.existing, automations);
  options.onProgress?.(SEARCHED_SHARE, "choosing the best");
  const picked = groupBySeries(accepted).flatMap((forms) => chooseRules(forms, context));
  const isAcceptable = (one: Scored): boolean =>
    assess([one], context, options.existing, automations).accepted.length > 0;
  const aligned = alignGestures(picked, series, context, isAcceptable);
  const begun = mineBegun(aligned, all, context, options, automations);
  const { agreeing, conflicting } = withoutContradictions([...aligned, ...begun.rules], context, options.existing);
  const found = new Set(agreeing.map(({ candidate }) => candidate.series));
  const near = nearMissesOf(
    { refused: [...refused, ...conflicting], context },
    begun.refused,
    (series) => found.has(series),
    automations,
  );
  return {
    ...common,
    found: mergeByTrigger(
      agreeing.map((rule) => ({
        rule,
        ...(begun.rules.includes(rule)
          ? { runnersUp: runnersUpOf(rule, begun.explored), learn: begun.learn, heldOut: begun.heldOut }
          : { runnersUp: runnersUpOf(rule, explored), learn, heldOut }),
        wouldBeDoneBy: automations.wouldBeDoneBy(rule)?.alias ?? null,
      })),
    ),
    nearMisses: near.filter((one) => !selfActing.some((machine) => isNamedAs(one, machine))),
    obstacle: found.size === 0 && near.length === 0 ? noPatternIn([...new Set([...series, ...begun.series])]) : null,
  };
}

interface Begun extends Pick<MiningContext, "learn" | "heldOut"> {
  readonly series: readonly ActionSeries[];
  readonly rules: readonly Scored[];
  /** All forms that were tried. */
  readonly explored: readonly Scored[];
  /** What came close there. */
  readonly refused: RefusedBegun | undefined;
}

/** Habits that the newest days alone prove and no earlier day could: those that are new, or of new devices. */
function mineBegun(
  known: readonly Scored[],
  all: readonly ActionSeries[],
  context: MiningContext,
  options: MiningOptions,
  automations: ExistingAutomations,
): Begun {
  const newest = newestOf(context);
  if (newest === undefined)
    return { series: [], rules: [], explored: [], refused: undefined, learn: context.learn, heldOut: context.heldOut };
  const series = seriesToMine(all, newest, options);
  const explored = exploreSplits(series, newest, inSilence);
  const { accepted, refused } = assess(explored, newest, options.existing, automations);
  const unsure = accepted.flatMap((scored) => {
    const reason = shortfallOfBegun(scored);
    return reason === undefined ? [] : [{ scored, reason }];
  });
  const rules = groupBySeries(accepted.filter((one) => hasBegun(one, context, newest.whole))).flatMap((forms) => {
    const { series } = forms[0]!.candidate;
    return chooseRules(
      forms,
      newest,
      known.filter(({ candidate }) => candidate.series === series),
    );
  });
  const isNew = (one: Scored): boolean => isOfNewest(one, context, newest.whole);
  return {
    series,
    rules,
    explored,
    refused: { refused: [...refused, ...unsure], context: newest, isNew },
    learn: newest.learn,
    heldOut: newest.heldOut,
  };
}

function obstacleOf(context: MiningContext, options: MiningOptions): Obstacle | null {
  const { frame, whole, silentDays } = context;
  const has = frame.times.length === 0 ? 0 : Math.round((whole.to - whole.from) / DAY) - silentDays.size;
  const actuators = frame.entities.names.filter(
    (entityId) => isActuator(entityId) && options.isMinable(entityId) && options.mayActOn(entityId),
  );
  if (has > 0 && actuators.length === 0) return { kind: "no_actuators" };
  if (has < MIN_HIT_DAYS) return { kind: "too_little_history", has, needs: MIN_HIT_DAYS };
  const all = allActionSeries(frame);
  const isDoneByHand = [context, newestOf(context) ?? context].some(
    (one) => seriesToMine(all, one, options).length > 0,
  );
  return isDoneByHand ? null : { kind: "nothing_done_by_hand" };
}

const noPatternIn = (series: readonly ActionSeries[]): Obstacle => ({
  kind: "no_pattern",
  times: series.reduce((sum, { actions }) => sum + actions.length, 0),
  devices: new Set(series.map(({ entity }) => entity)).size,
});

/** Separates candidates that are proven and new from the others, with the reason. */
function assess(
  scored: readonly Scored[],
  context: MiningContext,
  existing: readonly Existing[],
  automations: ExistingAutomations,
): { readonly accepted: readonly Scored[]; readonly refused: readonly Refused[] } {
  const judged = scored.map((one) => ({ scored: one, reason: shortfallOf(one) }));
  const right = judged.filter(({ reason }) => reason === undefined).map((one) => one.scored);
  const shortOfChance = shortfallsOfChance(right, context);
  const accepted: Scored[] = [];
  const refused: Refused[] = [];
  for (const { scored: one, reason: shortfall } of judged) {
    const short = shortfall ?? shortOfChance.get(one);
    const reason: Reason | undefined = short ?? automatedAlready(one, existing, automations, context);
    if (reason === undefined) accepted.push(one);
    else refused.push({ scored: one, reason });
  }
  return { accepted, refused };
}

/** Leaves out rules that would conflict with existing automations or with more valuable rules. */
function withoutContradictions(
  rules: readonly Scored[],
  context: MiningContext,
  existing: readonly Existing[],
): { readonly agreeing: readonly Scored[]; readonly conflicting: readonly Refused[] } {
  const agreeing: Scored[] = [];
  const conflicting: Refused[] = [];
  const plans = existing.filter(({ isOff = false }) => !isOff);
  const savedBy = (group: readonly Scored[]): number => group.reduce((sum, { whole }) => sum + whole.saved, 0);
  for (const group of [...withToggles(rules, context.frame)].sort((a, b) => savedBy(b) - savedBy(a))) {
    const plan = planOfAll(group, context.frame);
    const other = conflictWith(plan, plans, context);
    if (other === undefined) {
      agreeing.push(...group);
      plans.push(plan);
    } else {
      for (const scored of group) conflicting.push({ scored, reason: { kind: "contradicts", other: other.alias } });
    }
  }
  return { agreeing: rules.filter((rule) => agreeing.includes(rule)), conflicting };
}

/** One automation for rules with the same trigger and conditions. */
function planOfAll(rules: readonly Scored[], frame: Frame): Plan {
  const plans = rules.map(({ candidate }) => planOf(candidate, frame));
  return { ...plans[0]!, effects: plans.flatMap(({ effects }) => effects) };
}

/** Acting on a group is acting on its members. */
const mayActOnAll =
  ({ sourcesOf }: Evidence, { mayActOn }: MiningOptions): MiningOptions["mayActOn"] =>
  (entityId) =>
    [entityId, ...sourcesOf(entityId)].every(mayActOn);

function seriesToMine(
  all: readonly ActionSeries[],
  { frame, learn }: MiningContext,
  options: MiningOptions,
): readonly ActionSeries[] {
  return all.filter((series) => {
    const { entity, state, actions } = series;
    const entityId = frame.entities.names[entity]!;
    if (!options.isMinable(entityId) || !options.mayActOn(entityId)) return false;
    if (serviceFor(entityId, frame.states.names[state]!) === undefined) return false;
    if (startsRisks(series, frame, options.mayActOn)) return false;
    return lowerBound(actions, learn.to) - lowerBound(actions, learn.from) >= MIN_ACTIONS;
  });
}

function groupBySeries(scored: readonly Scored[]): readonly (readonly Scored[])[] {
  return [...Map.groupBy(scored, ({ candidate }) => candidate.series).values()];
}

function mergeByTrigger(
  chosen: readonly (FoundMember & Pick<FoundHabit, "learn" | "heldOut">)[],
): readonly FoundHabit[] {
  const groups = Map.groupBy(chosen, ({ rule: { candidate }, learn }) =>
    JSON.stringify([candidate.trigger, candidate.conditions, learn.from]),
  );
  return [...groups.values()].map((members) => {
    const { rule, learn, heldOut } = members[0]!;
    const { trigger, conditions } = rule.candidate;
    return { trigger, conditions, members, learn, heldOut };
  });
}
