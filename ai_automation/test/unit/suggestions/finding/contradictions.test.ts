import { expect } from "chai";
import type { NamedMachine } from "../../../../src/model/self-acting.ts";
import { createKeyValueStore } from "../../../../src/store/key-value-store.ts";
import { openContradictions } from "../../../../src/suggestions/finding/contradictions.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const after = (lag: number): NamedMachine => ({
  target: { entityId: "light.hall", state: "off" },
  cause: { kind: "after", entityId: "binary_sensor.hall_motion", state: "off", lag },
});
const AT_TEN: NamedMachine = {
  target: { entityId: "light.porch", state: "off" },
  cause: { kind: "clock", timeOfDay: 79_200_000 },
};

describe("contradictions", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());
  const open = () => openContradictions(createKeyValueStore(home.database));

  it("survive a restart, and a lag that the next analysis finds a second longer", async () => {
    await (await open()).set(after(300_000), true);
    const contradictions = await open();
    expect([after(301_000), after(360_000), AT_TEN].map((one) => contradictions.isContradicted(one))).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(contradictions.list()).to.deep.equal([after(300_000)]);
  });

  it("are all stored if several are made at the same moment", async () => {
    const contradictions = await open();
    await Promise.all([after(300_000), AT_TEN].map((one) => contradictions.set(one, true)));
    for (const one of [contradictions, await open()]) expect(one.list()).to.deep.equal([after(300_000), AT_TEN]);
  });

  it("are stored once, and can be taken back", async () => {
    const contradictions = await open();
    await contradictions.set(after(300_000), true);
    await contradictions.set(after(302_000), true);
    expect(contradictions.list()).to.have.length(1);
    await contradictions.set(after(300_000), false);
    expect((await open()).list()).to.deep.equal([]);
  });

  for (const [entityId, left] of [
    ["light.hall", [AT_TEN]],
    ["binary_sensor.hall_motion", [AT_TEN]],
    ["light.porch", [after(300_000)]],
    ["light.hall_2", [after(300_000), AT_TEN]],
  ] as const)
    it(`that do not name ${entityId} remain when it is deleted`, async () => {
      const contradictions = await open();
      await contradictions.set(after(300_000), true);
      await contradictions.set(AT_TEN, true);
      await contradictions.forget([entityId]);
      expect((await open()).list()).to.deep.equal(left);
    });

  it("are deleted with the whole history", async () => {
    const contradictions = await open();
    await contradictions.set(AT_TEN, true);
    await contradictions.forget(null);
    expect((await open()).list()).to.deep.equal([]);
  });
});
