import { expect } from "chai";
import fc from "fast-check";
import type { HomeRecording, HomeRow } from "../../../../../src/evaluation/quality/home-recording.ts";
import { lampGroup, lightingIntegration, mirrors } from "../../../../../src/evaluation/quality/messy/derived.ts";
import {
  nightlyOutage,
  renamedEntity,
  replacedDevice,
} from "../../../../../src/evaluation/quality/messy/interrupted.ts";
import { disturb, NUISANCES, originalIdOf } from "../../../../../src/evaluation/quality/messy/messy-home.ts";
import type { Nuisance } from "../../../../../src/evaluation/quality/messy/nuisance.ts";
import { boundRemote, bridgeTimer, scheduler } from "../../../../../src/evaluation/quality/messy/self-acting.ts";
import { plantRecording } from "../../../../../src/evaluation/quality/planted-frame.ts";
import { DAY, MINUTE, SECOND } from "../../../../../src/model/time.ts";

const { recording } = plantRecording({ seed: 5, days: 30 });

const disturbed = (nuisance: Nuisance, seed = 1) => disturb(recording, [nuisance], seed);

const rowsOf = ({ rows }: HomeRecording, entityId: string): readonly HomeRow[] =>
  rows.filter((row) => row.entityId === entityId);

const timeOfDay = ({ at }: HomeRow): number => recording.clock.timeOfDay(at);

describe("nuisances", () => {
  for (const nuisance of NUISANCES)
    describe(`(${nuisance.name})`, () => {
      it("depend only on the seed", () => {
        expect(disturbed(nuisance)).to.deep.equal(disturbed(nuisance));
        if (nuisance !== lightingIntegration) expect(disturbed(nuisance)).to.not.deep.equal(disturbed(nuisance, 2));
      });

      it("do not modify their input, and keep the order of time", () => {
        const before = JSON.stringify(recording);
        const { rows } = disturbed(nuisance).recording;
        expect(JSON.stringify(recording) === before).to.equal(true);
        expect(rows.every(({ at }, index) => index === 0 || rows[index - 1]!.at <= at)).to.equal(true);
      });

      it("add only new entities", () => {
        const { added, recording: messy } = disturbed(nuisance);
        for (const entityId of added) {
          expect(rowsOf(recording, entityId), entityId).to.deep.equal([]);
          expect(rowsOf(messy, entityId).length, entityId).to.be.above(10);
        }
      });
    });

  it("leave rows of old entities unchanged, except for interruptions", () => {
    for (const nuisance of [lampGroup, mirrors, lightingIntegration, boundRemote, bridgeTimer, scheduler]) {
      const known = new Set(recording.rows.map(({ entityId }) => entityId));
      const oldRows = disturbed(nuisance).recording.rows.filter(({ entityId }) => known.has(entityId));
      expect(oldRows, nuisance.name).to.deep.equal(recording.rows);
    }
  });

  it("combine without affecting each other's draws", () => {
    const { added, renamed, recording: messy } = disturb(recording, NUISANCES, 1);
    const lamps = added.filter(
      (entityId) => rowsOf(messy, entityId).length > 0 || [...renamed.values()].includes(entityId),
    );
    expect(lamps).to.have.members([...added]);
    expect(added).to.include.members([
      "light.all_lamps",
      "light.hall_wardrobe",
      "light.attic_stairs",
      "switch.kitchen_boiler",
    ]);
    expect(renamed.size).to.equal(2);
  });
});

describe("a bound remote", () => {
  it("switches its lamp 0.3 to 0.9 s after each press, which looks manual", () => {
    const { recording: messy } = disturbed(boundRemote);
    const presses = rowsOf(messy, "event.hall_remote");
    const lamp = rowsOf(messy, "light.hall_wardrobe");
    expect(lamp.length).to.equal(presses.length);
    for (const [index, { at, context }] of lamp.entries()) {
      expect(at - presses[index]!.at).to.be.within(300, 900);
      expect(context).to.equal("manual");
    }
  });
});

describe("a timer in a bridge", () => {
  it("turns its lamp off 300 s after the last motion, within a second", () => {
    const { recording: messy } = disturbed(bridgeTimer);
    const motion = rowsOf(messy, "binary_sensor.attic_motion");
    const offs = rowsOf(messy, "light.attic_stairs").filter(({ state }) => state === "off");
    expect(offs.length).to.be.above(50);
    for (const off of offs) {
      const last = motion.findLast(({ at, state }) => state === "off" && at < off.at);
      expect(off.at - (last?.at ?? NaN)).to.be.within(299 * SECOND, 301 * SECOND);
    }
  });
});

