import { expect } from "chai";
import { DAY } from "../../../../src/model/time.ts";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { createPostponement, type Postponement } from "../../../../src/suggestions/deciding/postponement.ts";
import { createSuggestionAccess } from "../../../../src/suggestions/deciding/suggestion-access.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

describe("a snoozed suggestion", () => {
  const noon = Date.parse("2026-11-23T11:00:00Z");
  let home: TemporaryDatabase;
  let postponement: Postponement;
  let now = noon;
  let announced: (string | null)[] = [];
  beforeEach(async () => {
    home = await temporaryDatabase();
    now = noon;
    announced = [];
    const store = createSuggestionStore(home.database);
    const access = createSuggestionAccess({ store, onChange: ({ snoozedUntil }) => announced.push(snoozedUntil) });
    postponement = createPostponement({ access, store, snapshot: () => undefined, now: () => now });
    await store.offer(aDraft());
  });
  afterEach(() => home.remove());

  it("comes back after seven days and announces it once", async () => {
    await postponement.snooze(1);
    now = noon + 7 * DAY - 1;
    await postponement.wakeUp();
    now = noon + 7 * DAY;
    await postponement.wakeUp();
    await postponement.wakeUp();
    expect(announced).to.deep.equal(["2026-11-30T11:00:00.000Z", null]);
    const steps = await home.database("lifecycle_events").orderBy("id").select("step", "detail");
    expect(steps.slice(1)).to.deep.equal([
      { step: "snoozed", detail: null },
      { step: "unsnoozed", detail: '{"by":"time"}' },
    ]);
  });
});
