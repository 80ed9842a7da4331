import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { because, type Reason } from "../../../../src/model/reason.ts";
import { turningOn } from "../../../support/a-frame.ts";

const TIME = { trigger: "time", at: "07:00:00" };

const TRIGGERS: readonly object[] = [
  { trigger: "time", at: "07:00" },
  { trigger: "time", at: "07:00:30", weekday: ["mon", "sun"] },
  { trigger: "time", at: ["07:00:00", "19:00:00"] },
  { trigger: "sun", event: "sunset" },
  { trigger: "sun", event: "sunrise", offset: "-00:20:00" },
  { trigger: "sun", event: "sunset", offset: "+00:45:00" },
  { trigger: "sun", event: "sunset", offset: -1_200 },
  { trigger: "state", entity_id: "binary_sensor.x", to: "on" },
  { trigger: "state", entity_id: ["person.a", "person.b"], from: "home", to: "not_home", for: "00:05:00" },
  { trigger: "state", entity_id: "light.x", to: ["on", "off"], for: { minutes: 5 } },
  { trigger: "state", entity_id: "light.x", to: null, id: "changed" },
  { trigger: "numeric_state", entity_id: "sensor.x", above: 20 },
  { trigger: "numeric_state", entity_id: "sensor.x", below: "12.5", for: { hours: 1, minutes: 30 } },
  { trigger: "numeric_state", entity_id: "sensor.x", above: 5, below: 9, for: 90 },
  { trigger: "event.received", target: { entity_id: "event.x" }, options: { event_type: ["pressed"] } },
  { trigger: "event.received", target: { entity_id: ["event.x", "event.y"] }, options: { event_type: "pressed" } },
  { trigger: "time", at: "input_datetime.wake_up" },
  { trigger: "time", at: ["07:00", { entity_id: "sensor.phone_next_alarm", offset: "-00:10:00" }] },
  { trigger: "state", entity_id: "light.x", from: "on", not_to: ["unavailable"], for: "00:00:02.5" },
];

const CONDITIONS: readonly object[] = [
  { condition: "time", weekday: ["mon", "tue"] },
  { condition: "time", after: "22:00:00", before: "06:30:00" },
  { condition: "time", after: "22:00" },
  { condition: "time", before: "09:00:00", weekday: "sat" },
  { condition: "state", entity_id: "person.a", state: "home" },
  { condition: "state", entity_id: ["person.a", "person.b"], state: ["home", "not_home"], match: "any" },
  { condition: "state", entity_id: "light.x", state: "off", for: { minutes: 10 } },
  { condition: "state", entity_id: "input_select.mode", state: ["input_text.wanted", "input_select.usual"] },
  { condition: "numeric_state", entity_id: "sensor.x", below: 50 },
  { condition: "numeric_state", entity_id: "sensor.x", above: "1", below: 50 },
  { condition: "sun", after: "sunset", before: "sunrise" },
  { condition: "sun", after: "sunrise", after_offset: "01:00:00" },
  { condition: "sun", before: "sunset", before_offset: "-00:30:00", enabled: true },
  {
    condition: "or",
    conditions: [
      { condition: "sun", after: "sunset" },
      { condition: "sun", before: "sunrise" },
    ],
  },
];

const REFUSED: readonly (readonly [object, Reason])[] = [
  [{ trigger: "time", at: "25:00" }, because("trigger_form", { kind: "time", part: "at" })],
  [{ trigger: "time", at: "light.x" }, because("trigger_form", { kind: "time", part: "at" })],
  [{ trigger: "sun", event: "sunset", offset: "48:00:00" }, because("trigger_invalid", { kind: "sun" })],
  [{ trigger: "state", entity_id: "light.x" }, because("any_change", { entity: "light.x" })],
  [{ trigger: "state", entity_id: "light.x", to: "on", not_to: null }, because("trigger_invalid", { kind: "state" })],
  [{ trigger: "state", entity_id: "event.button", to: null }, because("occurrence_time", { entity: "event.button" })],
  [
    { trigger: "state", entity_id: "light.x", to: "on", for: -5 },
    because("trigger_form", { kind: "state", part: "for" }),
  ],
  [
    { trigger: "event.received", target: { entity_id: "event.x" } },
    because("trigger_form", { kind: "event.received", part: "options" }),
  ],
  [{ trigger: "sun", event: "noon" }, because("trigger_form", { kind: "sun", part: "event" })],
  [
    { trigger: "state", entity_id: "light.x", attribute: "brightness" },
    because("attribute", { attribute: "brightness", entity: "light.x" }),
  ],
  [{ trigger: "state", entity_id: "light.x", to: "on", for: "{{ 5 }}" }, because("computed_hold")],
  [{ trigger: "numeric_state", entity_id: "sensor.x" }, because("trigger_invalid", { kind: "numeric_state" })],
  [{ trigger: "template", value_template: "{{ lights | length }}" }, because("template_name", { name: "lights" })],
  [{ trigger: "webhook", webhook_id: "x" }, because("occasion", { kind: "webhook" })],
];

/** Conditions that Home Assistant refuses, and those whose truth the history does not tell. */
const REFUSED_CONDITIONS: readonly (readonly [object, Reason])[] = [
  [{ condition: "time" }, because("condition_invalid", { kind: "time" })],
  [{ condition: "sun", after_offset: "01:00" }, because("condition_invalid", { kind: "sun" })],
  [{ condition: "numeric_state", entity_id: "sensor.x" }, because("condition_invalid", { kind: "numeric_state" })],
  [
    { condition: "state", entity_id: "event.button", state: "pressed" },
    because("occurrence_time", { entity: "event.button" }),
  ],
  [{ condition: "state", entity_id: "light.x", state: ["on", "input_text.wanted"] }, because("mixed_states")],
  [
    { condition: "state", entity_id: "light.x", state: "input_text.wanted", for: 5 },
    because("condition_form", { kind: "state", part: "for" }),
  ],
];

describe("an automation edited in Home Assistant", () => {
  for (const trigger of TRIGGERS)
    it(`is replayed with the trigger ${JSON.stringify(trigger)}`, () => {
      expect(parseAutomation(turningOn(trigger)).unsupported).to.deep.equal([]);
    });
  for (const condition of CONDITIONS)
    it(`is replayed with the condition ${JSON.stringify(condition)}`, () => {
      expect(parseAutomation(turningOn(TIME, condition)).unsupported).to.deep.equal([]);
    });
  for (const [trigger, reason] of REFUSED)
    it(`is not replayed because of "${reason.code}" with ${JSON.stringify(trigger)}`, () => {
      expect(parseAutomation(turningOn(trigger)).unsupported).to.deep.equal([reason]);
    });

  for (const [condition, reason] of REFUSED_CONDITIONS)
    it(`is not replayed because of "${reason.code}" with ${JSON.stringify(condition)}`, () => {
      expect(parseAutomation(turningOn(TIME, condition)).unsupported).to.deep.equal([reason]);
    });

  it("ignores disabled conditions", () => {
    const { conditions } = parseAutomation(turningOn(TIME, { condition: "template", enabled: false }));
    expect(conditions).to.deep.equal([]);
  });
});
