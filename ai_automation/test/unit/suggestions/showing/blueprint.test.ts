import { expect } from "chai";
import { parse } from "yaml";
import { formatDay } from "../../../../src/model/clock.ts";
import { parseWeek } from "../../../../src/suggestions/follow-up/digest.ts";
import { blueprintYaml } from "../../../../src/suggestions/showing/blueprint.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { offeredAtHome } from "../../../support/an-entrance.ts";

const INPUT = { tag: "!input", resolve: (name: string) => `input ${name}` };

describe("blueprint", () => {
  const { automation } = aDraft();
  const CLASSES: Readonly<Record<string, string>> = { "binary_sensor.pantry_door": "door" };
  const shared = (config: object): { readonly text: string; readonly read: any } => {
    const text = blueprintYaml({ ...automation, ...config }, (entityId) => CLASSES[entityId] ?? null);
    return { text, read: parse(text, { customTags: [INPUT] }) };
  };

  it("turns each entity into one input, named and filtered after its kind, wherever it occurs", () => {
    const { read } = shared({
      triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
      conditions: [{ condition: "state", entity_id: ["light.pantry", "light.anna"], state: "off" }],
    });
    expect(read.triggers).to.deep.equal([{ trigger: "state", entity_id: "input door_sensor_1", to: "on" }]);
    expect(read.conditions[0].entity_id).to.deep.equal(["input light_1", "input light_2"]);
    expect(read.actions[0]).to.deep.equal({ action: "light.turn_on", target: { entity_id: ["input light_1"] } });
    expect(read.blueprint.input).to.deep.equal({
      door_sensor_1: {
        name: "Door sensor",
        selector: { entity: { filter: [{ domain: ["binary_sensor"], device_class: ["door"] }] } },
      },
      light_1: { name: "Light 1", selector: { entity: { filter: [{ domain: ["light"] }] } } },
      light_2: { name: "Light 2", selector: { entity: { filter: [{ domain: ["light"] }] } } },
    });
    expect([read.blueprint.domain, read.blueprint.name]).to.deep.equal([
      "automation",
      "Learned automation (door sensor, light)",
    ]);
  });

  const SECRETS: readonly (readonly [what: string, part: object])[] = [
    ["texts", { actions: [{ action: "persistent_notification.create", data: { title: "Anna", message: "Anna" } }] }],
    ["an alias", { conditions: [{ alias: "Anna", condition: "state", entity_id: "light.x", state: "on" }] }],
    ["a phone", { actions: [{ action: "notify.mobile_app_annas_phone", data: { message: "x" } }] }],
    ["a television", { actions: [{ action: "notify.annas_tv", data: { message: "x" } }] }],
    ["an own action", { actions: [{ action: "script.wake_anna" }, { action: "rest_command.anna" }] }],
    [
      "a notification's details",
      {
        actions: [
          { action: "notify.notify", data: { data: { tag: "anna", url: "/anna", image: "/anna.png", group: "anna" } } },
        ],
      },
    ],
    ["comma lists", { triggers: [{ trigger: "state", entity_id: "light.a, Light.Anna", to: "on" }] }],
    ["a zone", { triggers: [{ trigger: "zone", entity_id: "person.x", zone: "zone.annas_school", event: "enter" }] }],
    ["a zone as state", { triggers: [{ trigger: "state", entity_id: "person.x", to: "Anna's school" }] }],
    ["an option", { conditions: [{ condition: "state", entity_id: "input_select.x", state: "Anna sleeps" }] }],
    ["a trigger's id", { triggers: [{ trigger: "state", entity_id: "light.x", to: "on", id: "anna" }] }],
    ["an event", { triggers: [{ trigger: "event", event_type: "anna_calls", event_data: { who: "anna" } }] }],
    ["a type of event", { triggers: [{ trigger: "event.received", options: { event_type: ["anna_reads"] } }] }],
    ["places", { actions: [{ action: "light.turn_on", target: { area_id: "annas_room", label_id: "anna" } }] }],
    ["a template", { conditions: [{ condition: "template", value_template: "{{ is_state('light.anna', 'on') }}" }] }],
    ["a threshold", { triggers: [{ trigger: "numeric_state", entity_id: "sensor.x", above: "input_number.anna" }] }],
    ["a time", { triggers: [{ trigger: "time", at: "input_datetime.anna_wakes" }] }],
    ["variables", { actions: [{ variables: { anna: "anna" } }, { action: "light.turn_on" }] }],
    ["a scene's lights", { actions: [{ action: "scene.apply", data: { entities: { "light.anna": "on" } } }] }],
    ["users", { triggers: [{ trigger: "event", event_type: "x", context: { user_id: ["anna"] } }] }],
  ];
  for (const [what, part] of SECRETS)
    it(`contains no names of the home: ${what}`, () => {
      const { text, read } = shared(part);
      expect(text).not.to.match(/anna/i);
      expect(read.triggers).not.to.have.length(0);
    });

  it("says when parts were left out, and only then", () => {
    const of = (part: object): string => shared(part).read.blueprint.description;
    expect(of({})).not.to.contain("left out");
    expect(of({ actions: [{ variables: { a: 1 } }] })).to.contain("left out");
    expect(shared({ actions: [{ variables: { a: 1 } }, { delay: "00:05:00" }] }).read.actions).to.deep.equal([
      { delay: "00:05:00" },
    ]);
  });

  it("of every reminder contains no names, and still matches a button with its event", () => {
    const lock = { entityId: "lock.annas_door", states: ["unlocked", "locked"] } as const;
    const door = { entityId: "binary_sensor.annas_door", states: ["on", "off"], longDays: [20] } as const;
    const asked = {
      phones: ["notify.mobile_app_annas_phone", "notify.mobile_app_2"],
      persons: [{ userId: "anna", name: "Anna" }],
    };
    const reminders = [
      ...offeredAtHome(lock, "Anna's door", "lock", asked),
      ...offeredAtHome(door, "Anna's door", "door", asked),
      ...offeredAtHome({ entityId: "cover.annas_garage" }, "Anna's garage", "garage", asked),
    ];
    expect(reminders.length).to.be.at.least(3);
    for (const reminder of reminders) expect(blueprintYaml(reminder.automation)).not.to.match(/anna/i);
    const { actions } = parse(blueprintYaml(reminders[0]?.automation ?? automation), { customTags: [INPUT] });
    expect(actions[0].action).to.equal("input notification_service_1");
    expect(actions[0].data.data.actions[0].action).to.equal("button_1_{{ context.id }}");
    expect(actions[2].wait_for_trigger[0].event_data.action).to.equal("button_1_{{ context.id }}");
  });
});

describe("parsing the week of a digest", () => {
  for (const [week, monday] of [
    ["2026-W01", "2025-12-29"],
    ["2026-W47", "2026-11-16"],
    ["2026-W53", "2026-12-28"],
    ["2027-W01", "2027-01-04"],
  ] as const)
    it(`${week} begins on ${monday}`, () => {
      const day = parseWeek(week);
      expect(day === undefined ? "none" : formatDay(day)).to.equal(monday);
    });

  for (const week of ["2027-W53", "2026-W00", "2026-W54", "2026-47", "", "2026-W7"])
    it(`"${week}" is not a week`, () => {
      expect(parseWeek(week)).to.equal(undefined);
    });
});
