import { ratioOverHomes, type OverHomes } from "../../evaluation/over-homes.ts";
import { figuresOf, type Figure } from "./figures.ts";
import type { FailedLine, ResultLine } from "./result-line.ts";

interface SummarisedMeasure extends OverHomes, Pick<Figure, "group" | "measure" | "unit"> {}

export interface Summary {
  readonly done: number;
  readonly changes: number;
  readonly days: number;
  /** Of all analyses, by their own clocks. */
  readonly seconds: number;
  readonly measures: readonly SummarisedMeasure[];
  readonly failed: readonly Pick<FailedLine, "home" | "error">[];
}

/** Collects results; of several for a home, the last one counts. */
export interface SummaryBuilder {
  readonly add: (line: ResultLine) => void;
  readonly summary: () => Summary;
}

export function createSummary(): SummaryBuilder {
  const homes = new Map<string, HomeFigures>();
  return {
    add: (line) => void homes.set(line.home, homeFiguresOf(line)),
    // In the order of the homes' names, so that the draws of the bootstrap do not depend on which ended first.
    summary: () => summaryOf([...homes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figures]) => figures)),
  };
}

type HomeFigures =
  | { readonly kind: "failed"; readonly home: string; readonly error: string; readonly seconds: number }
  | {
      readonly kind: "done";
      readonly changes: number;
      readonly days: number;
      readonly seconds: number;
      readonly figures: readonly Figure[];
    };

const homeFiguresOf = (line: ResultLine): HomeFigures =>
  line.state === "failed"
    ? { kind: "failed", home: line.home, error: line.error, seconds: line.seconds }
    : { kind: "done", changes: line.changes, days: line.days, seconds: line.seconds, figures: figuresOf(line) };

function summaryOf(homes: readonly HomeFigures[]): Summary {
  const done = homes.filter((home) => home.kind === "done");
  const failed = homes.filter((home) => home.kind === "failed");
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return {
    done: done.length,
    changes: total(done.map(({ changes }) => changes)),
    days: total(done.map(({ days }) => days)),
    seconds: total(homes.map(({ seconds }) => seconds)),
    measures: measuresOf(done.flatMap(({ figures }) => figures)),
    failed: failed.map(({ home, error }) => ({ home, error })),
  };
}

function measuresOf(figures: readonly Figure[]): readonly SummarisedMeasure[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = JSON.stringify([figure.group, figure.measure]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [figure]);
    else known.push(figure);
  }
  return [...groups.values()].map((ofHomes) => {
    const { group, measure, unit } = ofHomes[0]!;
    return { group, measure, unit, ...ratioOverHomes(ofHomes) };
  });
}

export const summaryDocument = ({ measures, failed, ...totals }: Summary): object => ({
  ...totals,
  measures: measures.map(({ group, measure, homes, value, interval }) => ({ group, measure, homes, value, interval })),
  failed,
});

const SHOWN_FAILURES = 20;

/** The readable summary: totals, then each group's measures with 95% intervals over homes, then what failed. */
export function showSummary({ done, changes, days, seconds, measures, failed }: Summary): string {
  const groups = [...new Set(measures.map(({ group }) => group))];
  return [
    `${done} homes, ${days} days, ${changes} changes, ${seconds.toFixed(1)} s of analysis`,
    ...groups.flatMap((group) => ["", group, ...rowsOf(measures.filter((one) => one.group === group))]),
    ...(failed.length === 0 ? [] : ["", `${failed.length} failed:`]),
    ...failed.slice(0, SHOWN_FAILURES).map(({ home, error }) => `  ${home}: ${error}`),
    ...(failed.length > SHOWN_FAILURES ? [`  and ${failed.length - SHOWN_FAILURES} more`] : []),
    "",
  ].join("\n");
}

function rowsOf(measures: readonly SummarisedMeasure[]): readonly string[] {
  const width = Math.max(...measures.map(({ measure }) => measure.length));
  return measures.map(({ measure, homes, value, interval, unit }) => {
    const text = (number: number): string => (unit === "share" ? `${(number * 100).toFixed(1)}%` : number.toFixed(2));
    const range = interval === null ? "" : ` (${text(interval.low)} to ${text(interval.high)})`;
    return `  ${measure.padEnd(width)}  ${value === null ? "none" : `${text(value)}${range}`}, ${homes} ${homes === 1 ? "home" : "homes"}`;
  });
}
