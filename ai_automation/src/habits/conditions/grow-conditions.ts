import type { HabitCondition, HabitTrigger } from "../../model/habit.ts";
import { FP, judgeFires, TP, type FireColumns } from "../../replay/match.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { entitiesOf, type Candidate, type MiningContext } from "../candidate.ts";
import { leastHits, narrow, type Literal, type LiteralSource } from "./literal.ts";
import { memoryLiterals } from "./memory-literals.ts";
import { numericLiterals } from "./numeric-literals.ts";
import { wholeOf, type Part, type Sample } from "./sample.ts";
import { quietLiterals, stateLiterals } from "./state-literals.ts";
import { daysLiterals, hoursLiterals, sunLiterals } from "./time-literals.ts";

/** 97% of the rules that people accepted have at most two conditions (Trace2TAP, IMWUT 4, 2020). */
const MAX_CONDITIONS = 2;
/** Rules below this precision on the sample are not replayed. */
const MIN_PRECISION = 0.4;
/** Conditions are searched on at most this many of the newest fires. The rule is judged on all of them. */
export const MAX_SAMPLE = 1_000;
/** The number of first conditions that are extended by a second one. */
const BREADTH = 5;
/** Maximum p-value of a condition, corrected for all conditions tried (Bonferroni). */
const SIGNIFICANCE = 0.05;
/**
 * The cost of a false positive, in true positives, when spans and thresholds are chosen. The sample's ratio is tried
 * too.
 */
const FALSE_COST = 2;
/** A set of conditions to replay, and the number of hypotheses tried to find it. */
export interface Growth {
  readonly conditions: readonly HabitCondition[];
  readonly tried: number;
}

/** Finds the one or two conditions that best separate a rule's true positives from its false ones. */
export function growConditions(base: Candidate, fires: FireColumns, context: MiningContext): readonly Growth[] {
  const given = base.conditions;
  const room = MAX_CONDITIONS - given.length;
  if (room < 1) return [];
  const sample = sampleOf(base, fires, context);
  const sources = sourcesFor(base.trigger, base.series.entity, sample, context);
  const whole = wholeOf(sample);
  const grown = firstLiterals(sources, whole).flatMap(({ literal, tried }): readonly Sized[] => {
    const first = { ...sizeOf(literal), conditions: [literal.condition], tried };
    const second = room < 2 ? undefined : bestSecond(sources, narrow(whole, literal), literal);
    if (second === undefined) return [first];
    const conditions = [literal.condition, second.literal.condition];
    return [first, { ...sizeOf(second.literal), conditions, tried: tried * second.tried }];
  });
  return withoutRepeats(grown.filter(({ precision }) => precision >= MIN_PRECISION)).map(({ conditions, tried }) => ({
    conditions: [...given, ...conditions],
    tried,
  }));
}

interface Sized extends Growth {
  readonly precision: number;
}

const sizeOf = ({ tp, fp }: Literal): { precision: number } => ({ precision: tp / (tp + fp) });

/** The same pair of conditions can be found in either order. */
function withoutRepeats(grown: readonly Sized[]): readonly Sized[] {
  const byKey = new Map(
    grown.map((one) => [
      one.conditions
        .map((condition) => JSON.stringify(condition))
        .sort()
        .join(),
      one,
    ]),
  );
  return [...byKey.values()];
}

function sampleOf({ series }: Candidate, fires: FireColumns, context: MiningContext): Sample {
  const { frame, learn, sampleColumns, rowIndex } = context;
  const newest = { at: new Float64Array(MAX_SAMPLE), isHit: new Uint8Array(MAX_SAMPLE) };
  let decided = 0;
  judgeFires(frame, series, fires, (fire, outcome) => {
    const at = fires.at[fire]!;
    if (at < learn.from || at >= learn.to || (outcome !== TP && outcome !== FP)) return;
    newest.at[decided % MAX_SAMPLE] = at;
    newest.isHit[decided % MAX_SAMPLE] = outcome === TP ? 1 : 0;
    decided += 1;
  });
  const length = Math.min(decided, MAX_SAMPLE);
  const place = (index: number): number => (decided - length + index) % MAX_SAMPLE;
  const at = new Float64Array(length);
  const isHit = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    at[index] = newest.at[place(index)]!;
    isHit[index] = newest.isHit[place(index)]!;
  }
  return { at, isHit, column: sampleColumns.ofLength(length), rowIndex };
}

