import { expect } from "chai";
import fc from "fast-check";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { mineHabits, type MiningOptions } from "../../../src/habits/mine.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { DAY, HOUR, MINUTE } from "../../../src/model/time.ts";
import { aLife, anything, clock, frameOfLife, type Event, type Life } from "../../support/a-life.ts";

const STRONG = { hour: 22.5, scatterMinutes: 6, share: 0.95 };
const BOTH: Life = { firstDay: "2023-01-01", days: 60, bedtime: STRONG, pantryShare: 0.97 };

/** The habits found, as "entity state trigger". */
function found(events: readonly Event[], options: Partial<MiningOptions> = {}): readonly string[] {
  const frame = frameOfLife(events);
  return mineHabits(frame, { ...anything, ...options })
    .found.flatMap(({ trigger, members }) =>
      members.map(({ rule }) => {
        const { entity, state } = rule.candidate.series;
        const target = `${frame.entities.names[entity]} ${frame.states.names[state]}`;
        return `${target} ${trigger.kind}${trigger.kind === "state" ? ` ${trigger.entityIds.join(" ")}` : ""}`;
      }),
    )
    .sort();
}

describe("mining", () => {
  it("finds a time habit and a habit of following a sensor, and nothing else", () => {
    expect(found(aLife(BOTH))).to.deep.equal([
      "light.bedroom off clock",
      "light.pantry on state binary_sensor.pantry_door",
    ]);
  });

  it("chooses a minute slightly before people usually act", () => {
    const { found: habits } = mineHabits(frameOfLife(aLife({ ...BOTH, pantryShare: 0 })), anything);
    const [trigger] = habits.map((habit) => habit.trigger);
    expect(trigger).to.include({ kind: "clock" });
    if (trigger?.kind === "clock") {
      expect(trigger.weekdays).to.have.length(7);
      expect(trigger.timeOfDay).to.be.within(22.5 * HOUR - 15 * MINUTE, 22.5 * HOUR + 5 * MINUTE);
    }
  });

  it("chooses the minute before if people are never early", () => {
    const punctual = { hour: 7, scatterMinutes: 1 / 60, share: 0.95 };
    const { found: habits } = mineHabits(frameOfLife(aLife({ ...BOTH, pantryShare: 0, bedtime: punctual })), anything);
    const [trigger] = habits.map((habit) => habit.trigger);
    expect(trigger).to.deep.include({ kind: "clock", timeOfDay: 7 * HOUR - MINUTE });
  });

  it("finds a habit that wraps midnight", () => {
    const events = aLife({ ...BOTH, pantryShare: 0, bedtime: { hour: 24, scatterMinutes: 12, share: 0.95 } });
    expect(found(events)).to.deep.equal(["light.bedroom off clock"]);
  });

  it("finds the same habits across both clock changes", () => {
    expect(found(aLife({ ...BOTH, firstDay: "2023-02-25" }))).to.deep.equal(found(aLife(BOTH)));
    expect(found(aLife({ ...BOTH, firstDay: "2023-10-01" }))).to.deep.equal(found(aLife(BOTH)));
  });

  it("finds the same habits if nobody recorded the days between an old history and today's", () => {
    // It ends while the light is on, which is then the last that is known of it.
    const end = clock.instantOf((parseDay(BOTH.firstDay) ?? NaN) + 30, 21 * HOUR);
    const old = aLife(BOTH).filter(({ at }) => at < end);
    for (const hole of [10, 30, 90]) {
      const today = aLife({ ...BOTH, days: 60 + hole }).filter(({ at }) => at >= end + hole * DAY);
      expect(found([...old, ...today]), `${hole} days`).to.deep.equal(found(aLife(BOTH)));
    }
  });

  it("finds habits of workdays and restricts their weekdays", () => {
    const onWeekends = ({ at }: Event): boolean => [0, 6].includes(new Date(at).getUTCDay());
    const events = aLife({ ...BOTH, days: 90, pantryShare: 0 }).map((event): Event =>
      event.context === "manual" && onWeekends(event)
        ? { ...event, at: event.at + 3 * HOUR, context: "automation" }
        : event,
    );
    const { found: habits } = mineHabits(frameOfLife(events), anything);
    expect(habits.map(({ trigger }) => (trigger.kind === "clock" ? trigger.weekdays : []))).to.deep.equal([
      [0, 1, 2, 3, 4],
    ]);
  });

  it("finds nothing if the habits are kept half the time", () => {
    expect(found(aLife({ ...BOTH, bedtime: { ...STRONG, share: 0.5 }, pantryShare: 0.5 }))).to.deep.equal([]);
  });

  it("finds nothing in three days, in an empty home or without actuators", () => {
    expect(found(aLife({ ...BOTH, days: 3 }))).to.deep.equal([]);
    expect(found([])).to.deep.equal([]);
    expect(found(aLife(BOTH).filter(({ entityId }) => entityId.startsWith("binary_sensor")))).to.deep.equal([]);
  });

  it("does not count automated changes as a habit", () => {
    const events = aLife(BOTH).map((event): Event =>
      event.context === "manual" ? { ...event, context: "automation" } : event,
    );
    expect(found(events)).to.deep.equal([]);
  });

  it("does not offer what an existing automation does, whatever its conditions", () => {
    const pantry = {
      alias: "Pantry",
      triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
      conditions: [{ condition: "template", value_template: "{{ true }}" }],
      actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
    };
    const bedtime = {
      alias: "Bedtime",
      triggers: [{ trigger: "time", at: "22:35" }],
      actions: [{ action: "light.turn_off", target: { entity_id: "light.bedroom" } }],
    };
    expect(found(aLife(BOTH), { existing: [parseAutomation(pantry)] })).to.deep.equal(["light.bedroom off clock"]);
    expect(found(aLife(BOTH), { existing: [pantry, bedtime].map(parseAutomation) })).to.deep.equal([]);
  });

  it("never uses an entity that is excluded, as actuator or as trigger", () => {
    const without = (entityId: string) => found(aLife(BOTH), { isMinable: (one) => one !== entityId });
    expect(without("light.bedroom")).to.deep.equal(["light.pantry on state binary_sensor.pantry_door"]);
    expect(without("binary_sensor.pantry_door")).to.deep.equal(["light.bedroom off clock"]);
    expect(found(aLife(BOTH), { mayActOn: () => false })).to.deep.equal([]);
  });

  it("does not depend on the order of events", () => {
    const events = aLife(BOTH);
    fc.assert(
      fc.property(fc.shuffledSubarray([...events], { minLength: events.length }), (shuffled) => {
        expect(found(shuffled)).to.deep.equal(found(events));
      }),
      { numRuns: 3, seed: 1 },
    );
  });

  it("finds the same habits if the history is shifted by weeks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), (weeks) => {
        const later = aLife(BOTH).map((event) => ({ ...event, at: event.at + weeks * 7 * 24 * HOUR }));
        expect(found(later)).to.deep.equal(found(aLife(BOTH)));
      }),
      { numRuns: 3, seed: 1 },
    );
  });

  it("does not lose a habit if it is kept more strictly", () => {
    const keeps = [0.9, 0.95, 1].map(
      (share) => found(aLife({ ...BOTH, pantryShare: share, bedtime: { ...STRONG, share } })).length,
    );
    expect(keeps).to.deep.equal([...keeps].sort((a, b) => a - b));
  });

  it("gives the same result every time", () => {
    const run = () => mineHabits(frameOfLife(aLife(BOTH)), anything).found;
    expect(run()).to.deep.equal(run());
  });
});
