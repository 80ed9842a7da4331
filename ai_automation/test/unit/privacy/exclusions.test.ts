import { expect } from "chai";
import type { Cause } from "../../../src/model/cause.ts";
import { AppError } from "../../../src/model/errors.ts";
import { createExclusionResolver, exclusionsNamed, readExclusions } from "../../../src/privacy/exclusions.ts";
import { createPrivateArchive } from "../../../src/privacy/private-archive.ts";
import { createMemoryArchive } from "../home-assistant/a-home.ts";

const anEntity = (entityId: string, areaId: string | null, areaName: string | null) => ({
  entityId,
  name: entityId,
  areaId,
  areaName,
  deviceClass: null,
  isMinable: true,
});
const HOME = {
  entities: new Map(
    [anEntity("light.bed", "bedroom", "Bedroom"), anEntity("light.hall", "hall", "Großer Flur")].map((one) => [
      one.entityId,
      one,
    ]),
  ),
  persons: [{ userId: "u1", name: "Zoë van Dam", entityId: "person.zoe" }],
};

const named = (entityId: string, name: string) => ({ ...anEntity(entityId, "hall", "Großer Flur"), name });
const NAMED_HOME = {
  ...HOME,
  entities: new Map(
    [
      named("light.bed", "Bedside lamp"),
      named("light.hall", "Spot"),
      named("light.stairs", "Spot"),
      named("person.zoe", "Zoë van Dam"),
      named("switch.pump", "Pump"),
    ].map((one) => [one.entityId, one]),
  ),
};

