import { expect } from "chai";
import { createRandom } from "../../../../src/model/random.ts";
import { DAY, MINUTE } from "../../../../src/model/time.ts";
import { wordsOf } from "../../../../src/suggestions/follow-up/fix-words.ts";
import { findLevelFix } from "../../../../src/suggestions/follow-up/level-fix.ts";
import type { FollowedRun, LevelAfterRun } from "../../../../src/suggestions/history-ports.ts";
import { phrasesOf } from "../../../../src/suggestions/words/languages.ts";

const FULL = {
  alias: "Hall light on with motion",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.hall_motion", to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall"] }, data: { brightness_pct: 100 } }],
  mode: "single",
} as const;

const dayOf = (at: number): number => Math.floor(at / DAY);
const daily = (days: number): readonly FollowedRun[] =>
  Array.from({ length: days }, (_, day) => ({ at: day * DAY, undoneAt: null }));
const dimmed = (runs: readonly FollowedRun[], value: (index: number) => number | null): readonly LevelAfterRun[] =>
  runs.flatMap(({ at }, index) => {
    const set = value(index);
    return set === null ? [] : [{ run: at, entityId: "light.hall", kind: "brightness", value: set }];
  });

describe("a level fix", () => {
  it("sets the level that people set after most runs", () => {
    const runs = daily(12);
    const fix = findLevelFix(
      FULL,
      runs,
      dimmed(runs, (day) => (day % 6 === 0 ? null : 38 + (day % 5))),
      dayOf,
    );
    expect(fix?.change).to.deep.equal({
      kind: "level",
      entityId: "light.hall",
      level: "brightness",
      before: 100,
      after: 40,
    });
    expect(fix?.automation.actions).to.deep.equal([
      { action: "light.turn_on", target: { entity_id: ["light.hall"] }, data: { brightness_pct: 40 } },
    ]);
    expect([fix?.repaired.length, fix?.lost.length]).to.deep.equal([10, 2]);
  });

  it("has before and after in every language", () => {
    const change = { kind: "level", entityId: "light.hall", level: "brightness", before: 100, after: 40 } as const;
    for (const language of ["en", "de", "nl", "fr", "es"])
      expect(
        wordsOf(change, FULL, { nameOf: () => "Hall light", deviceClassOf: () => null }, phrasesOf(language)),
      ).to.deep.equal({
        before: "100%",
        after: "Hall light: 40%",
      });
  });

  it("is not found if most levels were left unchanged", () => {
    const runs = daily(12);
    expect(
      findLevelFix(
        FULL,
        runs,
        dimmed(runs, (day) => (day % 2 === 0 ? 40 : null)),
        dayOf,
      ),
    ).to.equal(null);
  });

  it("is not found if the levels do not agree", () => {
    const runs = daily(20);
    expect(
      findLevelFix(
        FULL,
        runs,
        dimmed(runs, (day) => (day * 37) % 101),
        dayOf,
      ),
    ).to.equal(null);
  });

  it("is not found if the automation already sets that level", () => {
    const runs = daily(12);
    expect(
      findLevelFix(
        FULL,
        runs,
        dimmed(runs, () => 95),
        dayOf,
      ),
    ).to.equal(null);
  });

  it("is not found on a single evening", () => {
    const runs = Array.from({ length: 8 }, (_, index) => ({ at: index * 20 * MINUTE, undoneAt: null }));
    expect(
      findLevelFix(
        FULL,
        runs,
        dimmed(runs, () => 40),
        dayOf,
      ),
    ).to.equal(null);
  });

  it("is found in fewer than 3% of homes with random levels", () => {
    for (const share of [0.3, 0.6, 1]) {
      let found = 0;
      for (let seed = 1; seed <= 200; seed++) {
        const random = createRandom(seed);
        const runs = daily(30);
        const levels = dimmed(runs, () => (random() < share ? Math.round(random() * 100) : null));
        if (findLevelFix(FULL, runs, levels, dayOf) !== null) found += 1;
      }
      expect(found, `${share} of the runs`).to.be.below(6);
    }
  });
});
