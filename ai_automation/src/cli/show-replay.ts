import type { ReplayReport, RuleReport } from "../replay/report.ts";
import type { Range } from "../statistics/bootstrap.ts";
import { reasonTexts } from "../suggestions/words/reason-text.ts";
import { measuresDocument } from "./measures-document.ts";

/** The readable report: a line per automation, then the set's measures with 95% intervals. */
export function showReplay({ rules, measures, intervals, total, days }: ReplayReport): string {
  const lines = rules.map((rule) => `${rule.verdict.padEnd(11)} ${countsOf(rule)}  ${rule.alias}`);
  const share = (value: number | null, range: Range | null): string =>
    value === null
      ? "none"
      : `${percent(value)}${range === null ? "" : ` (${percent(range.low)} to ${percent(range.high)})`}`;
  const number = (value: number, range: Range | null): string =>
    `${value.toFixed(2)}${range === null ? "" : ` (${range.low.toFixed(2)} to ${range.high.toFixed(2)})`}`;
  const verdicts = ["good", "bad", "undecided", "idle"].map(
    (verdict) => `${rules.filter((rule) => rule.verdict === verdict).length} ${verdict}`,
  );
  const understood = UNDERSTANDINGS.map(
    ([understanding, words]) => `${rules.filter((rule) => rule.understanding === understanding).length} ${words}`,
  );
  return [
    ...lines,
    "",
    `${rules.length} automations over ${days} days: ${verdicts.join(", ")}`,
    `understood: ${understood.join(", ")}`,
    aimsOf(rules),
    `TP ${total.tp}, FP ${total.fp}, NOOP ${total.noop}, duplicates ${total.duplicates}, saved ${total.saved}, N ${total.actions}`,
    `precision P   ${share(measures.precision, intervals.precision)}`,
    `coverage C    ${share(measures.coverage, intervals.coverage)}`,
    `saved S       ${share(measures.saved, intervals.saved)}`,
    `FP per day    ${number(measures.falsePerDay, intervals.falsePerDay)}`,
    `net2 per week ${number(measures.netPerWeek, intervals.netPerWeek)}`,
    "",
  ].join("\n");
}

const UNDERSTANDINGS = [
  ["in_full", "in full"],
  ["in_part", "in part"],
  ["not", "by their runs only"],
] as const;

/** Of how many automations that act it is known what starts them and what they act on. */
function aimsOf(rules: readonly RuleReport[]): string {
  const acting = rules.filter(({ aim }) => aim !== null);
  const read = (wanted: RuleReport["aim"]): number =>
    acting.filter(({ aim, hasTrigger }) => aim === wanted && hasTrigger).length;
  return `of ${acting.length} that act: trigger and entities read ${read("entities")}, trigger read and no target ${read("no_entity")}`;
}

function countsOf({ tally, precision, alertsPerWeek, unsupported }: RuleReport): string {
  if (unsupported.length > 0) return `not replayed: ${reasonTexts(unsupported, "en").join("; ")}`;
  if (alertsPerWeek !== null) return `${alertsPerWeek.toFixed(1)} alerts a week`;
  const right = precision === null ? "    -" : percent(precision).padStart(6);
  return `${right}  TP ${tally.tp} FP ${tally.fp} NOOP ${tally.noop} dup ${tally.duplicates} saved ${tally.saved}`;
}

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;

export function replayDocument({ rules, measures, intervals, total, days, interval }: ReplayReport): object {
  return {
    from: new Date(interval.from).toISOString(),
    to: new Date(interval.to).toISOString(),
    days,
    ...total,
    ...measuresDocument(measures),
    intervals: measuresDocument(intervals),
    automations: rules.map(({ alias, verdict, tally, precision, alertsPerWeek, unsupported, understanding }) => ({
      alias,
      verdict,
      ...tally,
      precision,
      alerts_per_week: alertsPerWeek,
      understanding,
      unsupported: reasonTexts(unsupported, "en"),
    })),
  };
}