describe("exclusions", () => {
  it("are of entities, areas, domains and persons", () => {
    const { entity, user } = readExclusions(
      [
        { kind: "entity", id: "switch.pump" },
        { kind: "area", id: "bedroom" },
        { kind: "domain", id: "camera" },
        { kind: "person", id: "u1" },
      ],
      HOME,
    );
    const asked = ["switch.pump", "light.bed", "camera.door", "person.zoe", "light.hall", "switch.fan"];
    expect(asked.map(entity)).to.deep.equal([true, true, true, true, false, false]);
    expect([user("u1"), user("u2"), user(null)]).to.deep.equal([true, false, false]);
  });

  it("are resolved with one reading of the home, however many they are", () => {
    let readings = 0;
    const entities = new Map(NAMED_HOME.entities);
    const values = entities.values.bind(entities);
    entities.values = () => {
      readings += 1;
      return values();
    };
    const resolve = createExclusionResolver({ ...NAMED_HOME, entities }, new Set());
    for (let i = 0; i < 500; i++) expect(resolve({ kind: "entity", id: "PUMP" }).id).to.equal("switch.pump");
    expect(readings).to.equal(1);
  });

  it("are given in the options by names of entities and people, too: of all that have the name", () => {
    expect(exclusionsNamed(["bedside lamp", "Spot", "zoë van dam", "vacuum"], NAMED_HOME)).to.deep.equal([
      { kind: "entity", id: "light.bed" },
      { kind: "entity", id: "light.hall" },
      { kind: "entity", id: "light.stairs" },
      { kind: "person", id: "u1" },
      { kind: "domain", id: "vacuum" },
    ]);
  });

  it("are given in the panel by ids or by the names that users see, in any case", () => {
    const resolve = (kind: "entity" | "area" | "domain" | "person", id: string) =>
      createExclusionResolver(NAMED_HOME, new Set(["switch.gone"]))({ kind, id });
    expect(resolve("entity", "light.bed")).to.deep.equal({ kind: "entity", id: "light.bed" });
    expect(resolve("entity", " bedside LAMP ")).to.deep.equal({ kind: "entity", id: "light.bed" });
    expect(resolve("entity", "switch.gone")).to.deep.equal({ kind: "entity", id: "switch.gone" });
    expect(resolve("entity", "person.zoe")).to.deep.equal({ kind: "person", id: "u1" });
    expect(resolve("area", "großer flur")).to.deep.equal({ kind: "area", id: "hall" });
    expect(resolve("domain", "Switch")).to.deep.equal({ kind: "domain", id: "switch" });
    for (const name of ["u1", "zoë van dam", "person.zoe"])
      expect(resolve("person", name), name).to.deep.equal({ kind: "person", id: "u1" });
  });

  it("are refused if the home does not know them, with what may be meant, or if it knows several", () => {
    const faultOf = (kind: "entity" | "area" | "person", id: string): unknown => {
      try {
        return createExclusionResolver(NAMED_HOME, new Set())({ kind, id });
      } catch (error) {
        return error instanceof AppError ? error.message : error;
      }
    };
    expect(faultOf("entity", "bedside")).to.equal(
      'exclusions: there is no entity "bedside". Did you mean Bedside lamp?',
    );
    expect(faultOf("person", "Mallory")).to.equal('exclusions: there is no person "Mallory". Use its name or its id.');
    expect(faultOf("entity", "spot")).to.equal(
      'exclusions: "spot" is the name of several: light.hall, light.stairs. Use one of these ids.',
    );
    expect(() => createExclusionResolver(undefined, new Set())({ kind: "area", id: "hall" })).to.throw(
      "not been reached",
    );
  });

  it("are given in the options by the names that users see", () => {
    expect(exclusionsNamed(["light.hall", "person.zoe", "großer flur", "bedroom", "camera"], HOME)).to.deep.equal([
      { kind: "entity", id: "light.hall" },
      { kind: "person", id: "u1" },
      { kind: "area", id: "hall" },
      { kind: "area", id: "bedroom" },
      { kind: "domain", id: "camera" },
    ]);
  });

  it("in the options follow renames: of an entity, of a person's entity, and of a person", () => {
    const currentIds = (entityId: string): readonly string[] =>
      entityId === "switch.old" ? ["switch.new"] : entityId === "person.mum" ? ["person.zoe"] : [entityId];
    const named = exclusionsNamed(["switch.old", "person.mum"], HOME, currentIds);
    expect(named).to.deep.equal([
      { kind: "entity", id: "switch.old" },
      { kind: "entity", id: "switch.new" },
      { kind: "entity", id: "person.mum" },
      { kind: "person", id: "u1" },
    ]);
    const renamed = { ...HOME, persons: [{ userId: "u1", name: "Somebody else", entityId: "person.zoe" }] };
    const { entity, user } = readExclusions(exclusionsNamed(["person.mum"], renamed, currentIds), renamed);
    expect([entity("person.zoe"), entity("person.mum"), user("u1")]).to.deep.equal([true, true, true]);
  });

  for (const record of ["record", "recordSoon"] as const)
    it(`prevent entities and people from being recorded (${record})`, async () => {
      const memory = createMemoryArchive();
      const excluded = readExclusions(
        [
          { kind: "area", id: "bedroom" },
          { kind: "person", id: "u1" },
        ],
        HOME,
      );
      const archive = createPrivateArchive(memory, () => excluded);
      const by = (userId: string): Cause => ({ kind: "person", userId, via: "app" });
      const span = { from: 0, to: 10 };
      await archive[record]({
        changes: [
          { entityId: "light.bed", at: 1, state: "on", cause: by("u2") },
          { entityId: "light.hall", at: 2, state: "on", cause: by("u1") },
          { entityId: "light.hall", at: 3, state: "off", cause: by("u2") },
          { entityId: "light.hall", at: 4, state: "on", cause: { kind: "scene", entityId: "scene.x", userId: "u1" } },
        ],
        covered: span,
        levels: [
          { entityId: "light.bed", at: 1, levels: { brightness: 1 }, cause: by("u2") },
          { entityId: "light.hall", at: 2, levels: { brightness: 2 }, cause: by("u1") },
        ],
      });
      expect(memory.changes.map(({ at, cause }) => [at, cause])).to.deep.equal([
        [2, { kind: "withheld" }],
        [3, by("u2")],
        [4, { kind: "scene", entityId: "scene.x", userId: null }],
      ]);
      expect(memory.levels.map(({ at, cause }) => [at, cause])).to.deep.equal([[2, { kind: "withheld" }]]);
      expect(memory.covered()).to.deep.equal([span]);
    });
});
