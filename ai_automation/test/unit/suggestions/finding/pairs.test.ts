import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import type { Context } from "../../../../src/model/cause.ts";
import type { HabitTarget, HabitTrigger } from "../../../../src/model/habit.ts";
import { SECOND } from "../../../../src/model/time.ts";
import { findSuggestions } from "../../../../src/suggestions/finding/find-suggestions.ts";
import { analyseRecording, mineRecording } from "../../../../src/suggestions/finding/mine-recording.ts";
import { inPairs } from "../../../../src/suggestions/finding/pairs.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { aLife, frameOfLife, type Event } from "../../../support/a-life.ts";

/** The pantry light is also turned off, 5 to 40 seconds after the door closes. */
function aLifeWithBoth(offBy: Context = "manual"): readonly Event[] {
  return aLife({ firstDay: "2023-01-01", days: 60, pantryShare: 0.97 }).flatMap((event): readonly Event[] => {
    const { entityId, state, at } = event;
    if (entityId === "light.pantry" && state === "off") return [];
    if (entityId !== "binary_sensor.pantry_door" || state !== "off") return [event];
    const lag = 5 * SECOND + (at % (35 * SECOND));
    return [event, { at: at + lag, entityId: "light.pantry", state: "off", context: offBy }];
  });
}

const sensor = (state: string, hold = 0): HabitTrigger => ({
  kind: "state",
  entityIds: ["binary_sensor.door"],
  state,
  hold,
});
const light = (state: string): readonly HabitTarget[] => [{ entityId: "light.hall", state }];
const OPENS = { trigger: sensor("on"), targets: light("on") };
const CLOSES = { trigger: sensor("off"), targets: light("off") };

describe("habits that undo each other", () => {
  const both = analyseRecording(frameOfLife(aLifeWithBoth())).drafts;
  const [draft] = both;

  it("are one suggestion", () => {
    expect(both.map(({ title }) => title)).to.deep.equal([
      "Turn on Pantry when Pantry door opens, and turn off Pantry when Pantry door closes",
    ]);
    expect(draft?.targets).to.deep.equal([
      { entityId: "light.pantry", state: "on" },
      { entityId: "light.pantry", state: "off" },
    ]);
  });

  it("are replayed as one automation, with the runs of both", () => {
    const sumOf = (key: "tp" | "fp" | "noop" | "saved"): number =>
      (draft?.halves ?? []).reduce((sum, { replay }) => sum + replay[key], 0);
    for (const key of ["tp", "fp", "noop", "saved"] as const) expect(draft?.replay[key], key).to.equal(sumOf(key));
    expect(draft?.replay.tp).to.be.greaterThan(100);
  });

  it("can each be chosen alone", () => {
    const halves = mineRecording(frameOfLife(aLifeWithBoth()));
    expect(draft?.halves).to.have.deep.members([...halves]);
    expect(draft?.alternatives.map(({ title }) => title)).to.deep.equal([
      "Turn on Pantry when Pantry door opens",
      "Turn off Pantry when Pantry door closes",
    ]);
  });

  it("are not offered again once one automation does both", () => {
    const entities = [...new Set(aLifeWithBoth().map(({ entityId }) => entityId))].map((entityId) => ({
      entityId,
      name: entityId,
      areaId: null,
      areaName: null,
      deviceClass: null,
      isMinable: true,
    }));
    const automation = {
      entityId: "automation.pantry",
      id: "1",
      name: "Pantry",
      isOn: true,
      config: draft?.automation,
    };
    const input = { info: SNAPSHOT.info, entities, persons: [], contradicted: [], phones: [] };
    const offered = (automations: readonly (typeof automation)[]): number =>
      findSuggestions(frameOfLife(aLifeWithBoth()), { ...input, automations }, () => undefined).drafts.length;
    expect([offered([]), offered([automation])]).to.deep.equal([1, 0]);
  });

  it("are not joined if only one of them is a habit", () => {
    const [only, ...others] = analyseRecording(frameOfLife(aLifeWithBoth("automation"))).drafts;
    expect([only?.title, only?.halves, others]).to.deep.equal(["Turn on Pantry when Pantry door opens", undefined, []]);
    expect(parseAutomation(only?.automation).triggers).to.have.length(1);
  });

  it("may wait before they undo", () => {
    const waits = { trigger: sensor("off", 300 * SECOND), targets: light("off") };
    expect(inPairs([waits, OPENS])).to.deep.equal([[OPENS, waits]]);
    expect(inPairs([CLOSES, OPENS])).to.deep.equal([[OPENS, CLOSES]]);
  });

  it("have the same entities, opposite states, and the two states of one sensor", () => {
    const other: HabitTrigger = { kind: "state", entityIds: ["binary_sensor.other"], state: "off", hold: 0 };
    for (const one of [
      { ...CLOSES, targets: [...light("off"), { entityId: "light.stairs", state: "off" }] },
      { ...CLOSES, targets: [{ entityId: "light.stairs", state: "off" }] },
      { ...CLOSES, targets: light("on") },
      { ...CLOSES, trigger: sensor("on") },
      { ...CLOSES, trigger: other },
      { ...CLOSES, trigger: { kind: "clock", timeOfDay: 0, weekdays: [0] } as const },
    ])
      expect(inPairs([OPENS, one])).to.deep.equal([[OPENS], [one]]);
  });
});
