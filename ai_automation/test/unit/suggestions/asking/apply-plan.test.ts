import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import type { Entity } from "../../../../src/model/home.ts";
import { applyPlan } from "../../../../src/suggestions/asking/apply-plan.ts";
import { changePlan } from "../../../../src/suggestions/asking/plan/change-plan.ts";

const thing = (entityId: string, deviceClass: string | null = null): Entity => ({
  entityId,
  name: entityId,
  areaId: null,
  areaName: null,
  deviceClass,
  isMinable: true,
});

const THINGS = {
  t1: thing("light.hall"),
  t2: thing("light.table"),
  t3: thing("binary_sensor.door", "door"),
  t4: thing("sensor.lux", "illuminance"),
  t5: thing("climate.living"),
  t6: thing("lock.front"),
  t7: thing("cover.garage", "garage"),
  t8: thing("cover.blind"),
} as const;

const entities = new Map(Object.values(THINGS).map((entity) => [entity.entityId, entity]));
const named: ReadonlyMap<string, Entity> = new Map(Object.entries(THINGS));
const scope = { entityOf: (name: string) => named.get(name), entities, personIds: ["person.a", "person.b"] };

const HALL: AutomationConfig = {
  alias: "Hall",
  triggers: [{ trigger: "time", at: "22:30:00", weekday: ["mon", "tue"] }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall", "light.table"] } }],
  mode: "single",
};
const EMPTY: AutomationConfig = { alias: "", triggers: [], conditions: [], actions: [], mode: "single" };

const apply = (config: AutomationConfig, ...changes: readonly object[]): AutomationConfig =>
  applyPlan(config, changePlan.parse({ changes, not_possible: null }), scope);

describe("applying a plan", () => {
  it("replaces the trigger and keeps the weekdays", () => {
    const changed = apply(HALL, { change: "when", thing: "t3", state: "open", minutes: 5 });
    expect(changed.triggers).to.deep.equal([
      {
        trigger: "state",
        entity_id: "binary_sensor.door",
        not_from: ["unavailable", "unknown"],
        to: "on",
        for: "00:05:00",
      },
    ]);
    expect(changed.conditions).to.deep.equal([{ condition: "time", weekday: ["mon", "tue"] }]);
    const whole = apply(HALL, { change: "when", thing: "t3", state: "open", minutes: 1_440 });
    expect(whole.triggers[0]?.for).to.equal("24:00:00");
    expect(apply(HALL, { change: "at", time: "06:05" }).triggers).to.deep.equal([
      { trigger: "time", at: "06:05:00", weekday: ["mon", "tue"] },
    ]);
    expect(
      apply(HALL, { change: "when_number", thing: "t4", above: null, below: 20, minutes: 0 }).triggers,
    ).to.deep.equal([{ trigger: "numeric_state", entity_id: "sensor.lux", below: 20 }]);
  });

  it("builds a new automation from changes in any order", () => {
    const changed = apply(
      EMPTY,
      { change: "level", thing: "t5", kind: "temperature", value: 17 },
      { change: "when_household", event: "last_leaves" },
    );
    expect(changed).to.deep.include({
      triggers: [
        {
          trigger: "state",
          entity_id: ["person.a", "person.b"],
          not_from: ["unavailable", "unknown"],
          to: "not_home",
        },
      ],
      conditions: [{ condition: "state", entity_id: ["person.a", "person.b"], state: "not_home" }],
      actions: [
        { action: "climate.set_temperature", target: { entity_id: ["climate.living"] }, data: { temperature: 17 } },
      ],
    });
    expect(parseAutomation(changed).unsupported).to.deep.equal([]);
  });

  it("adds each of the three household conditions", () => {
    const conditions = (state: string) => apply(HALL, { change: "only_if_household", state }).conditions;
    const both = { condition: "state", entity_id: ["person.a", "person.b"] };
    expect(conditions("nobody_home")).to.deep.equal([{ ...both, state: "not_home" }]);
    expect(conditions("everybody_home")).to.deep.equal([{ ...both, state: "home" }]);
    expect(conditions("somebody_home")).to.deep.equal([{ ...both, state: "home", match: "any" }]);
    const twice = apply(HALL, { change: "only_if_household", state: "nobody_home" });
    expect(apply(twice, { change: "only_if_household", state: "everybody_home" }).conditions).to.have.length(1);
    expect(apply(twice, { change: "drop", what: "household" }).conditions).to.deep.equal([]);
  });

  it("replaces a condition of the same kind and removes it", () => {
    const lit = apply(HALL, { change: "light", only: "dark" }, { change: "hours", after: "21:00", before: "23:00" });
    expect(lit.conditions).to.deep.equal([
      { condition: "time", after: "21:00:00", before: "23:00:00" },
      { condition: "sun", after: "sunset", before: "sunrise" },
    ]);
    expect(apply(lit, { change: "light", only: "day" }).conditions).to.have.length(2);
    expect(apply(lit, { change: "drop", what: "hours" }).conditions).to.have.length(1);
    expect(apply(lit, { change: "drop", what: "all" })).to.deep.include({
      conditions: [],
      triggers: [{ trigger: "time", at: "22:30:00" }],
    });
    const bright = apply(HALL, { change: "only_if_number", thing: "t4", above: null, below: 30 });
    expect(bright.conditions).to.deep.equal([{ condition: "numeric_state", entity_id: "sensor.lux", below: 30 }]);
    expect(apply(bright, { change: "drop_thing", thing: "t4" }).conditions).to.deep.equal([]);
  });

  it("shifts a time within its day, and a sun offset across zero", () => {
    expect(apply(HALL, { change: "shift", minutes: -45 }).triggers[0]?.at).to.equal("21:45:00");
    const daily = { ...HALL, triggers: [{ trigger: "time", at: "23:50:00" }] };
    expect(apply(daily, { change: "shift", minutes: 20 }).triggers[0]?.at).to.equal("00:10:00");
    expect(() => apply(HALL, { change: "shift", minutes: 120 })).to.throw("crosses midnight");
    const sunset = { ...HALL, triggers: [{ trigger: "sun", event: "sunset", offset: "-00:10:00" }] };
    expect(apply(sunset, { change: "shift", minutes: 10 }).triggers).to.deep.equal([
      { trigger: "sun", event: "sunset" },
    ]);
    expect(apply(sunset, { change: "shift", minutes: -20 }).triggers[0]?.offset).to.equal("-00:30:00");
  });

  it("sets levels where the entity has them, and removes targets", () => {
    expect(apply(HALL, { change: "level", thing: null, kind: "brightness", value: 40 }).actions).to.deep.equal([
      {
        action: "light.turn_on",
        target: { entity_id: ["light.hall", "light.table"] },
        data: { brightness_pct: 40 },
      },
    ]);
    const one = apply(HALL, { change: "level", thing: "t2", kind: "brightness", value: 40 });
    expect(one.actions).to.have.length(2);
    expect(apply(one, { change: "spare", thing: "t1" }).actions).to.deep.equal([
      { action: "light.turn_on", target: { entity_id: ["light.table"] }, data: { brightness_pct: 40 } },
    ]);
    expect(apply(one, { change: "act", thing: "t2", state: "off" }).actions.at(-1)).to.deep.equal({
      action: "light.turn_off",
      target: { entity_id: ["light.table"] },
    });
    expect(() => apply(HALL, { change: "level", thing: null, kind: "volume", value: 40 })).to.throw("volume");
  });

  it("only notifies about locks, doors and gates", () => {
    for (const [name, state] of [
      ["t6", "unlocked"],
      ["t6", "on"],
      ["t7", "open"],
      ["t7", "closed"],
    ])
      expect(() => apply(HALL, { change: "act", thing: name, state })).to.throw("can only trigger a notification");
    expect(apply(HALL, { change: "act", thing: "t8", state: "closed" }).actions).to.have.length(2);
    const reminder = apply(
      EMPTY,
      { change: "at", time: "22:45" },
      { change: "only_if", thing: "t7", state: "open" },
      { change: "tell" },
    );
    expect(parseAutomation(reminder)).to.deep.include({ isReminder: true, unsupported: [] });
  });

  it("refuses impossible changes", () => {
    expect(() => apply(HALL, { change: "act", thing: "t9", state: "on" })).to.throw("not in your home");
    expect(() => apply(HALL, { change: "for", minutes: 5 })).to.throw("not a lasting state");
    expect(() => apply(HALL, { change: "spare", thing: "t3" })).to.throw("does nothing with");
    expect(() => apply(HALL, { change: "spare", thing: "t1" }, { change: "spare", thing: "t2" })).to.throw(
      "would do nothing",
    );
    expect(() => apply(HALL, { change: "at", time: "07:00" }, { change: "sun", event: "sunset", minutes: 0 })).to.throw(
      "two automations",
    );
    expect(() =>
      applyPlan(
        HALL,
        changePlan.parse({ changes: [{ change: "only_if_household", state: "nobody_home" }], not_possible: null }),
        {
          ...scope,
          personIds: [],
        },
      ),
    ).to.throw("no person");
  });
});
