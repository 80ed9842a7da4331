import { expect } from "chai";
import { createAnalysisStore } from "../../../src/store/analysis-store.ts";
import { migrate, openDatabase, rollBack } from "../../../src/store/connection.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import type { AnalysisStore } from "../../../src/suggestions/ports.ts";
import { aDraft } from "../../support/a-draft.ts";
import { anAnalysis, aReportedNearMiss, aReportedSelfActing } from "../../support/a-near-miss.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const EMPTY = anAnalysis({
  changes: 0,
  suggestions: 0,
  history: null,
  obstacle: { kind: "too_little_history", text: "21 more days", has: 0, needs: 21 },
  nearMisses: [],
  selfActing: [],
  unusual: { away: [], crowded: [], paused: [], unrecorded: [] },
});

describe("analysis store", () => {
  let home: TemporaryDatabase;
  let store: AnalysisStore;
  beforeEach(async () => {
    home = await temporaryDatabase();
    store = createAnalysisStore(home.database);
  });
  afterEach(() => home.remove());

  it("is empty before the first analysis", async () => {
    expect(await store.last()).to.equal(undefined);
  });

  it("returns what was stored, with near misses and the obstacle", async () => {
    const reason = {
      kind: "already_automated",
      text: "x does this",
      has: null,
      needs: null,
      by: "automation.x",
    } as const;
    const selfActing = [
      aReportedSelfActing({ cause: { kind: "clock", timeOfDay: 25_200_000 }, actsAs: "anna" }),
      aReportedSelfActing({ cause: { kind: "own", state: "on", lag: 300_000 } }),
      aReportedSelfActing({ cause: { kind: "sun", event: "sunset", offset: -600_000 } }),
      aReportedSelfActing(),
    ];
    const analysis = anAnalysis({ nearMisses: [aReportedNearMiss(), aReportedNearMiss({ reason })], selfActing });
    await store.save(analysis);
    expect(await store.last()).to.deep.equal(analysis);
    await store.save(EMPTY);
    expect(await store.last()).to.deep.equal(EMPTY);
  });

  it("stores only the last one, with its times as ISO 8601 UTC", async () => {
    await store.save(EMPTY);
    await store.save(anAnalysis());
    const rows = await home.database("analyses");
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({
      id: 1,
      finished_at: "2023-11-14T22:13:20.000Z",
      history_from: "2023-07-22T04:26:40.000Z",
      history_to: "2023-11-14T21:56:40.000Z",
      obstacle: null,
    });
  });

  it("still has it when the database is opened again", async () => {
    await store.save(anAnalysis());
    const again = await openDatabase(home.path);
    try {
      await migrate(again);
      expect(await createAnalysisStore(again).last()).to.deep.equal(anAnalysis());
    } finally {
      await again.destroy();
    }
  });

  it("is created and dropped by its migration, without changes to suggestions and their keys", async () => {
    const suggestions = createSuggestionStore(home.database);
    const id = await suggestions.offer(aDraft());
    const row = (): Promise<object> => home.database("suggestions").where({ id }).first("id", "title", "automation");
    const before = await row();
    while (await home.database.schema.hasTable("analyses")) await rollBack(home.database);
    expect(await home.database.schema.hasTable("analyses")).to.equal(false);
    expect(await row()).to.deep.equal(before);
    await migrate(home.database);
    expect(await home.database.raw("PRAGMA foreign_key_list(analyses)")).to.deep.equal([]);
    expect(await home.database.raw("PRAGMA foreign_key_check")).to.deep.equal([]);
    expect(await row()).to.deep.equal(before);
    expect(await store.last()).to.equal(undefined);
  });
});
