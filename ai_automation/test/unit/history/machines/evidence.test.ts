import { expect } from "chai";
import { CONTEXT_CODE, createFrameBuilder, type Frame } from "../../../../src/history/frame/frame.ts";
import { readEvidence } from "../../../../src/history/machines/evidence.ts";
import type { Context } from "../../../../src/model/cause.ts";
import { createClock } from "../../../../src/model/clock.ts";
import { NO_RULES, type EvidenceRules } from "../../../../src/model/evidence-rules.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { MONDAY } from "../../../support/a-cued-home.ts";
import { AMSTERDAM } from "../../../support/a-frame.ts";

/** How a change came about: a user, a user's action on another entity, or nobody known. */
type By = "anna" | "anna's group" | "switch" | "follows";

type Row = readonly [at: number, entityId: string, state: string, by: By];

function frameOf(rows: readonly Row[]): Frame {
  const builder = createFrameBuilder({ clock: createClock("Etc/UTC"), location: AMSTERDAM });
  for (const [at, entityId, state, by] of rows) {
    const entity = builder.entity(entityId);
    builder.add(MONDAY + at, entity, builder.state(state), "manual");
    if (by.startsWith("anna")) builder.hands.add(MONDAY + at, entity, "anna");
    if (by === "anna's group" || by === "follows") builder.followers.add(MONDAY + at, entity);
  }
  return builder.finish();
}

/** The manual actions that remain, as "entity state". */
function actionsIn(rows: readonly Row[], rules: Partial<EvidenceRules> = {}): readonly string[] {
  const { frame } = readEvidence(frameOf(rows), { ...NO_RULES, ...rules });
  return frame.entities.names.flatMap((entityId, entity) =>
    Array.from(frame.codes.subarray(frame.start[entity], frame.start[entity + 1])).flatMap((code, index) =>
      frame.contexts[frame.start[entity]! + index] === 1 ? [`${entityId} ${frame.states.names[code]}`] : [],
    ),
  );
}

const GROUP = { repeats: new Map([["light.all", ["light.bed", "light.hall"]]]) };
const HUE = { repeats: new Map([["light.room", ["light.bed", "light.hall"]]]) };
const COVERS = { repeats: new Map([["cover.all", ["cover.east", "cover.west"]]]) };
const AS_LIGHT = { repeats: new Map([["light.lamp", ["switch.lamp"]]]), hidden: new Set(["switch.lamp"]) };

