import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { createRandom } from "../../../src/model/random.ts";
import { SECOND } from "../../../src/model/time.ts";
import { firesOf } from "../../../src/replay/fires.ts";
import { createWorld, wholeDays } from "../../../src/replay/world.ts";
import { aFrame, at, type Row } from "../../support/a-frame.ts";

const [A, B, LEVEL] = ["light.a", "light.b", "sensor.level"] as const;
const AWAY = ["unavailable", "unknown"];

/** Two days of random changes, outages and texts, 10 to 500 seconds apart. */
function randomRows(seed: number): readonly Row[] {
  const random = createRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const states = {
    [A]: ["on", "off", "on", "off", ...AWAY],
    [B]: ["on", "off", "off", ...AWAY],
    [LEVEL]: ["3", "12", "18.5", "25", "30", "error", ...AWAY],
  };
  const rows: Row[] = [A, B].map((id) => ["2023-03-25T00:00:00Z", id, "off"]);
  rows.push(["2023-03-25T00:00:00Z", LEVEL, "5"]);
  for (let now = at("2023-03-25T00:01:00Z"); now < at("2023-03-26T23:00:00Z"); now += (10 + 490 * random()) * SECOND) {
    const id = pick([A, A, B, LEVEL]);
    rows.push([new Date(now).toISOString(), id, pick(states[id])]);
  }
  return rows;
}

interface Form {
  readonly trigger: object;
  readonly condition?: unknown;
}

/** An older form and the newer one that Home Assistant runs alike. */
const FORMS: readonly (readonly [older: Form, newer: Form])[] = [
  [
    { trigger: { platform: "state", entity_id: "Light.A, light.b", to: "on" } },
    { trigger: { trigger: "state", entity_id: [A, B], to: ["on"] } },
  ],
  [
    { trigger: { platform: "state", entity_id: A, to: "on", from: "off", for: "00:02" } },
    { trigger: { trigger: "state", entity_id: A, to: ["on"], from: ["off"], for: { minutes: 2 } } },
  ],
  [
    { trigger: { platform: "state", entity_id: A, to: "on", not_from: AWAY } },
    { trigger: { trigger: "light.turned_on", target: { entity_id: A } } },
  ],
  [
    { trigger: { platform: "state", entity_id: [A, B], to: "off", not_from: AWAY, for: 120 } },
    { trigger: { trigger: "light.turned_off", target: { entity_id: [A, B] }, options: { for: "00:02:00" } } },
  ],
  [
    { trigger: { trigger: "light.turned_on", target: { entity_id: [A, B] }, options: { behavior: "last" } } },
    { trigger: { trigger: "light.turned_on", target: { entity_id: [A, B] }, options: { behavior: "all" } } },
  ],
  [
    {
      trigger: {
        platform: "device",
        device_id: "d",
        domain: "light",
        entity_id: A,
        type: "turned_off",
        for: { seconds: 90 },
      },
    },
    { trigger: { trigger: "state", entity_id: A, to: "off", for: "00:01:30" } },
  ],
  [
    { trigger: { platform: "numeric_state", entity_id: LEVEL, above: "15" } },
    { trigger: { trigger: "numeric_state", entity_id: [LEVEL], above: 15.0 } },
  ],
  [
    { trigger: { platform: "sun", event: "sunset", offset: "-00:15:00" } },
    { trigger: { trigger: "sun.sunset", options: { offset: { minutes: -15 } } } },
  ],
  [{ trigger: { platform: "time", at: "06:30" } }, { trigger: { trigger: "time_pattern", hours: 6, minutes: "30" } }],
  [
    {
      trigger: {
        platform: "template",
        value_template: "{% if is_state('light.a','on') %}true{% else %}false{% endif %}",
      },
    },
    { trigger: { trigger: "template", value_template: "{{ states('light.a') == 'on' }}" } },
  ],
];

const hourly = { trigger: "time_pattern", minutes: "/7" };
const conditions = (older: unknown, newer: unknown): readonly [Form, Form] => [
  { trigger: hourly, condition: older },
  { trigger: hourly, condition: newer },
];

const isOn = (entityId: string): object => ({ condition: "state", entity_id: entityId, state: "on" });

const CONDITIONS: readonly (readonly [older: Form, newer: Form])[] = [
  conditions({ condition: "or", conditions: [isOn(A), isOn(B)] }, { or: [isOn(A), isOn(B)] }),
  conditions({ condition: "not", conditions: isOn(A) }, { not: [isOn(A)] }),
  conditions("{{ is_state('light.a', 'on') }}", isOn(A)),
  conditions(
    { condition: "template", value_template: "{{ states('light.a') in ['on','off'] }}" },
    {
      condition: "state",
      entity_id: A,
      state: ["off", "on"],
    },
  ),
  conditions(
    { ...isOn(A), for: "00:03:00" },
    { condition: "light.is_on", target: { entity_id: A }, options: { for: { minutes: 3 } } },
  ),
  conditions(
    { condition: "state", entity_id: `${A},${B}`, state: "on", match: "any" },
    { condition: "light.is_on", target: { entity_id: [A, B] } },
  ),
  conditions("{{ states('sensor.level')|float(0) > 15 and states('sensor.level')|float(99) < 28 }}", {
    condition: "numeric_state",
    entity_id: LEVEL,
    above: 15,
    below: 28,
  }),
  conditions("{{ now().hour >= 18 or now().hour < 6 }}", { condition: "time", after: "18:00", before: "06:00:00" }),
  conditions({ condition: "sun", after: "sunrise", before: "sunset" }, { condition: "sun.is_up" }),
  conditions({ condition: "device", device_id: "d", domain: "light", entity_id: A, type: "is_on" }, isOn(A)),
];

/** When an entity first appears, a state trigger fires and a purpose-specific one does not. */
const SETTLED = at("2023-03-25T00:10:00Z");

const automation = ({ trigger, condition }: Form): object => ({
  trigger,
  condition: condition ?? [],
  action: { service: "light.turn_on", data: { entity_id: "light.hall" } },
});

describe("replay of two forms of one automation", () => {
  for (const [index, [older, newer]] of [...FORMS, ...CONDITIONS].entries())
    it(`is the same: ${JSON.stringify(newer.condition ?? newer.trigger)}`, () => {
      for (let seed = 0; seed < 5; seed++) {
        const frame = aFrame(randomRows(100 * index + seed));
        const world = createWorld(frame);
        const [a, b] = [older, newer].map((form) => {
          const plan = parseAutomation(automation(form));
          expect(plan.unsupported).to.deep.equal([]);
          return firesOf(plan, world, { from: SETTLED, to: wholeDays(frame).to }).map(({ at }) =>
            new Date(at).toISOString(),
          );
        });
        expect(a).to.not.be.empty;
        expect(a).to.deep.equal(b);
      }
    });
});
