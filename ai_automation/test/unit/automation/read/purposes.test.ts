import { expect } from "chai";
import { CONDITION_PURPOSES } from "../../../../src/automation/purposes/conditions.ts";
import { TRIGGER_PURPOSES } from "../../../../src/automation/purposes/triggers.ts";
import { parseCondition } from "../../../../src/automation/read/condition.ts";
import { parseTrigger } from "../../../../src/automation/read/trigger.ts";
import { because } from "../../../../src/model/reason.ts";

const states = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

describe("a purpose-specific trigger", () => {
  it("is read by the table of Home Assistant's own", () => {
    expect(parseTrigger({ trigger: "light.turned_on", target: { entity_id: "light.hall" } })).to.deep.equal({
      kind: "purpose",
      name: "light.turned_on",
      entityIds: ["light.hall"],
      test: { form: "enters", to: states("on") },
      behavior: "each",
      hold: 0,
    });
    expect(parseTrigger({ trigger: "climate.turned_on", target: { entity_id: "climate.hall" } }))
      .to.have.property("test")
      .that.deep.equals({
        form: "moves",
        from: states("off"),
        to: states("auto", "cool", "dry", "fan_only", "heat", "heat_cool"),
      });
  });

  it("has a behavior, also by its older names, and a hold", () => {
    const read = (behavior: string): unknown =>
      parseTrigger({
        trigger: "motion.detected",
        target: { entity_id: ["binary_sensor.a", "binary_sensor.b"] },
        options: { behavior, for: { minutes: 2 } },
      });
    const found = ["each", "any", "first", "all", "last"].map(read);
    expect(found.map((one) => one instanceof Object && "behavior" in one && one.behavior)).to.deep.equal([
      "each",
      "each",
      "first",
      "all",
      "all",
    ]);
    expect(found[0]).to.include({ hold: 120_000 });
  });

  it("leaves out excluded entities and those of other domains", () => {
    const trigger = parseTrigger({
      trigger: "switch.turned_off",
      target: { entity_id: "switch.a, switch.b, light.c, input_boolean.d", exclude: { entity_id: ["switch.b"] } },
    });
    expect(trigger).to.have.property("entityIds").that.deep.equals(["switch.a", "input_boolean.d"]);
  });

  it("takes states and thresholds from its options", () => {
    expect(
      parseTrigger({
        trigger: "climate.hvac_mode_changed",
        target: { entity_id: "climate.hall" },
        options: { hvac_mode: ["heat", "auto"] },
      }),
    )
      .to.have.property("test")
      .that.deep.equals({ form: "enters", to: states("heat", "auto") });
    expect(
      parseTrigger({
        trigger: "temperature.crossed_threshold",
        target: { entity_id: "sensor.hall" },
        options: { threshold: { type: "below", value: { number: 18, unit_of_measurement: "°C" } } },
      }),
    )
      .to.have.property("test")
      .that.deep.equals({ form: "crosses", range: { kind: "below", bound: 18 } });
  });

  it("has the threshold that is chosen where both a number and an entity are given", () => {
    const chosen = (choice: string): unknown =>
      parseTrigger({
        trigger: "battery.level_crossed_threshold",
        target: { entity_id: "sensor.a" },
        options: { threshold: { type: "above", value: { active_choice: choice, number: 60, entity: "sensor.b" } } },
      });
    expect(chosen("number")).to.have.nested.property("test.range.bound", 60);
    expect(chosen("entity")).to.have.nested.property("test.range.bound.entityId", "sensor.b");
  });

  it("on the sun is the sun's event with its offset", () => {
    expect(parseTrigger({ trigger: "sun.sunset", options: { offset: "-00:30:00" } })).to.deep.equal({
      kind: "sun",
      event: "sunset",
      offset: -1_800_000,
    });
    expect(
      parseTrigger({ trigger: "sun.sunrise", options: { offset: "00:10:00", offset_type: "before" } }),
    ).to.deep.equal({
      kind: "sun",
      event: "sunrise",
      offset: -600_000,
    });
  });

  it("on somebody at home is the state of people", () => {
    expect(
      parseTrigger({ trigger: "zone.left", target: { entity_id: "person.anna" }, options: { zone: "zone.home" } }),
    ).to.deep.include({ kind: "purpose", test: { form: "leaves", from: states("home") } });
  });

  for (const [what, trigger, entityIds, reason] of [
    [
      "an area as target",
      { trigger: "light.turned_on", target: { area_id: "hall" } },
      [],
      because("purpose_target", { kind: "light.turned_on" }),
    ],
    [
      "an attribute",
      { trigger: "climate.started_heating", target: { entity_id: "climate.hall" } },
      ["climate.hall"],
      because("attribute", { attribute: "hvac_action", entity: "climate.hall" }),
    ],
    [
      "a unit that may differ",
      {
        trigger: "power.crossed_threshold",
        target: { entity_id: "sensor.oven" },
        options: { threshold: { type: "above", value: { number: 1, unit_of_measurement: "kW" } } },
      },
      ["sensor.oven"],
      because("unit", { entity: "sensor.oven" }),
    ],
    [
      "code of its own",
      { trigger: "counter.incremented", target: { entity_id: "counter.x" } },
      ["counter.x"],
      because("occasion", { kind: "counter.incremented" }),
    ],
    [
      "the height of the sun",
      { trigger: "sun.elevation_crossed_threshold", options: { threshold: { type: "below", value: { number: 3 } } } },
      ["sun.sun"],
      because("attribute", { attribute: "elevation", entity: "sun.sun" }),
    ],
    [
      "events of a calendar",
      { trigger: "calendar.event_started", target: { entity_id: "calendar.family" } },
      ["calendar.family"],
      because("occasion", { kind: "calendar.event_started" }),
    ],
    [
      "another zone",
      { trigger: "zone.entered", target: { entity_id: "person.anna" }, options: { zone: "zone.work" } },
      ["person.anna"],
      because("other_zone", { zone: "zone.work" }),
    ],
  ] as const)
    it(`with ${what} is known, but the history cannot tell`, () => {
      expect(parseTrigger(trigger)).to.deep.include({ kind: "unrecorded", entityIds: [...entityIds], reason });
    });

  it("of an unknown name or with an unknown option is not understood", () => {
    expect(parseTrigger({ trigger: "light.blinked", target: { entity_id: "light.x" } })).to.deep.equal(
      because("trigger_kind", { kind: "light.blinked" }),
    );
    expect(
      parseTrigger({ trigger: "light.turned_on", target: { entity_id: "light.x" }, options: { color: "red" } }),
    ).to.deep.equal(because("trigger_form", { kind: "light.turned_on", part: "color" }));
  });

  it("of every name in the table is understood with a target and its options", () => {
    const threshold = { type: "above", value: { number: 1 } };
    for (const [name, purpose] of Object.entries(TRIGGER_PURPOSES)) {
      const own = "to" in purpose && "option" in purpose.to ? { [purpose.to.option]: ["x"] } : {};
      const types = "types" in purpose ? { event_type: ["x"] } : {};
      const options =
        purpose.form === "crosses" || purpose.form === "varies"
          ? { threshold }
          : name.startsWith("zone.")
            ? { zone: "zone.home" }
            : { ...own, ...types };
      const entity_id = `${(purpose.of[0] ?? "light").replace(/[:@].*/, "")}.x`;
      expect(parseTrigger({ trigger: name, target: { entity_id }, options }), name).to.be.an("object");
    }
  });
});