describe("a scheduler", () => {
  it("acts each day within the first second of 07:00 and 08:30, local time", () => {
    const rows = rowsOf(disturbed(scheduler).recording, "switch.kitchen_boiler");
    expect(rows.length).to.be.at.least(60);
    for (const row of rows) {
      const after = timeOfDay(row) - (row.state === "on" ? 7 * 60 : 8 * 60 + 30) * MINUTE;
      expect(after).to.be.within(1, 999);
      expect(row.context).to.equal("manual");
    }
  });
});

describe("a derived entity", () => {
  it("may be a group that is on while one of its lamps is", () => {
    const group = rowsOf(disturbed(lampGroup).recording, "light.all_lamps");
    expect(group.every(({ state }, index) => index === 0 || group[index - 1]!.state !== state)).to.equal(true);
    for (const { at, state } of group)
      expect(
        recording.rows.some(
          (row) => row.entityId.startsWith("light.") && row.state === state && at - row.at >= 2 && at - row.at <= 80,
        ),
      ).to.equal(true);
  });

  it("may be a mirror that repeats each change of its lamp within 0.1 s, with its context", () => {
    const { added, recording: messy } = disturbed(mirrors);
    const lamp = added.find((entityId) => entityId.endsWith("_template")) ?? "";
    const own = rowsOf(recording, lamp.replace("_template", ""));
    const mirrored = rowsOf(messy, lamp);
    expect(mirrored.map(({ state, context }) => [state, context])).to.deep.equal(
      own.map(({ state, context }) => [state, context]),
    );
    for (const [index, { at }] of mirrored.entries()) expect(at - own[index]!.at).to.be.within(1, 80);
  });

  it("may have a level that an integration sets 1.5 s after every turn-on", () => {
    const { levels } = disturbed(lightingIntegration).recording;
    const ons = recording.rows.filter(({ entityId, state }) => entityId.startsWith("light.") && state === "on");
    expect(levels.filter(({ value }) => value === 78).map(({ at }) => at - 1_500)).to.deep.equal(
      ons.map(({ at }) => at),
    );
  });
});

describe("an interruption", () => {
  it("may be a nightly outage of a minute that changes no states", () => {
    const messy = disturbed(nightlyOutage).recording;
    const entities = [...new Set(recording.rows.map(({ entityId }) => entityId))];
    const stateAt = ({ rows }: HomeRecording, entityId: string, at: number): string | undefined =>
      rows.findLast((row) => row.entityId === entityId && row.at <= at)?.state;
    const start = recording.clock.instantOf(recording.clock.dayOf(recording.rows[0]!.at) + 3, 0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.constantFrom(...entities), (day, entityId) => {
        const at = start + day * DAY + 5 * 60 * MINUTE;
        if (entityId.startsWith("event.")) return;
        expect(stateAt(messy, entityId, at)).to.equal(stateAt(recording, entityId, at));
      }),
      { numRuns: 100 },
    );
    const gaps = rowsOf(messy, "light.hall").filter(({ state }) => state === "unavailable");
    expect(gaps.length).to.be.within(28, 31);
    for (const gap of gaps) {
      expect(timeOfDay(gap)).to.be.within(180 * MINUTE, 240 * MINUTE);
      expect(rowsOf(messy, "light.hall").find(({ at }) => at > gap.at)?.at).to.equal(gap.at + MINUTE);
    }
  });

  it("is not a new press when a button returns", () => {
    const presses = (one: HomeRecording): number =>
      rowsOf(one, "event.living_room_button").filter(({ state }) => state === "press").length;
    expect(presses(disturbed(nightlyOutage).recording)).to.be.at.most(presses(recording));
  });

  it("may be a renamed entity whose rows are split between both ids", () => {
    const { recording: messy, renamed } = disturbed(renamedEntity);
    const [id = "", old = ""] = [...renamed][0] ?? [];
    const known = rowsOf(recording, old);
    const parts = [...rowsOf(messy, old), ...rowsOf(messy, id)].filter(({ context }) => context !== "unknown");
    expect(parts.map(({ at }) => at)).to.deep.equal(
      known.filter(({ context }) => context !== "unknown").map(({ at }) => at),
    );
    expect(rowsOf(messy, old).at(-1)?.state).to.equal("unavailable");
    expect(originalIdOf(id, renamed)).to.equal(old);
  });

  it("may be a replaced device after a day without rows", () => {
    const { recording: messy, renamed } = disturbed(replacedDevice);
    const [id = "", old = ""] = [...renamed][0] ?? [];
    const away = (rowsOf(messy, id)[0]?.at ?? NaN) - (rowsOf(messy, old).at(-1)?.at ?? NaN);
    expect(away).to.be.at.least(DAY);
  });
});
