import { expect } from "chai";
import { AppError } from "../../../../src/model/errors.ts";
import { DAY } from "../../../../src/model/time.ts";
import { createKeyValueStore } from "../../../../src/store/key-value-store.ts";
import { createAnalysisSpan } from "../../../../src/suggestions/finding/analysis-span.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const NOW = Date.parse("2026-11-01T00:00:00Z");
const LARGE = { changes: 17_000_000, first: NOW - 730 * DAY, last: NOW };
const SMALL = { changes: 100_000, first: NOW - 100 * DAY, last: NOW };

describe("how much of the history is analyzed", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());

  const spanOf = (history: typeof LARGE, now = NOW) =>
    createAnalysisSpan({
      keyValues: createKeyValueStore(home.database),
      history: async () => history,
      now: () => now,
    });
  /** Days of the history that the next analysis looks at. */
  const nextDays = (history: typeof LARGE, now?: number): Promise<number | "all"> =>
    spanOf(history, now).within(async (from) => (from === undefined ? "all" : (history.last - from) / DAY));
  const runOut = (history: typeof LARGE): Promise<unknown> =>
    spanOf(history)
      .within(async () => {
        throw new AppError("too_little_memory", "It needs more.");
      })
      .catch((error: unknown) => error);
  /** The service ends during an analysis. */
  const die = (history: typeof LARGE): Promise<void> =>
    new Promise((begun) => {
      void spanOf(history).within(() => {
        begun();
        return new Promise(() => undefined);
      });
    });

  it("is all of it", async () => {
    expect(await nextDays(LARGE)).to.equal("all");
  });

  it("is half after an analysis ran out of memory, also after a restart, and half of that after the next", async () => {
    await runOut(LARGE);
    expect(await nextDays(LARGE)).to.equal(365);
    await runOut(LARGE);
    expect(await nextDays(LARGE)).to.equal(183);
  });

  it("is told when an analysis runs out of memory", async () => {
    const failure = await runOut(LARGE);
    expect(failure).to.be.instanceOf(AppError);
    expect(failure).to.include({
      code: "too_little_memory",
      message:
        "It needs more. The next analysis looks at the last 365 days only. " +
        "Free some memory to have all of your history analyzed.",
    });
  });

  it("is half after the service ended during an analysis of a large history", async () => {
    await die(LARGE);
    expect(await nextDays(LARGE)).to.equal(365);
  });

  it("is all of it after the service ended during an analysis that needs little memory", async () => {
    await die(SMALL);
    expect(await nextDays(SMALL)).to.equal("all");
  });

  it("is never less than two weeks", async () => {
    for (let time = 0; time < 10; time++) await runOut(SMALL);
    expect(await nextDays(SMALL)).to.equal(14);
  });

  it("is all of it again after 30 days", async () => {
    await runOut(LARGE);
    expect(await nextDays(LARGE, NOW + 29 * DAY)).to.equal(365);
    expect(await nextDays(LARGE, NOW + 30 * DAY)).to.equal("all");
  });

  it("stays as it is after other failures", async () => {
    await spanOf(LARGE)
      .within(() => Promise.reject(new Error("cancelled")))
      .catch(() => undefined);
    expect(await nextDays(LARGE)).to.equal("all");
  });
});
