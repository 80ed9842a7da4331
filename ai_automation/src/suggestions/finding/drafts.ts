import { pairOf } from "../../automation/pair.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { automationOf } from "../../automation/write/automation.ts";
import { changesCalls } from "../../automation/write/target-calls.ts";
import type { Candidate } from "../../habits/candidate.ts";
import type { FoundHabit, Mined } from "../../habits/mine.ts";
import { confidenceOf } from "../../habits/proof/accept.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { knownDays } from "../../history/frame/known-days.ts";
import type { HabitTarget, ReplayCounts } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import type { Alternative, Evidence, PersonShare, SuggestionDraft } from "../../model/suggestion.ts";
import { judgeAutomations } from "../../replay/judge-set.ts";
import type { World } from "../../replay/world.ts";
import { named } from "../words/alias.ts";
import type { Names } from "../words/names.ts";
import { descriptionOf, titleOf, titleOfBoth } from "../words/title.ts";
import { inPairs } from "./pairs.ts";
import { replayOne } from "./replay-one.ts";
import { usualLevels } from "./usual-levels.ts";
import { ownerOf, whoActed } from "./whose-habit.ts";

const MAX_ALTERNATIVES = 3;
/** On held-out days: a form that is wrong more often than right is none that anybody would choose. */
const MIN_ALTERNATIVE_PRECISION = 0.5;

/**
 * Turns mined habits into suggestions, best first: by confidence times actions saved per week. Two that
 * undo each other become one.
 */
export function draftSuggestions(mined: Mined, world: World, names: Names): readonly SuggestionDraft[] {
  const byOffer = Map.groupBy(mined.found, ({ members }) => members.every((one) => one.wouldBeDoneBy === null));
  const draftsOf = (isNew: boolean): readonly SuggestionDraft[] =>
    (byOffer.get(isNew) ?? []).map((habit) => draftOf(habit, world, names));
  const pairs = inPairs(draftsOf(true)).map(([draft, undoing]) =>
    undoing === undefined ? draft : joined([draft, undoing], mined, world, names),
  );
  return [...pairs, ...draftsOf(false)].sort((a, b) => valueOf(b) - valueOf(a) || a.title.localeCompare(b.title));
}

/** One suggestion for two habits. Each half can be chosen alone. */
function joined(
  halves: readonly [SuggestionDraft, SuggestionDraft],
  mined: Mined,
  world: World,
  names: Names,
): SuggestionDraft {
  const [first, second] = halves;
  const { learn } = mined;
  // If one half has just begun, the days before would show both as wrong.
  const heldOut = { ...mined.heldOut, from: Math.max(...halves.map(({ replay }) => replay.from)) };
  const title = titleOfBoth(first.title, second.title, names);
  const learned = sumCounts(halves.map(({ evidence }) => evidence.learned));
  const tested = sumCounts(halves.map(({ replay }) => replay));
  const people = sumShares(halves.flatMap(({ evidence }) => evidence.people));
  const owner = world.frame.hands.users.names.length > 1 ? ownerOf(people) : undefined;
  const facts = {
    ...factsOf(learned, tested, knownDays(world.frame, { from: learn.from, to: heldOut.to })),
    owner: owner ?? null,
  };
  const description = descriptionOf(facts, names);
  const automation = named(pairOf([first.automation, second.automation], { alias: title, description }), names);
  return {
    ...first,
    targets: [...first.targets, ...second.targets],
    title,
    description,
    automation,
    confidence: Math.min(first.confidence, second.confidence),
    evidence: {
      actions: [...first.evidence.actions, ...second.evidence.actions].sort((a, b) => a - b),
      learned,
      levels: [...first.evidence.levels, ...second.evidence.levels],
      people,
      facts,
    },
    replay: replayOne(automation, world, heldOut),
    alternatives: halves.map((half) => ({ title: half.title, automation: half.automation, replay: half.replay })),
    halves,
  };
}

function sumShares(shares: readonly PersonShare[]): readonly PersonShare[] {
  return [...Map.groupBy(shares, ({ userId }) => userId)]
    .map(([userId, own]) => ({ userId, times: own.reduce((sum, { times }) => sum + times, 0) }))
    .sort((a, b) => b.times - a.times || a.userId.localeCompare(b.userId));
}

const valueOf = (draft: SuggestionDraft): number => draft.confidence * draft.replay.savedPerWeek;

