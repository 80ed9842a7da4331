import { expect } from "chai";
import type { HomeAutomation } from "../../../../src/model/automation.ts";
import { createClock } from "../../../../src/model/clock.ts";
import { HOUR } from "../../../../src/model/time.ts";
import { startsOf } from "../../../../src/suggestions/follow-up/starts.ts";
import type { StartedRuns } from "../../../../src/suggestions/history-ports.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";

const AUTOMATION: HomeAutomation = { entityId: "automation.x", id: "x", name: "X", isOn: true, config: null };
const CLOCK = createClock(SNAPSHOT.info.zone);

const recorded = (triggers: readonly StartedRuns[]) => ({
  starts: async () => ({
    triggers,
    runs: Array.from({ length: 9 }, (_, day) => CLOCK.instantOf(20_000 + day, 7 * HOUR)),
  }),
});

describe("the starts of an automation", () => {
  it("are its most frequent triggers by name, and its usual hours", async () => {
    const [light] = SNAPSHOT.entities.values();
    const { startedBy, usualHours } = await startsOf(
      { automation: AUTOMATION, plan: { understood: "not" } },
      SNAPSHOT,
      recorded([
        { kind: "state", entityId: light?.entityId ?? "", runs: 6 },
        { kind: "state", entityId: "sensor.gone", runs: 2 },
        { kind: "time", entityId: null, runs: 1 },
      ]),
      0,
    );
    expect(startedBy.map(({ name, runs }) => [name, runs])).to.deep.equal([
      [light?.name, 6],
      ["sensor.gone", 2],
      [null, 1],
    ]);
    expect(usualHours).to.deep.equal({ from: 7 * HOUR, to: 7 * HOUR });
  });

  it("are not shown for an automation that is understood, or that the home does not have", async () => {
    for (const one of [
      { automation: AUTOMATION, plan: { understood: "in_full" as const } },
      { automation: undefined, plan: { understood: "not" as const } },
    ])
      expect(await startsOf(one, SNAPSHOT, recorded([]), 0)).to.deep.equal({ startedBy: [], usualHours: null });
  });
});
