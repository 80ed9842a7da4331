import { expect } from "chai";
import { createFrameBuilder } from "../../../../src/history/frame/frame.ts";
import { findMachines } from "../../../../src/history/machines/find-machines.ts";
import { createClock } from "../../../../src/model/clock.ts";
import { createRandom } from "../../../../src/model/random.ts";
import type { SelfActing } from "../../../../src/model/self-acting.ts";
import { createSun } from "../../../../src/model/sun.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../src/model/time.ts";
import {
  cuedDays,
  frameOf,
  leftToPeople,
  MONDAY,
  normal,
  type Change,
  type LagOf,
} from "../../../support/a-cued-home.ts";
import { AMSTERDAM } from "../../../support/a-frame.ts";

const found = (changes: readonly Change[]): readonly SelfActing[] => findMachines(frameOf(changes)).found;

/** As "light.hall on: 5 s after binary_sensor.door on". */
const named = (changes: readonly Change[]): readonly string[] =>
  found(changes).map(({ target, cause }) => {
    const change = `${target.entityId} ${target.state}`;
    if (cause.kind === "clock") return `${change}: at ${cause.timeOfDay / HOUR}`;
    if (cause.kind === "sun") return `${change}: ${Math.round(cause.offset / MINUTE)} min after ${cause.event}`;
    const cue = cause.kind === "own" ? `own ${cause.state}` : `${cause.entityId} ${cause.state}`;
    return `${change}: ${cause.lag / SECOND} s after ${cue}`;
  });

const sharp =
  (seconds: number, jitter: number): LagOf =>
  (random) =>
    seconds + jitter * (2 * random() - 1);

const at = (day: number, hours: number, entityId: string, state: string, context: Change["context"]): Change => ({
  at: Math.round(MONDAY + day * DAY + hours * HOUR),
  entityId,
  state,
  context,
});

const range = (count: number): readonly number[] => [...Array(count).keys()];

describe("machines", () => {
  it("include a light that follows a button within a second", () => {
    expect(named(cuedDays(sharp(0.6, 0.3), { cue: "event.button" }))).to.deep.equal([
      "light.hall on: 0 s after event.button on",
    ]);
  });

  it("include a light that waits exactly five minutes", () => {
    expect(named(cuedDays(sharp(300.5, 1)))).to.deep.equal(["light.hall on: 300 s after binary_sensor.door on"]);
  });

  it("are found whatever cause is recorded", () => {
    for (const context of ["manual", "unknown"] as const)
      expect(named(cuedDays(sharp(300.5, 1), { context }))).to.have.length(1);
  });

  it("are found after twenty events", () => {
    for (const lag of [sharp(1.5, 1.4), sharp(60.5, 1), sharp(1_800.5, 1)])
      for (const seed of range(20)) expect(named(cuedDays(lag, { days: 20, seed }))).to.have.length(1);
  });

  it("include a timer of the entity itself", () => {
    const random = createRandom(3);
    const changes = range(40).flatMap((day): readonly Change[] => {
      const hours = 8 + 10 * random();
      return [
        at(day, hours, "light.hall", "on", "manual"),
        at(day, hours + (900 + random()) / 3_600, "light.hall", "off", "manual"),
      ];
    });
    expect(named(changes)).to.deep.equal(["light.hall off: 900 s after own on"]);
  });

  it("include a scheduler that acts on the full hour as a person", () => {
    const random = createRandom(4);
    const changes = range(40).flatMap((day) => [
      at(day, 7 + random() / 3_600, "light.hall", "on", "manual"),
      at(day, 9 + 10 * random(), "light.hall", "off", "manual"),
    ]);
    expect(named(changes)).to.deep.equal(["light.hall on: at 7"]);
  });

  it("include a timer that follows the sun", () => {
    const random = createRandom(4);
    const clock = createClock("Etc/UTC");
    const sun = createSun(clock, AMSTERDAM);
    const changes = range(60).flatMap((day) => {
      const sunset = sun(clock.dayOf(MONDAY) + day).sunset ?? NaN;
      const lit = (sunset - MONDAY - day * DAY) / HOUR - (10 + 0.1 * random()) / 60;
      return [at(day, lit, "light.hall", "on", "manual"), at(day, 22 + random(), "light.hall", "off", "manual")];
    });
    expect(named(changes)).to.deep.equal(["light.hall on: -10 min after sunset"]);
  });

  it("include a light that reports what an automation did to its group", () => {
    const random = createRandom(5);
    const changes = range(40).flatMap((day) => {
      const hours = 8 + 10 * random();
      return [
        at(day, hours, "light.group", "on", "automation"),
        at(day, hours + (0.2 + random()) / 3_600, "light.member", "on", "manual"),
        at(day, 20 + random(), "light.group", "off", "manual"),
        at(day, 21 + random(), "light.member", "off", "manual"),
      ];
    });
    expect(named(changes)).to.deep.equal(["light.member on: 0 s after light.group on"]);
  });

  it("are reported with count and time", () => {
    const [first] = found(cuedDays(sharp(300.5, 1), { days: 40 }));
    expect(first?.count).to.equal(40);
    expect(first?.from).to.be.within(MONDAY, MONDAY + DAY);
    expect(first?.to).to.be.within(MONDAY + 39 * DAY, MONDAY + 40 * DAY);
    expect(first?.actsAs).to.equal(null);
  });

  it("are reported with the user account they act as", () => {
    const builder = createFrameBuilder({ clock: createClock("Etc/UTC"), location: null });
    const light = builder.entity("light.hall");
    for (const day of range(40)) {
      const morning = MONDAY + day * DAY + 7 * HOUR + 300;
      builder.add(morning, light, builder.state("on"), "manual");
      builder.hands.add(morning, light, day % 5 === 0 ? "ben" : "anna");
      builder.add(morning + (day + 1) * 11 * MINUTE, light, builder.state("off"), "manual");
    }
    const [first] = findMachines(builder.finish()).found;
    expect([first?.cause, first?.actsAs]).to.deep.equal([{ kind: "clock", timeOfDay: 7 * HOUR }, "anna"]);
  });

  it("stay manual if somebody says that it was a person, and are still named", () => {
    const frame = frameOf(cuedDays(sharp(300.5, 1), { days: 40 }));
    const [machine] = findMachines(frame).found;
    if (machine === undefined) return expect.fail("no machine was found");
    const contradicted = [{ target: machine.target, cause: machine.cause }];
    const after = findMachines(frame, contradicted);
    expect(after.found).to.deep.equal([{ ...machine, isContradicted: true }]);
    expect(leftToPeople(after, "light.hall", "on")).to.equal(40);
    expect(leftToPeople(findMachines(frame), "light.hall", "on")).to.equal(0);
  });

  it("do not stay manual if another machine is contradicted", () => {
    const frame = frameOf(cuedDays(sharp(300.5, 1), { days: 40 }));
    const other = { target: { entityId: "light.hall", state: "on" }, cause: { kind: "clock", timeOfDay: 0 } as const };
    expect(leftToPeople(findMachines(frame, [other]), "light.hall", "on")).to.equal(0);
  });

  it("are found in the quarter in which they ran", () => {
    const before = cuedDays((random) => 200 + 400 * random(), { days: 182 });
    const during = cuedDays(sharp(300.5, 1), { days: 91, first: MONDAY + 182 * DAY });
    const [machine, ...others] = found([...before, ...during]);
    expect(others).to.deep.equal([]);
    expect(machine?.count).to.be.within(88, 96);
  });
});

