import { expect } from "chai";
import type { StoredChange } from "../../../../src/model/history-queries.ts";
import { createHistoryView, MAX_CHANGES } from "../../../../src/suggestions/showing/history-view.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";

const DAY = Math.floor(Date.UTC(2026, 5, 1) / 86_400_000);
const NOON = Date.UTC(2026, 5, 1, 12);
const MIDNIGHT = Date.UTC(2026, 4, 31, 22);

const aView = (changes: readonly (readonly [entityId: string, at: number, state: string])[]) => {
  const stored: readonly StoredChange[] = changes.map(([entityId, at, state]) => ({
    entityId,
    at,
    state,
    cause: { kind: "physical" },
  }));
  return createHistoryView({
    queries: {
      entityIds: async () => [...new Set(stored.map(({ entityId }) => entityId))],
      changes: async (entityId, { from, to }, limit) =>
        stored.filter((one) => one.entityId === entityId && one.at >= from && one.at < to).slice(-limit),
      counts: async () => [],
      gaps: async () => [],
      sizeBytes: async () => 0,
      levels: async () => [],
    },
    isExcluded: () => false,
    snapshot: () => SNAPSHOT,
    now: () => NOON,
    retentionDays: 0,
  });
};

describe("the changes of a day", () => {
  const shown = async (changes: Parameters<typeof aView>[0]): Promise<readonly string[]> =>
    (await aView(changes).ledger(DAY)).changes.map(({ entityId, state }) => `${entityId} ${state}`);

  it("leave out what became unavailable and came back as it was, also across midnight", async () => {
    expect(SNAPSHOT.info.zone).to.equal("Europe/Amsterdam");
    expect(
      await shown([
        ["light.a", MIDNIGHT - 2_000, "on"],
        ["light.a", MIDNIGHT - 1_000, "unavailable"],
        ["light.a", MIDNIGHT + 1_000, "on"],
        ["light.a", NOON, "unavailable"],
        ["light.a", NOON + 1, "unknown"],
        ["light.a", NOON + 2, "on"],
        ["light.b", NOON, "unavailable"],
        ["light.b", NOON + 3, "off"],
        ["light.b", NOON + 4, "on"],
        ["sensor.c", NOON, "1"],
      ]),
    ).to.deep.equal(["light.b off", "light.b on"]);
  });

  it("are the latest, however many things a restart made unavailable", async () => {
    const restart = Array.from({ length: 2 * MAX_CHANGES }, (_, i): readonly [string, number, string] => [
      `light.x${i >> 1}`,
      NOON + i,
      i % 2 === 0 ? "unavailable" : "off",
    ]);
    const before = restart.map(([entityId]): readonly [string, number, string] => [entityId, MIDNIGHT - 1, "off"]);
    expect(await shown([...before, ["light.kitchen", NOON - 1, "on"], ...restart])).to.deep.equal(["light.kitchen on"]);
  });
});
