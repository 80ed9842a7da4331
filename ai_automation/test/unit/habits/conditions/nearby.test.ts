import { expect } from "chai";
import { createNearby } from "../../../../src/habits/conditions/nearby.ts";
import type { EntityFacts } from "../../../../src/habits/entity-facts.ts";
import { aFrame, type Row } from "../../../support/a-frame.ts";

const DOORS = Array.from({ length: 50 }, (_, index) => `binary_sensor.door_${index}`);
const LAMP = "light.hall";
const SWITCH = "binary_sensor.hall_motion";
const MODE = "input_select.mode";
const IDS = [...DOORS, MODE, LAMP, SWITCH];

/** The last door changes most often. */
const ROWS = IDS.flatMap((entityId, index) =>
  Array.from({ length: 1 + (index % 50) }, (_, minute): Row => [
    `2023-03-01T10:${String(minute).padStart(2, "0")}:00Z`,
    entityId,
    minute % 2 === 0 ? "on" : "off",
  ]),
);

describe("the entities near a candidate", () => {
  const frame = aFrame(ROWS);
  const facts = IDS.map((entityId): EntityFacts => ({
    entityId,
    entity: frame.entities.find(entityId)!,
    area: entityId === MODE ? null : entityId.includes("hall") ? "hall" : "cellar",
    deviceClass: null,
    isMinable: entityId !== DOORS[48],
    kin: new Set(),
    role: "states",
    states: [],
    powerOf: null,
    isHomeWide: entityId === MODE,
  }));
  const byEntity = facts.toSorted((a, b) => a.entity - b.entity);
  const nearby = createNearby(frame, byEntity);
  const idsOf = (found: readonly EntityFacts[]): readonly string[] => found.map(({ entityId }) => entityId);
  const lamp = frame.entities.find(LAMP)!;

  it("are those of the areas of trigger and target, then home-wide ones, without trigger and target", () => {
    expect(idsOf(nearby.surroundings([SWITCH], lamp))).to.deep.equal([MODE]);
    expect(idsOf(nearby.surroundings([MODE], lamp))).to.deep.equal([SWITCH]);
    const [first, ...rest] = idsOf(nearby.surroundings([DOORS[3]!], lamp));
    expect([first, rest.length]).to.deep.equal([DOORS[0], 39]);
    expect(rest).not.to.include(DOORS[3]);
  });

  it("are remembered by their changes, near ones first, forty in all", () => {
    const found = idsOf(nearby.memorable([], lamp));
    expect(found.length).to.equal(40);
    expect(found.slice(0, 4)).to.deep.equal([SWITCH, DOORS[49], DOORS[47], DOORS[46]]);
  });
});
