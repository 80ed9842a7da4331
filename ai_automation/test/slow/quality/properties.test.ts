import { expect } from "chai";
import fc from "fast-check";
import { createRandom } from "../../../src/model/random.ts";
import type { SuggestionDraft } from "../../../src/model/suggestion.ts";
import { DAY } from "../../../src/model/time.ts";
import { mineRecording } from "../../../src/suggestions/finding/mine-recording.ts";
import { anySmallHome, eventsOf, frameOf, type SmallHome } from "./a-small-home.ts";

const RUNS = { numRuns: 25, seed: 1 };

const described = (drafts: readonly SuggestionDraft[]): readonly unknown[] =>
  drafts.map(({ automation: { triggers, conditions, actions }, confidence }) => ({
    triggers,
    conditions,
    actions,
    confidence,
  }));

/** All values under "entity_id" anywhere in a config. */
function entitiesIn(config: unknown): readonly string[] {
  const found: string[] = [];
  JSON.stringify(config, (key: string, value: unknown) => {
    if (key === "entity_id") found.push(...(Array.isArray(value) ? value.map(String) : [String(value)]));
    return value;
  });
  return found;
}

function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed);
  return values
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

const clearHome = (days: number, seed: number): SmallHome => ({
  seed,
  days,
  doorShare: 1,
  bedtimeShare: 1,
  leaveShare: 1,
  duskShare: 1,
  stairsShare: 1,
  noise: 2,
});

/** One habit of every kind that is mined, except sun habits. */
const CLEAR = ["light.hall on", "light.attic off", "light.office off", "light.porch on", "light.stairs off"];

const clearOnes = (home: SmallHome): readonly string[] => {
  const targets = mineRecording(frameOf(eventsOf(home))).flatMap((draft) => draft.targets);
  return targets.map(({ entityId, state }) => `${entityId} ${state}`).filter((target) => CLEAR.includes(target));
};

describe("mining a small home", () => {
  it("finds the planted habits", () => {
    expect(clearOnes(clearHome(40, 1))).to.have.members(CLEAR);
  });

  it("does not depend on the order of the changes", () => {
    fc.assert(
      fc.property(anySmallHome, fc.integer(), (home, seed) => {
        const events = eventsOf(home);
        expect(described(mineRecording(frameOf(shuffled(events, seed))))).to.deep.equal(
          described(mineRecording(frameOf(events))),
        );
      }),
      RUNS,
    );
  });

  it("finds the same when everything is shifted by some weeks", () => {
    fc.assert(
      fc.property(anySmallHome, fc.integer({ min: -60, max: 60 }), (home, weeks) => {
        const events = eventsOf(home);
        const moved = events.map((event) => ({ ...event, at: event.at + weeks * 7 * DAY }));
        expect(described(mineRecording(frameOf(moved)))).to.deep.equal(described(mineRecording(frameOf(events))));
      }),
      RUNS,
    );
  });

  it("keeps a clear habit after one more day of following it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 28, max: 60 }), fc.integer({ min: 1, max: 100_000 }), (days, seed) => {
        expect(clearOnes(clearHome(days + 1, seed))).to.include.members([...clearOnes(clearHome(days, seed))]);
      }),
      RUNS,
    );
  });

  it("never names an entity it did not see", () => {
    fc.assert(
      fc.property(anySmallHome, (home) => {
        const events = eventsOf(home);
        const seen = events.map(({ entityId }) => entityId);
        for (const { automation } of mineRecording(frameOf(events)))
          expect(seen).to.include.members([...entitiesIn(automation)]);
      }),
      RUNS,
    );
  });
});