function sourcesFor(
  trigger: HabitTrigger,
  target: number,
  sample: Sample,
  context: MiningContext,
): readonly LiteralSource[] {
  const { world, frame, facts, nearby } = context;
  const isClock = trigger.kind === "clock" || trigger.kind === "sun";
  const own = entitiesOf(trigger);
  const lasts = facts[target]!.role !== "event";
  return [
    ...nearby.memorable(own, target).map((one) => memoryLiterals(sample, frame, one)),
    ...(isClock ? [] : [hoursLiterals(sample, frame)]),
    ...(isClock || !lasts ? [] : [quietLiterals(sample, frame, facts[target]!)]),
    ...(trigger.kind === "sun" ? [] : [sunLiterals(sample, world)]),
    ...(trigger.kind === "clock" ? [] : [daysLiterals(sample, frame)]),
    ...nearby
      .surroundings(own, target)
      .map((one) => (one.role === "value" ? numericLiterals(sample, frame, one) : stateLiterals(sample, frame, one))),
  ];
}

interface Found {
  readonly literal: Literal;
  readonly tried: number;
}

function firstLiterals(sources: readonly LiteralSource[], whole: Part): readonly Found[] {
  const literals = allLiterals(sources, whole);
  const gaining = [...literals].sort((a, b) => gainOf(b, whole) - gainOf(a, whole));
  const found: Found[] = [];
  for (const literal of gaining) {
    if (found.length === BREADTH) break;
    if (isSignificant(literal, whole, literals.length)) found.push({ literal, tried: literals.length });
  }
  return found;
}

/** The second condition with the most valuable rule; undefined if none is a significant improvement. */
function bestSecond(sources: readonly LiteralSource[], part: Part, first: Literal): Found | undefined {
  const literals = allLiterals(sources, part).filter(({ condition }) => !isAbout(condition, first.condition));
  const worth = ({ tp, fp }: Literal): number => tp - FALSE_COST * fp;
  const best = [...literals]
    .sort((a, b) => worth(b) - worth(a) || gainOf(b, part) - gainOf(a, part))
    .slice(0, BREADTH)
    .find(
      (literal) => worth(literal) > part.tp - FALSE_COST * part.fp && isSignificant(literal, part, literals.length),
    );
  return best === undefined ? undefined : { literal: best, tried: literals.length };
}

function allLiterals(sources: readonly LiteralSource[], part: Part): readonly Literal[] {
  const minHits = leastHits(part);
  const ratio = part.fp === 0 ? FALSE_COST : part.tp / part.fp;
  return sources
    .flatMap((source) => source(part, [FALSE_COST, ratio]))
    .filter(({ tp, fp }) => tp >= minHits && fp < part.fp);
}

/** The information gain of a condition (FOIL: Quinlan, Machine Learning 5, 1990). */
function gainOf({ tp, fp }: Literal, whole: Part): number {
  return tp * (Math.log2((tp + 0.5) / (tp + fp + 1)) - Math.log2((whole.tp + 0.5) / (whole.tp + whole.fp + 1)));
}

function isSignificant({ tp, fp }: Literal, whole: Part, tried: number): boolean {
  return binomialTail(tp, tp + fp, whole.tp / (whole.tp + whole.fp)) * tried <= SIGNIFICANCE;
}

function isAbout(a: HabitCondition, b: HabitCondition): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "state" && b.kind === "state") return a.entityIds.join() === b.entityIds.join();
  if (a.kind === "numeric" && b.kind === "numeric") return a.entityId === b.entityId;
  if (a.kind === "recent" && b.kind === "recent") return a.entityId === b.entityId;
  return true;
}