describe("manual actions in a home with groups and mirrors", () => {
  it("are on the group if that was called", () => {
    const tap: readonly Row[] = [
      [0, "light.bed", "on", "anna's group"],
      [5, "light.all", "on", "anna"],
      [900, "light.hall", "on", "anna's group"],
    ];
    expect(actionsIn(tap, GROUP)).to.deep.equal(["light.all on"]);
  });

  it("are on the member if that was called, or switched on the wall", () => {
    const called: readonly Row[] = [
      [0, "light.bed", "on", "anna"],
      [5, "light.all", "on", "anna's group"],
    ];
    expect(actionsIn(called, GROUP)).to.deep.equal(["light.bed on"]);
    const switched: readonly Row[] = [
      [0, "light.bed", "on", "switch"],
      [5, "light.all", "on", "follows"],
    ];
    expect(actionsIn(switched, GROUP)).to.deep.equal(["light.bed on"]);
  });

  it("are on the members in a history that does not tell what was called", () => {
    const rows: readonly Row[] = [
      [0, "light.bed", "on", "switch"],
      [2, "light.hall", "on", "switch"],
      [5, "light.all", "on", "switch"],
    ];
    expect(actionsIn(rows, GROUP)).to.have.members(["light.bed on", "light.hall on"]);
  });

  it("are on the mirror that was tapped, although its source is not known", () => {
    const taps = Array.from({ length: 30 }, (_, day): readonly Row[] => {
      const at = day * DAY + 20 * HOUR + day * day * 7 * SECOND;
      const off = at + HOUR + day * MINUTE;
      return [
        [at, "light.bed", "on", day < 10 ? "anna" : "anna's group"],
        [at + 5, "light.bed_mirror", "on", day < 10 ? "follows" : "anna"],
        [off, "light.bed", "off", "switch"],
        [off + 5, "light.bed_mirror", "off", "follows"],
      ];
    }).flat();
    const actions = Object.groupBy(actionsIn(taps), (action) => action);
    expect(Object.entries(actions).map(([action, all]) => [action, all?.length])).to.have.deep.members([
      ["light.bed on", 10],
      ["light.bed_mirror on", 20],
      ["light.bed off", 30],
    ]);
  });

  it("are on the group of a hub that reports its members later, without a user", () => {
    const called: readonly Row[] = [
      [0, "light.room", "on", "anna"],
      [800, "light.bed", "on", "switch"],
      [900, "light.hall", "on", "switch"],
    ];
    expect(actionsIn(called, HUE)).to.deep.equal(["light.room on"]);
    const member: readonly Row[] = [
      [0, "light.bed", "on", "anna"],
      [800, "light.room", "on", "switch"],
    ];
    expect(actionsIn(member, HUE)).to.deep.equal(["light.bed on"]);
  });

  it("are on the light that stands in for a hidden switch, however it was switched", () => {
    const rows: readonly Row[] = [
      [0, "switch.lamp", "on", "switch"],
      [5, "light.lamp", "on", "follows"],
      [HOUR, "switch.lamp", "off", "anna's group"],
      [HOUR + 5, "light.lamp", "off", "anna"],
    ];
    const onLight = actionsIn(rows, AS_LIGHT).filter((action) => action.startsWith("light"));
    expect(onLight).to.deep.equal(["light.lamp on", "light.lamp off"]);
  });

  it("are on a group that was called, not on a stand-in among its members", () => {
    const repeats = new Map([...AS_LIGHT.repeats, ["light.all", ["light.lamp", "light.bed"]]]);
    const rows: readonly Row[] = [
      [0, "switch.lamp", "on", "anna's group"],
      [5, "light.lamp", "on", "anna's group"],
      [9, "light.all", "on", "anna"],
      [20, "light.bed", "on", "anna's group"],
    ];
    expect(actionsIn(rows, { ...AS_LIGHT, repeats })).to.deep.equal(["light.all on"]);
  });

  it("are not on a stand-in whose switch an automation turned on", () => {
    const builder = createFrameBuilder({ clock: createClock("Etc/UTC"), location: AMSTERDAM });
    const add = (at: number, entityId: string, context: Context): void =>
      builder.add(MONDAY + at, builder.entity(entityId), builder.state("on"), context);
    add(0, "switch.lamp", "automation");
    add(5, "light.lamp", "manual");
    const { contexts } = readEvidence(builder.finish(), { ...NO_RULES, ...AS_LIGHT }).frame;
    expect([...contexts]).to.deep.equal([CONTEXT_CODE.automation, CONTEXT_CODE.automation]);
  });

  it("are on a member that was reached through a hidden group", () => {
    const rows: readonly Row[] = [[0, "light.bed", "on", "anna's group"]];
    expect(actionsIn(rows, { ...GROUP, hidden: new Set(["light.all"]) })).to.deep.equal(["light.bed on"]);
  });

  for (const [domain, states] of [
    ["cover", ["opening", "open"]],
    ["media_player", ["on", "playing"]],
    ["fan", ["on", "off"]],
  ] as const)
    it(`are on a ${domain} group that was called`, () => {
      const repeats = new Map([[`${domain}.all`, [`${domain}.east`, `${domain}.west`]]]);
      const rows = states.flatMap((state, index): readonly Row[] => [
        [index * 20 * SECOND, `${domain}.east`, state, "anna's group"],
        [index * 20 * SECOND + 3, `${domain}.all`, state, "anna"],
        [index * 20 * SECOND + 400, `${domain}.west`, state, "anna's group"],
      ]);
      expect(actionsIn(rows, { repeats })).to.deep.equal(states.map((state) => `${domain}.all ${state}`));
    });

  it("resolve groups in groups", () => {
    const repeats = new Map([...COVERS.repeats, ["cover.house", ["cover.all", "cover.door"]]]);
    const rows: readonly Row[] = [
      [0, "cover.east", "opening", "switch"],
      [5, "cover.all", "opening", "switch"],
      [9, "cover.house", "opening", "switch"],
    ];
    expect(actionsIn(rows, { repeats })).to.deep.equal(["cover.east opening"]);
    expect(readEvidence(frameOf(rows), { ...NO_RULES, repeats }).sourcesOf("cover.house")).to.have.members([
      "cover.all",
      "cover.door",
      "cover.east",
      "cover.west",
    ]);
  });
});