function draftOf(habit: FoundHabit, world: World, names: Names): SuggestionDraft {
  const { frame } = world;
  const { learn, heldOut } = habit;
  const targets = habit.members.map(({ rule }) => targetOf(rule.candidate, frame));
  const learnedCounts = sumCounts(habit.members.map(({ rule }) => rule.learned));
  const heldOutCounts = sumCounts(habit.members.map(({ rule }) => rule.heldOut));
  const unnamed = automationOf(habit, targets, UNNAMED);
  const { actions, levels, people } = manualEvidence(unnamed, targets, world, learn, heldOut);
  const title = titleOf(habit, targets, names, levels);
  const owner = frame.hands.users.names.length > 1 ? ownerOf(people) : undefined;
  const facts = {
    ...factsOf(learnedCounts, heldOutCounts, knownDays(frame, { from: learn.from, to: heldOut.to })),
    owner: owner ?? null,
    off: habit.members.flatMap(({ wouldBeDoneBy }) => wouldBeDoneBy ?? []).at(0) ?? null,
  };
  const description = descriptionOf(facts, names);
  const automation = named(automationOf(habit, targets, { alias: title, description }, levels), names);
  return {
    patternType: habit.members[0]!.rule.candidate.patternType,
    trigger: habit.trigger,
    targets,
    title,
    description,
    automation,
    confidence: Math.min(...habit.members.map((member) => confidenceOf(member.rule))),
    evidence: {
      actions,
      learned: learnedCounts,
      levels,
      people,
      facts,
      ...(facts.off === null ? {} : { wouldBeDoneBy: facts.off }),
    },
    replay: replayOne(automation, world, heldOut),
    alternatives: alternativesOf(habit, frame, names),
  };
}

const factsOf = ({ tp: learned }: ReplayCounts, { tp, fp }: ReplayCounts, days: number) =>
  ({ kind: "habit", days, times: learned + tp, right: tp, of: tp + fp, owner: null, off: null }) as const;

const UNNAMED = { alias: "", description: "" };

/** Manual actions that the automation explains: their times on the learning days, and their levels and people on all days. */
function manualEvidence(
  automation: SuggestionDraft["automation"],
  targets: readonly HabitTarget[],
  world: World,
  learn: Interval,
  heldOut: Interval,
): Pick<Evidence, "actions" | "levels" | "people"> {
  const explained = judgeAutomations(world, [parseAutomation(automation)], { from: learn.from, to: heldOut.to })
    .filter(({ outcome }) => outcome === "tp")
    .sort((a, b) => a.actedAt - b.actedAt);
  return {
    actions: explained.filter(({ at }) => at < learn.to).map(({ actedAt }) => actedAt),
    people: whoActed(world.frame, explained),
    levels: targets.flatMap(({ entityId, state }) => {
      const actedAt = explained.filter((one) => one.entityId === entityId).map((one) => one.actedAt);
      return usualLevels(world.frame, entityId, actedAt).filter((level) => changesCalls(entityId, state, level));
    }),
  };
}

function alternativesOf(habit: FoundHabit, frame: Frame, names: Names): readonly Alternative[] {
  const [member] = habit.members;
  if (member === undefined || habit.members.length > 1) return [];
  const worthwhile = member.runnersUp.filter(
    ({ heldOut: { tp, fp } }) => tp > 0 && tp >= MIN_ALTERNATIVE_PRECISION * (tp + fp),
  );
  return worthwhile.slice(0, MAX_ALTERNATIVES).map(({ candidate, heldOut }) => {
    const targets = [targetOf(candidate, frame)];
    const title = titleOf(candidate, targets, names);
    return {
      title,
      automation: named(automationOf(candidate, targets, { alias: title, description: "" }), names),
      replay: heldOut,
    };
  });
}

const targetOf = ({ series }: Candidate, frame: Frame): HabitTarget => ({
  entityId: frame.entities.names[series.entity]!,
  state: frame.states.names[series.state]!,
});

function sumCounts(counts: readonly ReplayCounts[]): ReplayCounts {
  const sum = (of: (one: ReplayCounts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    tp: sum((one) => one.tp),
    fp: sum((one) => one.fp),
    noop: sum((one) => one.noop),
    duplicates: sum((one) => one.duplicates),
    saved: sum((one) => one.saved),
    days: Math.max(0, ...counts.map((one) => one.days)),
  };
}
