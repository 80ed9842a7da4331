import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
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

const REFUSED: readonly (readonly [object, string])[] = [
  [{ trigger: "time", at: "25:00" }, 'a time trigger with at: "25:00" is not a fixed time of day'],
  [{ trigger: "time", at: "light.x" }, 'a time trigger with at: "light.x" is not a fixed time of day'],
  [{ trigger: "sun", event: "sunset", offset: "48:00:00" }, "a sun trigger with an offset of more than a day"],
  [
    { trigger: "state", entity_id: "light.x" },
    "a state trigger with neither to nor from: attributes trigger it too, and they are not recorded",
  ],
  [
    { trigger: "state", entity_id: "light.x", to: "on", not_to: null },
    "a state trigger with both a state and its opposite",
  ],
  [
    { trigger: "state", entity_id: "event.button", to: null },
    "a state trigger with an event entity, whose state is a time",
  ],
  [{ trigger: "state", entity_id: "light.x", to: "on", for: -5 }, "a state trigger with for: a negative duration"],
  [
    { trigger: "event.received", target: { entity_id: "event.x" } },
    "a event.received trigger with options: Invalid input: expected object, received undefined",
  ],
  [{ trigger: "sun", event: "noon" }, 'a sun trigger with event: Invalid option: expected one of "sunrise"|"sunset"'],
  [
    { trigger: "state", entity_id: "light.x", attribute: "brightness" },
    "a state trigger with the attribute brightness of light.x",
  ],
  [
    { trigger: "state", entity_id: "light.x", to: "on", for: "{{ 5 }}" },
    "a state trigger with a time to wait that a template computes",
  ],
  [{ trigger: "numeric_state", entity_id: "sensor.x" }, "a numeric_state trigger with neither above nor below"],
  [{ trigger: "template", value_template: "{{ lights | length }}" }, "a template trigger with lights"],
  [{ trigger: "webhook", webhook_id: "x" }, "webhook triggers"],
];

/** Conditions that Home Assistant refuses, and those whose truth the history does not tell. */
const REFUSED_CONDITIONS: readonly (readonly [object, string])[] = [
  [{ condition: "time" }, "a time condition with neither after, before nor weekday"],
  [{ condition: "sun", after_offset: "01:00" }, "a sun condition with neither after nor before"],
  [{ condition: "numeric_state", entity_id: "sensor.x" }, "a numeric_state condition with neither above nor below"],
  [
    { condition: "state", entity_id: "event.button", state: "pressed" },
    "a state condition with an event entity, whose state is a time",
  ],
  [
    { condition: "state", entity_id: "light.x", state: ["on", "input_text.wanted"] },
    "a state condition with both states and helpers as state",
  ],
  [
    { condition: "state", entity_id: "light.x", state: "input_text.wanted", for: 5 },
    "a state condition with for with a helper as state",
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
    it(`is not replayed, with the reason: ${reason}`, () => {
      expect(parseAutomation(turningOn(trigger)).unsupported).to.deep.equal([reason]);
    });

  for (const [condition, reason] of REFUSED_CONDITIONS)
    it(`is not replayed, with the reason: ${reason}`, () => {
      expect(parseAutomation(turningOn(TIME, condition)).unsupported).to.deep.equal([reason]);
    });

  it("ignores disabled conditions", () => {
    const { conditions } = parseAutomation(turningOn(TIME, { condition: "template", enabled: false }));
    expect(conditions).to.deep.equal([]);
  });
});
