import { expect } from "chai";
import { createUndisturbedAnalysis } from "../../../../src/suggestions/finding/undisturbed-analysis.ts";
import type { AnalysisOutput } from "../../../../src/suggestions/miner.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";

const OUTPUT: AnalysisOutput = {
  drafts: [],
  nearMisses: [],
  selfActing: [],
  unusual: { away: [], crowded: [], paused: [], unrecorded: [] },
  obstacle: null,
  changes: 0,
  interval: { from: 0, to: 1 },
  seconds: 0,
};

describe("an analysis while entities are renamed", () => {
  const run = async (renames: number) => {
    let revision = 0;
    let analyses = 0;
    let stored = 0;
    const analyse = createUndisturbedAnalysis({
      home: { snapshot: () => SNAPSHOT },
      miner: {
        analyse: async () => {
          analyses += 1;
          if (analyses <= renames) revision += 1;
          return OUTPUT;
        },
      },
      runs: { changesOfAutomations: async () => [] },
      identities: { revision: () => revision, undisturbed: (work) => work(), currentIds: (id) => [id] },
      contradictions: { list: () => [] },
      phones: async () => [],
      pauses: () => [],
    });
    const done = analyse(
      () => undefined,
      new AbortController().signal,
      undefined,
      async () => (stored += 1),
    );
    const failure = await done.then(
      () => null,
      (error: unknown) => String(error),
    );
    return { analyses, stored, failure };
  };

  it("is stored if nothing was renamed", async () => {
    expect(await run(0)).to.deep.equal({ analyses: 1, stored: 1, failure: null });
  });

  it("is made once more if something was renamed, and only the last one is stored", async () => {
    expect(await run(1)).to.deep.equal({ analyses: 2, stored: 1, failure: null });
  });

  it("gives up if renames do not end", async () => {
    const { analyses, stored, failure } = await run(99);
    expect([analyses, stored]).to.deep.equal([3, 0]);
    expect(failure).to.contain("renamed again and again");
  });
});