describe("manual actions", () => {
  it("stay manual if a machine does the same sooner", () => {
    let isMachine = false;
    const changes = cuedDays(
      (random) => {
        isMachine = !isMachine;
        return isMachine ? 300 + random() : 30 + 120 * random();
      },
      { days: 80 },
    );
    expect(leftToPeople(findMachines(frameOf(changes)), "light.hall", "on")).to.equal(40);
  });

  it("include switching two lights one after the other", () => {
    const random = createRandom(6);
    const changes = range(60).flatMap((day) => {
      const hours = 8 + 10 * random();
      return [
        at(day, hours, "light.one", "on", "manual"),
        at(day, hours + (0.7 + 0.6 * random()) / 3_600, "light.two", "on", "manual"),
        at(day, 20 + random(), "light.one", "off", "manual"),
        at(day, 21 + random(), "light.two", "off", "manual"),
      ];
    });
    expect(found(changes)).to.deep.equal([]);
  });

  it("include correcting a timer at once", () => {
    const random = createRandom(8);
    const changes = range(60).flatMap((day) => {
      const hours = 8 + 8 * random();
      const dark = hours + 600 / 3_600;
      return [
        at(day, hours, "binary_sensor.motion", "off", "unknown"),
        at(day, dark, "light.hall", "off", "automation"),
        at(day, dark + (3 + 3 * random()) / 3_600, "light.hall", "on", "manual"),
        at(day, dark + 1, "binary_sensor.motion", "on", "unknown"),
      ];
    });
    expect(found(changes)).to.deep.equal([]);
  });

  it("are as often early as late", () => {
    const random = createRandom(9);
    const changes = range(60).flatMap((day) => [
      at(day, 7 + (2 * random() - 1) / 3_600, "light.hall", "on", "manual"),
      at(day, 9 + 10 * random(), "light.hall", "off", "manual"),
    ]);
    expect(found(changes)).to.deep.equal([]);
  });
});

describe("the search for machines", () => {
  const home = [
    ...cuedDays(sharp(300.5, 1), { days: 70 }),
    ...cuedDays((random) => 20 * Math.exp(normal(random)), { days: 70, seed: 2, cue: "event.button" }),
  ];

  it("does not depend on the order of the rows", () => {
    const random = createRandom(1);
    const shuffled = home
      .map((change) => ({ change, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ change }) => change);
    expect(found(shuffled)).to.deep.equal(found(home));
  });

  it("is shift-equivariant in time", () => {
    const moved = home.map((change) => ({ ...change, at: change.at + 100 * DAY }));
    expect(found(moved)).to.deep.equal(
      found(home).map((one) => ({ ...one, from: one.from + 100 * DAY, to: one.to + 100 * DAY })),
    );
  });

  it("finds nothing that happened on two days only", () => {
    const changes = range(2).flatMap((day) =>
      range(12).flatMap((time) => [
        at(day, 8 + time / 4, "event.button", "press", "unknown"),
        at(day, 8 + time / 4 + 0.5 / 3_600, "light.hall", time % 2 === 0 ? "on" : "off", "manual"),
      ]),
    );
    expect(found(changes)).to.deep.equal([]);
  });

  it("searches a year of changes every minute quickly", () => {
    const random = createRandom(2);
    const busy = range(365 * 24).map((hour): Change => ({
      at: MONDAY + hour * HOUR + Math.floor(random() * HOUR),
      entityId: "light.hall",
      state: hour % 2 === 0 ? "on" : "off",
      context: "manual",
    }));
    const sensor = range(365 * 96).map((quarter): Change => ({
      at: MONDAY + quarter * 15 * MINUTE + Math.floor(random() * 15 * MINUTE),
      entityId: "binary_sensor.motion",
      state: quarter % 2 === 0 ? "on" : "off",
      context: "unknown",
    }));
    expect(found([...busy, ...sensor])).to.deep.equal([]);
  });
});
