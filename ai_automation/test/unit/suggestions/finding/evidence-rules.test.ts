import { expect } from "chai";
import { readEvidence } from "../../../../src/history/machines/evidence.ts";
import type { Entity } from "../../../../src/model/home.ts";
import { evidenceRulesOf, withCurrentRepeats } from "../../../../src/suggestions/finding/evidence-rules.ts";
import { aFrame, type Row } from "../../../support/a-frame.ts";

const anEntity = (entityId: string, repeats?: readonly string[]): Entity => ({
  entityId,
  name: entityId,
  areaId: null,
  areaName: null,
  deviceClass: null,
  isMinable: true,
  ...(repeats === undefined ? {} : { repeats }),
});
const renamed = (entityId: string): readonly string[] => (entityId === "light.old" ? ["light.new"] : [entityId]);
const HOME: readonly Entity[] = [
  anEntity("light.all", ["light.old", "light.porch"]),
  anEntity("light.alone", ["light.old"]),
  anEntity("light.new"),
  anEntity("light.porch"),
];
const repeatsOf = (entities: readonly Entity[], entityId: string): readonly string[] | undefined =>
  withCurrentRepeats(entities, renamed).find((one) => one.entityId === entityId)?.repeats;

describe("what a group contains after a member was renamed", () => {
  it("is the member under its new id", () => {
    expect(repeatsOf(HOME, "light.all")).to.deep.equal(["light.new", "light.porch"]);
  });

  it("is also another entity that has the old id now", () => {
    expect(repeatsOf([...HOME, anEntity("light.old")], "light.alone")).to.deep.equal(["light.old", "light.new"]);
  });

  it("is not the group itself", () => {
    const light = anEntity("light.new", ["light.old"]);
    expect(repeatsOf([light], "light.new")).to.deep.equal([]);
  });

  for (const group of ["light.all", "light.alone"])
    it(`keeps the member's taps off ${group}`, () => {
      const rows = Array.from({ length: 20 }, (_, index): readonly Row[] => {
        const digits = (value: number): string => String(value % 60).padStart(2, "0");
        // Times differ, or they would be a machine's.
        const [day, minute] = [`2023-03-${digits(index + 1)}`, `${digits(index * 37)}:${digits(index * 13)}`];
        const state = index % 2 === 0 ? "on" : "off";
        return [
          [`${day}T20:${minute}.000Z`, "light.new", state, "manual"],
          [`${day}T20:${minute}.500Z`, group, state, "manual"],
          [`${day}T21:${minute}.000Z`, "light.porch", state, "manual"],
        ];
      }).flat();
      const frame = aFrame(rows);
      const evidence = readEvidence(frame, evidenceRulesOf(withCurrentRepeats(HOME, renamed), []));
      const entity = frame.entities.find(group) ?? NaN;
      const contexts = new Set(evidence.frame.contexts.subarray(frame.start[entity], frame.start[entity + 1]));
      expect([evidence.derived.has(entity), contexts]).to.deep.equal([true, new Set([2])]);
      const before = readEvidence(frame, evidenceRulesOf(HOME, []));
      expect(before.derived.has(entity) && before.frame.contexts[frame.start[entity]!] === 2).to.equal(false);
    });
});
