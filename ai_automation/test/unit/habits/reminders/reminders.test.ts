import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { nullFrame } from "../../../../src/evaluation/quality/null-frame.ts";
import { mineHabits, type MiningOptions } from "../../../../src/habits/mine.ts";
import { confidenceOfReminder, mineReminders } from "../../../../src/habits/reminders/reminders.ts";
import type { Reminder } from "../../../../src/habits/reminders/watched.ts";
import { HOUR, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { createWorld } from "../../../../src/replay/world.ts";
import { recordingNames } from "../../../../src/suggestions/finding/recording-names.ts";
import { anything, frameOfLife, type Event } from "../../../support/a-life.ts";
import { anEntrance } from "../../../support/an-entrance.ts";

const HOME: MiningOptions = { ...anything, deviceClassOf: recordingNames.deviceClassOf };

function reminders(events: readonly Event[], options: Partial<MiningOptions> = {}): readonly Reminder[] {
  const frame = frameOfLife(events);
  const all = { ...HOME, ...options };
  return mineReminders(createWorld(frame), mineHabits(frame, all), all);
}

const kinds = (found: readonly Reminder[]): readonly string[] =>
  found.map(({ kind, entityId }) => `${kind} ${entityId}`);

const FRONT_DOOR = { entityId: "binary_sensor.front_door", states: ["on", "off"] } as const;

describe("reminders", () => {
  it("watches a garage door that is open after its usual time", () => {
    const [reminder, ...others] = reminders(anEntrance());
    expect(others).to.deep.equal([]);
    expect(reminder).to.include({ kind: "late", entityId: "cover.garage_door" });
    expect(reminder?.heldOut).to.deep.equal({ normal: 28, all: 28 });
    expect(reminder?.trigger.kind === "clock" && reminder.trigger.timeOfDay).to.be.within(21 * HOUR, 22 * HOUR);
  });

  it("watches locks and garage door contacts by the same rule", () => {
    const lock = anEntrance({ entityId: "lock.front", states: ["unlocked", "locked"], seed: 2 });
    const contact = anEntrance({ entityId: "binary_sensor.garage_door", states: ["on", "off"], seed: 3 });
    expect(kinds(reminders([...lock, ...contact]))).to.have.members([
      "late lock.front",
      "late binary_sensor.garage_door",
    ]);
  });

  it("watches a door only if it was left open before, and by duration rather than time of day", () => {
    expect(reminders(anEntrance(FRONT_DOOR))).to.deep.equal([]);
    const [reminder] = reminders(anEntrance({ ...FRONT_DOOR, longDays: [20] }));
    expect(reminder).to.include({ kind: "long" });
    expect(reminder?.trigger).to.include({ kind: "state", state: "on", hold: 30 * MINUTE });
  });

  it("does not watch for durations that are usual", () => {
    const often = Array.from({ length: 30 }, (_, index) => index * 3);
    const found = reminders(anEntrance({ ...FRONT_DOOR, longDays: often, longFor: 2 * HOUR }));
    expect(found).to.deep.equal([]);
  });

  it("does not watch a thing that is used at any hour", () => {
    expect(reminders(anEntrance({ isRestless: true }))).to.deep.equal([]);
  });

  it("does not watch a thing that is no longer at rest by its usual time", () => {
    const forgotten = [65, 68, 71, 74, 77, 80, 83, 86];
    expect(kinds(reminders(anEntrance({ forgotten })))).to.deep.equal([]);
  });

  it("accepts one forgotten evening on the held-out days", () => {
    const [reminder] = reminders(anEntrance({ forgotten: [80] }));
    expect(reminder?.heldOut).to.deep.equal({ normal: 27, all: 28 });
    expect(reminder === undefined ? 0 : confidenceOfReminder(reminder)).to.be.within(0.85, 27 / 28);
  });

  it("needs four weeks of history", () => {
    expect(reminders(anEntrance({ days: 27 }))).to.deep.equal([]);
    expect(reminders(anEntrance({ days: 30 }))).to.have.length(1);
  });

  it("offers at most three, garage doors and locks first", () => {
    const all = [
      anEntrance({ entityId: "binary_sensor.garden_gate", states: ["on", "off"] }),
      anEntrance({ entityId: "cover.drive_gate", seed: 2 }),
      anEntrance({ entityId: "lock.front", states: ["unlocked", "locked"], seed: 3 }),
      anEntrance({ seed: 4 }),
      anEntrance({ ...FRONT_DOOR, longDays: [20], seed: 5 }),
    ].flat();
    expect(kinds(reminders(all))).to.have.members([
      "late lock.front",
      "late cover.garage_door",
      "late cover.drive_gate",
    ]);
  });

  it("watches a garage door and its contact only once", () => {
    const contact = anEntrance({ entityId: "binary_sensor.garage_door", states: ["on", "off"] });
    const later = contact.map((event) => ({ ...event, at: event.at + 5 * SECOND }));
    expect(reminders([...anEntrance(), ...later])).to.have.length(1);
  });

  it("watches the duration for a garage door that is used until late", () => {
    const [reminder] = reminders(anEntrance({ lastOpened: 21, lastScatter: 2.9 }));
    expect(reminder?.trigger).to.deep.include({ kind: "state", state: "open", hold: 30 * MINUTE });
  });

  it("leaves out excluded entities and those that an existing reminder watches", () => {
    expect(reminders(anEntrance(), { isMinable: () => false })).to.deep.equal([]);
    const own = parseAutomation({
      triggers: [{ trigger: "state", entity_id: "cover.garage_door", to: "open", for: "00:20:00" }],
      actions: [{ action: "notify.mobile_app_phone", data: { message: "The garage is open" } }],
    });
    expect(reminders(anEntrance(), { existing: [own] })).to.deep.equal([]);
  });

  it("does not depend on the order of events", () => {
    const events = anEntrance();
    expect(reminders(events.toReversed())).to.deep.equal(reminders(events));
  });

  for (const shuffle of ["rotate", "uniform"] as const) {
    it(`finds nothing for covers with shuffled times (${shuffle})`, () => {
      for (let seed = 1; seed <= 30; seed++) {
        const real = frameOfLife(anEntrance({ seed, forgotten: seed % 2 === 0 ? [40] : [] }));
        const shuffled = nullFrame(real, shuffle, seed);
        const mined = mineHabits(real, { ...HOME, mayActOn: () => false });
        expect(kinds(mineReminders(createWorld(shuffled), mined, HOME))).to.deep.equal([]);
      }
    });
  }
});
