import { expect } from "chai";
import { findDerived } from "../../../../src/history/machines/derived.ts";
import { createRandom } from "../../../../src/model/random.ts";
import { DAY, HOUR, SECOND } from "../../../../src/model/time.ts";
import { frameOf, MONDAY, type Change } from "../../../support/a-cued-home.ts";

const change = (at: number, entityId: string, state: string): Change => ({ at, entityId, state, context: "manual" });

/** Two lamps that are switched at any time of the day, each by itself. */
function lampsOf(days: number, names: readonly [string, string] = ["light.one", "light.two"]): readonly Change[] {
  const random = createRandom(1);
  return Array.from({ length: days }, (_, day) =>
    names.flatMap((name) => {
      const on = MONDAY + day * DAY + Math.floor((7 + 6 * random()) * HOUR);
      return [change(on, name, "on"), change(on + Math.floor((1 + 8 * random()) * HOUR), name, "off")];
    }),
  ).flat();
}

/** A group that repeats others a few milliseconds later, on while any of them is. */
function repeated(changes: readonly Change[], name: string, of: readonly string[], delay = 20): readonly Change[] {
  const lit = new Set<string>();
  let state = "off";
  return [...changes]
    .sort((a, b) => a.at - b.at)
    .flatMap((one) => {
      if (!of.includes(one.entityId)) return [];
      if (one.state === "on") lit.add(one.entityId);
      else lit.delete(one.entityId);
      const next = lit.size > 0 ? "on" : "off";
      if (next === state) return [];
      state = next;
      return [change(one.at + delay, name, state)];
    });
}

function derived(changes: readonly Change[], known: readonly string[] = []): readonly string[] {
  const frame = frameOf(changes);
  const { names } = frame.entities;
  const codes = new Set(known.map((name) => frame.entities.find(name) ?? -1));
  return findDerived(frame, codes).map(
    ({ entity, from }) => `${names[entity]} of ${from.map((one) => names[one]).join(", ")}`,
  );
}

const LAMPS = lampsOf(40);

describe("entities that only repeat others", () => {
  it("include a mirror, not the mirrored entity", () => {
    expect(derived([...LAMPS, ...repeated(LAMPS, "light.aa", ["light.one"])])).to.deep.equal(["light.aa of light.one"]);
  });

  it("include the longer name of two that report in the same millisecond", () => {
    const mirror = repeated(LAMPS, "light.one_mirror", ["light.one"], 0);
    expect(derived([...LAMPS, ...mirror])).to.deep.equal(["light.one_mirror of light.one"]);
  });

  it("include a group that is on while any member is on", () => {
    const group = repeated(LAMPS, "light.all", ["light.one", "light.two"]);
    expect(derived([...LAMPS, ...group])).to.deep.equal(["light.all of light.one, light.two"]);
  });

  it("include a group together with a mirror of a member", () => {
    const group = repeated(LAMPS, "light.all_lamps", ["light.one", "light.two"]);
    const mirror = repeated(LAMPS, "light.one_mirror", ["light.one"]);
    expect(derived([...LAMPS, ...group, ...mirror]).map((text) => text.split(" ")[0])).to.have.members([
      "light.all_lamps",
      "light.one_mirror",
    ]);
  });

  it("do not include lamps that are switched separately, or one after the other", () => {
    expect(derived(LAMPS)).to.deep.equal([]);
    const swept = repeated(LAMPS, "light.three", ["light.one"], 0.8 * SECOND);
    expect(derived([...LAMPS, ...swept])).to.deep.equal([]);
  });

  it("do not include lamps of a scene that are also switched separately", () => {
    const scene = LAMPS.filter(({ entityId }) => entityId === "light.one").map((one) => ({
      ...one,
      at: one.at + 15,
      entityId: "light.two",
    }));
    expect(derived([...LAMPS, ...scene])).to.deep.equal([]);
  });

  it("are not searched among entities known to be derived", () => {
    const mirror = repeated(LAMPS, "light.mirror", ["light.one"]);
    expect(derived([...LAMPS, ...mirror], ["light.mirror"])).to.deep.equal([]);
  });

  it("need several days of history", () => {
    const short = lampsOf(4);
    expect(derived([...short, ...repeated(short, "light.mirror", ["light.one"])])).to.deep.equal([]);
  });
});