describe("a purpose-specific condition", () => {
  it("is read by the table of Home Assistant's own", () => {
    expect(
      parseCondition({
        condition: "light.is_on",
        target: { entity_id: ["light.a", "light.b"] },
        options: { behavior: "all", for: "00:05:00" },
      }),
    ).to.deep.equal({
      kind: "purpose",
      name: "light.is_on",
      entityIds: ["light.a", "light.b"],
      test: { form: "is", states: states("on") },
      behavior: "all",
      hold: 300_000,
    });
    expect(
      parseCondition({
        condition: "select.is_option_selected",
        target: { entity_id: "select.a" },
        options: { option: "x" },
      }),
    )
      .to.have.property("test")
      .that.deep.equals({ form: "is", states: states("x") });
    expect(
      parseCondition({
        condition: "humidity.is_value",
        target: { entity_id: "sensor.a" },
        options: { threshold: { type: "between", value_min: { number: 40 }, value_max: { entity: "sensor.most" } } },
      }),
    )
      .to.have.property("test")
      .that.deep.equals({ form: "within", range: { kind: "between", low: 40, high: { entityId: "sensor.most" } } });
  });

  it("on the sun or the home is the one that people know", () => {
    const [sunrise, sunset] = [
      { event: "sunrise", offset: 0 },
      { event: "sunset", offset: 0 },
    ] as const;
    expect(parseCondition({ condition: "sun.is_up" })).to.deep.equal({ kind: "sun", after: sunrise, before: sunset });
    expect(
      parseCondition({
        condition: "zone.not_in_zone",
        target: { entity_id: "person.anna" },
        options: { zone: "zone.home" },
      }),
    )
      .to.have.property("test")
      .that.deep.equals({ form: "is_not", states: states("home") });
  });

  it("of every name in the table is understood with a target and its options", () => {
    const threshold = { type: "above", value: { number: 1 } };
    for (const [name, purpose] of Object.entries(CONDITION_PURPOSES)) {
      const own = purpose.form === "is" && "option" in purpose.states ? { [purpose.states.option]: ["x"] } : {};
      const options =
        purpose.form === "within" ? { threshold } : name.startsWith("zone.") ? { zone: "zone.home" } : own;
      const entity_id = `${(purpose.of[0] ?? "light").replace(/[:@].*/, "")}.x`;
      expect(parseCondition({ condition: name, target: { entity_id }, options }), name).to.be.an("object");
    }
  });
});
