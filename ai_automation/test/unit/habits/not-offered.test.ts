import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { Existing } from "../../../src/habits/choice/existing.ts";
import { mineHabits, type Mined, type MiningOptions } from "../../../src/habits/mine.ts";
import { NO_RULES } from "../../../src/model/evidence-rules.ts";
import { createRandom } from "../../../src/model/random.ts";
import { aLife, anything, frameOfLife, type Event, type Life } from "../../support/a-life.ts";
import { days } from "../../support/days.ts";
import { ifThen } from "../../support/if-then.ts";

const SECONDS = 1 / 3_600;
const MINUTES = 1 / 60;

const mine = (events: readonly Event[], options: Partial<MiningOptions> = {}): Mined =>
  mineHabits(frameOfLife(events), { ...anything, areaOf: () => "room", ...options });

/** Near misses as "entity state: reason". */
const nearMisses = ({ nearMisses }: Mined): readonly string[] =>
  nearMisses.map(({ target, reason }) => `${target.entityId} ${target.state}: ${reason.kind}`);

const PANTRY: Life = { firstDay: "2023-01-01", days: 60, pantryShare: 0.97 };

const pantryLight = parseAutomation({
  alias: "automation.pantry",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
});

describe("habits that are not offered", () => {
  it("are reported with reason and replay if they are kept too rarely", () => {
    const mined = mine(aLife({ ...PANTRY, pantryShare: 0.45 }));
    expect(mined.found).to.deep.equal([]);
    const [miss] = mined.nearMisses.filter(({ target }) => target.entityId === "light.pantry");
    expect(miss?.trigger).to.deep.include({ kind: "state", entityIds: ["binary_sensor.pantry_door"], state: "on" });
    expect(miss?.reason.kind).to.equal("not_right_enough");
    expect(miss?.heldOut.tp).to.be.above(0);
    expect(miss?.heldOut.fp).to.be.above(0);
  });

  it("name the automation that does it already", () => {
    const { nearMisses: misses } = mine(aLife(PANTRY), { existing: [pantryLight] });
    const [miss] = misses.filter(({ target }) => target.entityId === "light.pantry" && target.state === "on");
    expect(miss?.reason).to.deep.equal({ kind: "already_automated", by: "automation.pantry", certainty: "sure" });
  });

  describe("because of an automation of the home", () => {
    const done = (existing: Partial<Existing> & { readonly config?: object }): string => {
      const { config = {}, ...rest } = existing;
      const plan = parseAutomation({
        triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
        actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
        ...config,
      });
      const mined = mine(aLife(PANTRY), { existing: [{ ...plan, alias: "automation.pantry", ...rest }] });
      const isPantry = (target: { readonly entityId: string; readonly state: string }): boolean =>
        target.entityId === "light.pantry" && target.state === "on";
      const [miss] = mined.nearMisses.filter(({ target }) => isPantry(target));
      if (miss !== undefined)
        return miss.reason.kind === "already_automated" ? miss.reason.certainty : miss.reason.kind;
      const found = mined.found.flatMap(({ members }) => members);
      return `offered, ${found.some(({ wouldBeDoneBy }) => wouldBeDoneBy !== null) ? "off" : "none"}`;
    };
    const light = { action: "light.turn_on", target: { entity_id: "light.pantry" } };
    const closed = { condition: "state", entity_id: "binary_sensor.pantry_door", state: "off" };

    it("are offered if it is off, and name it", () => expect(done({ isOff: true })).to.equal("offered, off"));

    it("are done perhaps if one of its conditions is not understood", () => {
      const unread = { condition: "template", value_template: "{{ states.light | list | count > 2 }}" };
      expect(done({ config: { conditions: [unread] } })).to.equal("perhaps");
      expect(done({ config: { actions: [ifThen([unread], [light])] } })).to.equal("perhaps");
    });

    it("are done in a branch or after a short delay, but not in a branch that is not reached", () => {
      expect(done({ config: { actions: [ifThen([closed], [], [light])] } })).to.equal("sure");
      expect(done({ config: { actions: [{ delay: 5 }, light] } })).to.equal("sure");
      expect(done({ config: { actions: [ifThen([closed], [light])] } })).to.equal("offered, none");
      expect(done({ config: { actions: [{ delay: { hours: 1 } }, light] } })).to.equal("offered, none");
    });

    it("are offered if its conditions hardly ever hold", () => {
      const night = { condition: "time", after: "03:00:00", before: "03:05:00" };
      expect(done({ config: { conditions: [night] } })).to.equal("offered, none");
    });
  });

  it("include habits that an unlisted automation performs more often than people", () => {
    const bedtime = { hour: 23, scatterMinutes: 6, share: 0.97 };
    const events = (automated: number): readonly Event[] => {
      const random = createRandom(1);
      const isTaken = ({ entityId, context }: Event): boolean =>
        entityId === "light.bedroom" && context === "manual" && random() < automated;
      return aLife({ firstDay: "2023-01-15", days: 90, bedtime }).map((event) =>
        isTaken(event) ? { ...event, context: "automation" } : event,
      );
    };
    const mined = mine(events(0.7));
    expect(mined.found).to.deep.equal([]);
    const [miss] = mined.nearMisses.filter(({ target }) => target.entityId === "light.bedroom");
    expect(miss?.reason).to.deep.equal({ kind: "already_automated", by: null, certainty: "sure" });
    expect(mine(events(0.2)).found).to.have.length(1);
  });

  it("include rules that an existing automation would undo at once", () => {
    const opposite = parseAutomation({
      alias: "automation.dark_pantry",
      triggers: [{ trigger: "state", entity_id: "light.pantry", to: "on" }],
      conditions: [],
      actions: [{ action: "light.turn_off", target: { entity_id: "light.pantry" } }],
    });
    const mined = mine(aLife(PANTRY), { existing: [opposite] });
    expect(mined.found).to.deep.equal([]);
    expect(nearMisses(mined)).to.include("light.pantry on: contradicts");
  });

  it("do not include on and off at the same door, which is no contradiction", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      for (const visit of [8, 14, 20]) {
        const opened = visit + random();
        write(opened, "binary_sensor.door", "on");
        write(opened + (4 + random() * 20) * SECONDS, "light.shed", "on", "manual");
        write(opened + 1.5 * MINUTES, "binary_sensor.door", "off");
        write(opened + 1.5 * MINUTES + (4 + random() * 20) * SECONDS, "light.shed", "off", "manual");
      }
    });
    expect(mine(events).found).to.have.length(2);
  });

  it("include a habit that was given up", () => {
    const events = aLife({ ...PANTRY, days: 90 });
    const end = events.at(-1)?.at ?? NaN;
    const givenUp = events.filter(
      ({ at, entityId }) => entityId !== "light.pantry" || at < end - 21 * 24 * 3_600 * 1_000,
    );
    expect(mine(givenUp).found).to.deep.equal([]);
  });

  it("need the days on which a habit must have been seen, which is reported", () => {
    const { found, obstacle } = mine(aLife({ ...PANTRY, days: 3 }));
    expect(found).to.deep.equal([]);
    expect(obstacle).to.deep.equal({ kind: "too_little_history", has: 4, needs: 5 });
  });

  describe("in the first days", () => {
    const bedtime = { hour: 22.5, scatterMinutes: 6, share: 1 };

    it("say what is still needed and when that is likely", () => {
      const events = aLife({ ...PANTRY, days: 7, pantryShare: 0, bedtime });
      const { found, nearMisses: near, heldOut } = mine(events);
      expect(found).to.deep.equal([]);
      expect(near.map(({ target, learned }) => [target.entityId, learned.fp])).to.deep.equal([["light.bedroom", 0]]);
      const { more = NaN, likelyAt = NaN } = near[0]?.prospect ?? {};
      expect(more).to.be.within(1, 3);
      expect((likelyAt - heldOut.to) / (24 * 3_600 * 1_000)).to.be.within(0.8 * more, more + 1);
    });

    it("have no prospect if an automation does it already", () => {
      const events = aLife({ ...PANTRY, days: 7, pantryShare: 0, bedtime });
      const [prospective] = mine(events).nearMisses;
      const existing = parseAutomation({
        alias: "automation.bedtime",
        triggers: [{ trigger: "time", at: "22:30" }],
        actions: [{ action: `light.turn_${prospective?.target.state}`, target: { entity_id: "light.bedroom" } }],
      });
      const [near] = mine(events, { existing: [existing] }).nearMisses;
      expect(near?.prospect).to.equal(null);
      expect(near?.reason).to.deep.equal({ kind: "already_automated", by: "automation.bedtime", certainty: "sure" });
      const [open] = mine(events, { existing: [{ ...existing, isOff: true }] }).nearMisses;
      expect(open?.prospect).to.deep.equal(prospective?.prospect);
    });

    it("become suggestions when the prospect said so", () => {
      expect(mine(aLife({ ...PANTRY, days: 10, pantryShare: 0, bedtime })).found).to.have.length(1);
    });

    it("have no prospect if they are often wrong", () => {
      const { found, nearMisses: near } = mine(aLife({ ...PANTRY, days: 20, pantryShare: 0.45 }));
      expect(found).to.deep.equal([]);
      expect(near.map(({ target, prospect }) => [target.entityId, prospect])).to.deep.equal([["light.pantry", null]]);
    });
  });

  it("need an actuator and manual actions, which is reported", () => {
    const sensors = aLife(PANTRY).filter(({ entityId }) => !entityId.startsWith("light"));
    expect(mine(sensors).obstacle).to.deep.equal({ kind: "no_actuators" });
    const automatic = aLife(PANTRY).map((event): Event =>
      event.entityId.startsWith("light") ? { ...event, context: "automation" } : event,
    );
    expect(mine(automatic).obstacle).to.deep.equal({ kind: "nothing_done_by_hand" });
  });

  it("are counted if nothing comes close to explaining them", () => {
    const scattered = days("2023-01-15", 60, (write, random) => {
      if (random() < 0.4) write(24 * random(), "light.hall", random() < 0.5 ? "on" : "off", "manual");
      write(24 * random(), "binary_sensor.door", random() < 0.5 ? "on" : "off");
    });
    const { found, nearMisses: near, obstacle } = mine(scattered);
    expect([found, near]).to.deep.equal([[], []]);
    expect(obstacle).to.include({ kind: "no_pattern", devices: 1 });
    expect(obstacle).to.have.property("times").that.is.within(8, 24);
  });

  it("are withheld, with their number, if an automation must not do them", () => {
    const mayActOn = (entityId: string): boolean => entityId !== "light.pantry";
    const { found, withheld, nearMisses: near } = mine(aLife(PANTRY), { mayActOn });
    expect(found.flatMap(({ members }) => members.map(({ rule }) => rule.candidate.series))).to.deep.equal([]);
    expect(near.map(({ target }) => target.entityId)).not.to.include("light.pantry");
    expect(withheld.map(({ target }) => target)).to.deep.include({ entityId: "light.pantry", state: "on" });
    expect(withheld[0]?.times).to.be.above(50);
    expect(mine(aLife(PANTRY)).withheld).to.deep.equal([]);
  });

  describe("because they happen by themselves", () => {
    const wired = days("2023-01-15", 60, (write, random) => {
      for (const visit of [8, 13, 19]) {
        const pressed = visit + random();
        write(pressed, "event.button", "press");
        write(pressed + (0.3 + 0.6 * random()) * SECONDS, "light.hall", "on", "manual");
        write(pressed + 0.5 + random(), "light.hall", "off", "automation");
      }
    });

    it("are reported once, with their trigger", () => {
      const { found, selfActing, nearMisses: misses } = mine(wired);
      expect([found, misses]).to.deep.equal([[], []]);
      expect(selfActing.map(({ target, cause, count }) => [target.entityId, cause, count])).to.deep.equal([
        ["light.hall", { kind: "after", entityId: "event.button", state: "press", lag: 0 }, 180],
      ]);
    });

    it("are offered if somebody says that it was a person", () => {
      const scheduled = days("2023-01-15", 60, (write, random) => {
        write(7 + (0.2 + 0.6 * random()) * SECONDS, "light.hall", "on", "manual");
        write(8 + 3 * random(), "light.hall", "off", "automation");
      });
      const { found, selfActing } = mine(scheduled);
      expect([found.length, selfActing.length]).to.deep.equal([0, 1]);
      const contradicted = mine(scheduled, { rules: { ...NO_RULES, contradicted: selfActing } });
      expect(contradicted.found.map(({ trigger }) => trigger.kind)).to.deep.equal(["clock"]);
      expect(contradicted.selfActing).to.deep.equal(selfActing.map((one) => ({ ...one, isContradicted: true })));
    });

    it("are not reported if their trigger is excluded, and are no habit either", () => {
      const { found, selfActing } = mine(wired, { isMinable: (entityId) => entityId !== "event.button" });
      expect([found, selfActing]).to.deep.equal([[], []]);
    });
  });

  describe("because their entity only repeats another", () => {
    const mirrored = days("2023-01-15", 60, (write, random) => {
      const on = 18 + random();
      const off = 22 + random() / 3;
      for (const [name, delay] of [
        ["light.bed", 0],
        ["light.bed_mirror", 0.02],
        ["light.upstairs", 0.03],
      ] as const) {
        write(on + delay * SECONDS, name, "on", "automation");
        write(off + delay * SECONDS, name, "off", "manual");
      }
    });

    const targetsOf = ({ frame, found }: Mined): readonly (string | undefined)[] =>
      found.flatMap(({ members }) => members.map(({ rule }) => frame.entities.names[rule.candidate.series.entity]));

    it("leave the entity that was operated", () => {
      expect(targetsOf(mine(mirrored))).to.deep.equal(["light.bed"]);
    });

    it("are known from the registries", () => {
      const repeats = new Map([
        ["light.bed", ["light.upstairs"]],
        ["light.bed_mirror", ["light.bed"]],
      ]);
      expect(targetsOf(mine(mirrored, { rules: { ...NO_RULES, repeats } }))).to.deep.equal(["light.upstairs"]);
    });
  });

  it("include changes at a fixed lag in a recording without causes", () => {
    const life = (lag: (random: () => number) => number): readonly Event[] =>
      days("2023-01-15", 60, (write, random) => {
        for (const visit of [8, 14, 20]) {
          const opened = visit + random();
          write(opened, "binary_sensor.door", "on");
          write(opened + lag(random) * SECONDS, "light.shed", "on");
          write(opened + 1.5 * MINUTES, "binary_sensor.door", "off");
          write(opened + (15 + 200 * random()) * MINUTES, "light.shed", "off");
        }
      });
    const turnedOnBy = (events: readonly Event[]): readonly string[] => {
      const on = frameOfLife(events).states.find("on");
      const habits = mine(events).found.filter(({ members }) =>
        members.some(({ rule }) => rule.candidate.series.state === on),
      );
      return habits.map(({ trigger }) => trigger.kind);
    };
    expect(turnedOnBy(life(() => 1))).to.deep.equal([]);
    expect(turnedOnBy(life((random) => 4 + random() * 40))).to.deep.equal(["state"]);
  });
});

describe("other forms of a habit", () => {
  it("come with it, most certain first, with their own replay", () => {
    const events = days("2023-01-15", 90, (write, random) => {
      const arrived = 17.5 + random() * 0.5;
      write(arrived, "binary_sensor.door", "on");
      write(arrived + 1 * MINUTES, "binary_sensor.door", "off");
      if (random() < 0.95) write(arrived + (20 + random() * 40) * SECONDS, "light.hall", "on", "manual");
      write(23, "light.hall", "off", "automation");
    });
    const [habit] = mine(events).found;
    expect(habit?.trigger.kind).to.equal("state");
    const others = habit?.members[0]?.runnersUp ?? [];
    expect(others.length).to.be.within(1, 3);
    expect(others.map(({ candidate }) => candidate.trigger.kind)).to.include("clock");
    for (const { heldOut } of others) expect(heldOut.tp + heldOut.fp).to.be.above(0);
  });
});
