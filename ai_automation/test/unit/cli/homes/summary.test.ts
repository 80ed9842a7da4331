import { expect } from "chai";
import { progressText } from "../../../../src/cli/homes/progress.ts";
import type { ResultLine } from "../../../../src/cli/homes/result-line.ts";
import { createSummary, showSummary } from "../../../../src/cli/homes/summary.ts";
import { aDoneLine, aFailedLine } from "./a-result.ts";

const summaryOf = (...lines: readonly ResultLine[]) => {
  const { add, summary } = createSummary();
  for (const line of lines) add(line);
  return summary();
};

const valueOf = (summary: ReturnType<typeof summaryOf>, measure: string) =>
  summary.measures.find((one) => one.measure === measure);

describe("the summary over homes", () => {
  const lines = [
    aDoneLine("a", [
      { tp: 9, fp: 1 },
      { tp: 0, fp: 0, alertsPerWeek: 1 },
    ]),
    aDoneLine("b", [{ tp: 10, fp: 20 }]),
    aDoneLine("c"),
  ];

  it("measures what is proposed over homes, with the homes that can tell", () => {
    const summary = summaryOf(...lines);
    expect(valueOf(summary, "homes with a suggestion")).to.include({ homes: 3, value: 2 / 3 });
    expect(valueOf(summary, "suggestions a home")).to.include({ homes: 3, value: 1 });
    expect(valueOf(summary, "precision P")).to.include({ homes: 2, value: 19 / 40 });
    expect(valueOf(summary, "P, mean of homes")?.value).to.be.closeTo((0.9 + 1 / 3) / 2, 1e-9);
    expect(valueOf(summary, "precision P")?.interval).to.deep.equal({ low: 1 / 3, high: 0.9 });
  });

  it("does not depend on which recording ended first", () => {
    expect(summaryOf(...lines.toReversed())).to.deep.equal(summaryOf(...lines));
  });

  it("uses the last of several results of a home", () => {
    const summary = summaryOf(aFailedLine("a", "process"), aDoneLine("a"));
    expect(summary).to.deep.include({ done: 1, failed: [], changes: 1_000 });
  });

  it("names what failed, and keeps it out of the measures", () => {
    const summary = summaryOf(...lines, aFailedLine("d"));
    expect(summary.done).to.equal(3);
    expect(valueOf(summary, "suggestions a home")?.homes).to.equal(3);
    expect(showSummary(summary)).to.match(/^3 homes, 90 days, 3000 changes, 7\.0 s of analysis\n/);
    expect(showSummary(summary)).to.contain("\n1 failed:\n  d: d: the file is empty\n");
    expect(showSummary(summary)).to.contain("precision P                    47.5% (33.3% to 90.0%), 2 homes\n");
  });

  it("can be empty", () => {
    expect(showSummary(summaryOf())).to.equal("0 homes, 0 days, 0 changes, 0.0 s of analysis\n");
  });
});

describe("progress", () => {
  const progress = { done: 3, of: 6, bytesDone: 100, bytesOf: 400, milliseconds: 20_000 };

  it("estimates the time left by the bytes that are done", () => {
    expect(progressText(progress)).to.equal("3 of 6, about 60 s left");
    expect(progressText({ ...progress, milliseconds: 200_000 })).to.equal("3 of 6, about 10 min left");
    expect(progressText({ ...progress, milliseconds: 20_000_000 })).to.equal("3 of 6, about 16.7 h left");
  });

  it("estimates nothing without bytes, or at the end", () => {
    expect(progressText({ ...progress, bytesDone: 0 })).to.equal("3 of 6");
    expect(progressText({ ...progress, done: 6, bytesDone: 400 })).to.equal("6 of 6");
  });
});
