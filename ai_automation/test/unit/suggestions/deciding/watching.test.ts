import { expect } from "chai";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { createSuggestionAccess } from "../../../../src/suggestions/deciding/suggestion-access.ts";
import { createWatching } from "../../../../src/suggestions/deciding/watching.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { SILENT } from "../../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

describe("a watched suggestion", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());

  const watched = async (tp: number, fp: number) => {
    const store = createSuggestionStore(home.database);
    const id = await store.offer(aDraft());
    const watchingSince = "2026-03-01T00:00:00.000Z";
    await store.move(id, { step: "watched", from: ["pending"], to: "pending", set: { watchingSince } });
    const replay = { ...aDraft().replay, tp, fp };
    const watching = createWatching({
      snapshot: () => undefined,
      access: createSuggestionAccess({ store, onChange: () => undefined }),
      store,
      miner: { replay: async () => replay },
      now: () => Date.parse("2026-03-10T12:00:00Z"),
      log: SILENT,
    });
    await watching(SNAPSHOT.info);
    return store.find(id);
  };

  it("is scored on the days since", async () => {
    const found = await watched(9, 1);
    expect(found).to.include({ status: "pending", refusal: null });
    expect(found?.watch).to.deep.include({ days: 9 });
  });

  it("is rejected with a reason when it performs poorly", async () => {
    expect(await watched(4, 5)).to.deep.include({
      status: "rejected",
      refusal: "While being watched, it would have been wrong 5 of 9 times.",
      refusalCause: { reason: "wrong_when_watched", values: { wrong: "5", of: "9" } },
    });
  });

  it("is not rejected on few runs", async () => {
    expect(await watched(1, 4)).to.include({ status: "pending", refusal: null });
  });
});
