import { expect } from "chai";
import type { HomeAutomation } from "../../../../src/model/automation.ts";
import { findSuggestions } from "../../../../src/suggestions/finding/find-suggestions.ts";
import { analyseRecording, mineRecording } from "../../../../src/suggestions/finding/mine-recording.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { aLife, frameOfLife, type Life } from "../../../support/a-life.ts";

const LIFE: Life = { firstDay: "2023-01-01", days: 60, pantryShare: 0.97 };

const anEntity = (entityId: string, name: string) => ({
  entityId,
  name,
  areaId: null,
  areaName: null,
  deviceClass: entityId.endsWith("door") ? "door" : null,
  isMinable: true,
});

const ENTITIES = [
  anEntity("light.pantry", "Larder"),
  anEntity("light.bedroom", "Bedroom"),
  anEntity("binary_sensor.pantry_door", "Larder door"),
  anEntity("binary_sensor.hall_motion", "Hall motion"),
];

const EXISTING: HomeAutomation = {
  entityId: "automation.larder",
  id: "1",
  name: "Larder light",
  isOn: true,
  config: {
    alias: "Larder light",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
    actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
  },
};

const analyse = (life: Life, automations: readonly HomeAutomation[]) =>
  findSuggestions(
    frameOfLife(aLife(life)),
    { info: SNAPSHOT.info, entities: ENTITIES, automations, persons: [], contradicted: [], phones: [] },
    () => undefined,
  );

/** The last night ends on one more day. */
const DAYS_BEFORE_THE_LAST = 2;

describe("an analysis of a home", () => {
  it("offers a habit and does not list it as a near miss", () => {
    const { drafts, nearMisses, obstacle } = analyse(LIFE, []);
    expect(drafts.map(({ title }) => title)).to.deep.equal(["Turn on Larder when Larder door opens"]);
    expect([nearMisses, obstacle]).to.deep.equal([[], null]);
  });

  for (const [name, isOffered] of [
    ["Larder pump", true],
    ["Larder gas valve", false],
    ["Larder heater", false],
    ["Larder lock", false],
  ] as const)
    it(`${isOffered ? "offers" : "never offers"} to switch a relay named ${name}`, () => {
      const events = aLife(LIFE).map((event) =>
        event.entityId === "light.pantry" ? { ...event, entityId: "switch.pantry" } : event,
      );
      const { drafts } = findSuggestions(
        frameOfLife(events),
        {
          info: SNAPSHOT.info,
          entities: [...ENTITIES, anEntity("switch.pantry", name)],
          automations: [],
          persons: [],
          contradicted: [],
          phones: [],
        },
        () => undefined,
      );
      expect(drafts.map(({ title }) => title)).to.deep.equal(
        isOffered ? [`Turn on ${name} when Larder door opens`] : [],
      );
    });

  it("names the automation that already does a habit", () => {
    const { drafts, nearMisses } = analyse(LIFE, [EXISTING]);
    expect(drafts).to.deep.equal([]);
    expect(nearMisses.map(({ entityId, state, reason }) => [entityId, state, reason.text, reason.by])).to.deep.equal([
      ["light.pantry", "on", 'the automation "Larder light" already does this', "automation.larder"],
    ]);
  });

  it("links the automation that would do a habit if it were on", () => {
    const [draft] = analyse(LIFE, [{ ...EXISTING, isOn: false }]).drafts;
    expect(draft?.evidence.wouldBeDoneBy).to.equal("automation.larder");
    expect(draft?.description).to.include('"Larder light" would do this, but is off: turn it on?');
  });

  it("asks for more history if there is too little", () => {
    expect(analyse({ ...LIFE, days: DAYS_BEFORE_THE_LAST }, [])).to.deep.equal({
      drafts: [],
      nearMisses: [],
      selfActing: [],
      unusual: { away: [], crowded: [], paused: [], unrecorded: [] },
      obstacle: {
        kind: "too_little_history",
        text: "2 more days of history are needed: 3 of 5 days so far",
        has: 3,
        needs: 5,
      },
    });
  });
});

describe("an analysis of a recording", () => {
  it("offers the same as mineRecording", () => {
    const frame = frameOfLife(aLife(LIFE));
    expect(analyseRecording(frame).drafts).to.deep.equal(mineRecording(frame));
  });

  it("reports a habit that is followed too rarely as a near miss", () => {
    const { drafts, nearMisses } = analyseRecording(frameOfLife(aLife({ ...LIFE, pantryShare: 0.4 })));
    expect(drafts).to.deep.equal([]);
    expect(nearMisses.map(({ entityId, reason }) => [entityId, reason.kind])).to.deep.include([
      "light.pantry",
      "not_right_enough",
    ]);
  });
});
