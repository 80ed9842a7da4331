import { expect } from "chai";
import { readTemplate } from "../../../../src/automation/read/template/read-template.ts";
import { because, isReason } from "../../../../src/model/reason.ts";

const is = (entityId: string, ...states: readonly string[]): object => ({
  kind: "state",
  entityIds: [entityId],
  states: new Set(states),
  hold: 0,
  match: "all",
  missing: "unknown",
});
const not = (condition: object): object => ({ kind: "not", conditions: [condition] });
const number = (value: number): object => ({ kind: "number", value });
const state = (entityId: string, fallback: number | null = null, isWhole = false): object => ({
  kind: "state",
  entityId,
  fallback,
  isWhole,
});
const since = (entityId: string): object => ({ kind: "since_change", entityId });
const compare = (operator: string, left: object, right: object): object => ({ kind: "compare", operator, left, right });
const hours = (after: number | null, before: number | null): object => ({
  kind: "time",
  after: after === null ? null : after * 3_600_000,
  before: before === null ? null : before * 3_600_000,
  weekdays: null,
});

const either = (...conditions: readonly object[]): object => ({ kind: "or", conditions });
const all = (...conditions: readonly object[]): object => ({ kind: "and", conditions });
const A = is("light.a", "on");
const B = is("light.b", "on");

const READ: readonly (readonly [string, object])[] = [
  ["{{ is_state('light.a', 'on') if is_state('light.b', 'on') else false }}", all(B, A)],
  ["{{ iif(is_state('light.a', 'on')) }}", A],
  ["{% if is_state('light.a', 'on') %}true{% endif %}", A],
  ["{{ states['light.a'].state == 'on' }}", A],
  ["{{ 'it\\'s' == states('light.a') }}", is("light.a", "it's")],
  ["{{ is_state('light.a', 'on') == false }}", not(A)],
  ["{{ native(states('light.a')) == 'on' }}", A],
  ["{{ 'Kitchen' | lower == 'kitchen' and 'a' in 'cat' }}", all(all(), all())],
  ["{{ 'a' is none or 'a' is not defined }}", either()],
  [
    "{% if is_state('light.a', 'on') %} true {% elif is_state('light.b', 'on') %} false {% else %} true {% endif %}",
    either(A, all(not(A), not(B))),
  ],
  ["{{ is_state('light.a', 'on') }}", is("light.a", "on")],
  ['{{- is_state("Light.A",["on","off"]) -}}', is("light.a", "on", "off")],
  ["{{ states('light.a') == 'on' }}", is("light.a", "on")],
  ["{{ 'on' == states('light.a') }}", is("light.a", "on")],
  ["{{ states.light.a.state != 'on' }}", not(is("light.a", "on"))],
  ["{{ states('light.a') in ['on', 'off'] }}", is("light.a", "on", "off")],
  ["{{ states('light.a') not in ('on', 'off') }}", not(is("light.a", "on", "off"))],
  ["{{ has_value('sensor.a') }}", not(is("sensor.a", "unavailable", "unknown"))],
  [
    "{{ not is_state('light.a', 'on') and is_state('light.b', 'on') or is_state('light.c', 'on') }}",
    {
      kind: "or",
      conditions: [{ kind: "and", conditions: [not(is("light.a", "on")), is("light.b", "on")] }, is("light.c", "on")],
    },
  ],
  ["{{ states('sensor.a') | float > 20 }}", compare(">", state("sensor.a"), number(20))],
  ["{{ states('sensor.a')|int(default=-1) <= 4.5 }}", compare("<=", state("sensor.a", -1, true), number(4.5))],
  ["{{ float(states('sensor.a'), 0) < -2 }}", compare("<", state("sensor.a", 0), number(-2))],
  [
    "{{ states('sensor.a')|float(0) - 2 * 3 >= states('sensor.b')|float }}",
    compare(
      ">=",
      {
        kind: "sum",
        operator: "-",
        terms: [state("sensor.a", 0), { kind: "sum", operator: "*", terms: [number(2), number(3)] }],
      },
      state("sensor.b"),
    ),
  ],
  ["{{ now().hour >= 18 }}", hours(18, null)],
  ["{{ 7 > now().hour }}", hours(null, 7)],
  ["{{ now().hour <= 8 }}", hours(null, 9)],
  ["{{ now().weekday() == 5 }}", { kind: "time", after: null, before: null, weekdays: new Set([5]) }],
  ["{{ now().isoweekday() == 7 }}", { kind: "time", after: null, before: null, weekdays: new Set([6]) }],
  ["{{ now().month == 12 }}", compare("==", { kind: "now", part: "month" }, number(12))],
  [
    "{{ as_timestamp(now()) - as_timestamp(states.light.a.last_changed) > 5 * 60 }}",
    compare(">", since("light.a"), { kind: "sum", operator: "*", terms: [number(5), number(60)] }),
  ],
  ["{{ (now() - states.light.a.last_changed).total_seconds() >= 90 }}", compare(">=", since("light.a"), number(90))],
  [
    "{{ now() - states.light.a.last_changed < timedelta(hours=1, minutes=30) }}",
    compare("<", since("light.a"), number(5400)),
  ],
  ["{{ trigger.id == 'a' }}", { kind: "triggered_by", ids: new Set(["a"]) }],
  [
    "{{ trigger.from_state.state not in ['unavailable', 'unknown'] }}",
    not({ kind: "trigger_text", of: "trigger.from_state", texts: new Set(["unavailable", "unknown"]) }),
  ],
  ["{% if is_state('light.a', 'on') %} true {% else %} false {% endif %}", is("light.a", "on")],
  ["{%- if is_state('light.a', 'on') -%}False{%- else -%}True{%- endif -%}", not(is("light.a", "on"))],
  [
    "{# why #}{% set a = states('light.a') -%}\n{% set b = a == 'on' %}{{ b and a != 'x' }}",
    { kind: "and", conditions: [is("light.a", "on"), not(is("light.a", "x"))] },
  ],
  ["{{ true }}", { kind: "and", conditions: [] }],
  ["{{ (is_state('light.a', 'on')) }}", is("light.a", "on")],
];

/** Understood, but the history does not record what they read. */
const UNRECORDED: readonly (readonly [string, readonly string[]])[] = [
  ["{{ is_state_attr('climate.a', 'hvac_action', 'heating') }}", ["climate.a"]],
  ["{{ state_attr('light.a', 'brightness') | int(0) > 100 }}", ["light.a"]],
  ["{{ states.sensor.a.attributes.level == 3 }}", ["sensor.a"]],
  ["{{ trigger.event.data.device_id == 'x' }}", []],
  ["{{ states('event.button') == 'x' }}", ["event.button"]],
  ["{{ is_state('event.button', 'x') }}", ["event.button"]],
];

/** Understood, too: what it compares is computed from these entities, by functions that are known. */
const COMPUTED: readonly (readonly [string, readonly string[]])[] = [
  ["{{ states('sensor.a') > 20 }}", ["sensor.a"]],
  ["{{ states('sensor.a') == 20 }}", ["sensor.a"]],
  ["{{ states('sensor.a') | float | round(1) > 2 }}", ["sensor.a"]],
  ["{{ states('light.a') == states('light.b') }}", ["light.a", "light.b"]],
  ["{{ 'on' in states('light.a') }}", ["light.a"]],
  ["{{ states('sensor.time') < '06:00' }}", ["sensor.time"]],
  ["{{ states.light.a.state in ['unknown'] }}", ["light.a"]],
  ["{{ native(states('sensor.a')) == '5' }}", ["sensor.a"]],
  ["{% set a = states.light | list %}{{ a == 'on' }}", []],
  ["{{ now() - states.light.a.last_changed > 300 }}", ["light.a"]],
  ["{{ as_timestamp(now()) - states.light.a.last_changed > 300 }}", ["light.a"]],
  ["{{ now() - states.light.a.last_updated > timedelta(minutes=5) }}", ["light.a"]],
  ["{{ states.light.a.last_changed - now() > timedelta(minutes=5) }}", ["light.a"]],
  ["{{ now() > states.light.a.last_changed }}", ["light.a"]],
  ["{{ now() - states.light.a.last_changed > timedelta(weeks=5) }}", ["light.a"]],
  ["{{ states.light | selectattr('state', 'eq', 'on') | list | count > 0 }}", []],
  ["{{ is_state('light.a', 'on') is true }}", ["light.a"]],
  ["{{ states('light.a') is defined }}", ["light.a"]],
  ["{{ trigger.to_state.state | lower == 'on' }}", []],
  ["{{ wait.trigger is none }}", []],
  ["{{ states('sensor.time')[:5] == states('sensor.alarm')[0:5] }}", ["sensor.time", "sensor.alarm"]],
  ["{{ {'a': 1}.get(states('sensor.a'), 0) > states['sensor.b'].state | int }}", ["sensor.a", "sensor.b"]],
  ["{{ ['light.a', 'light.b'] | select('is_state', 'on') | list | length > 1 }}", ["light.a", "light.b"]],
];

/** Anything else may hold or not: none of these may be read as something that it is not. */
const UNREAD: readonly string[] = [
  "{{ states('light.a') }}",
  "{{ states('sensor.a') | float }}",
  "{{ 1 < states('sensor.a') | float < 3 }}",
  "{{ states(entity) == 'on' }}",
  "{{ is_state('light.a', wanted) }}",
  "{{ 'on' if now().hour > 3 else 'off' }}",
  "{{ is_state('light.a', 'on') and 'yes' }}",
  "{% if is_state('light.a', 'on') %}yes{% else %}false{% endif %}",
  "{{ trigger.to_state.state.startswith('on') }}",
  "{{ is_state('light.a', 'on') }} or {{ is_state('light.b', 'on') }}",
  "{% set a = states('light.a') %}{% set a.b = 1 %}{{ a == 'on' }}",
  "{% for x in [1, 2] %}{{ is_state('light.a', 'on') }}{% endfor %}",
  "{% for x in [1] %}{{ is_state('light.a', 'on') }}",
  "{{ expand('group.a') }}",
  "{{ 5 }}",
  "{{ }}",
  "{{ states('sensor.a') | my_filter > 2 }}",
  "{{ my_macro('light.a') == 'on' }}",
  "{% from 'tools.jinja' import is_dark %}{{ is_dark() == 'yes' }}",
  "{{ repeat.item == 'a' }}",
  "{{ limit > states('sensor.a') | float }}",
  "{% if is_state('light.a', 'on') %}true",
  "true",
];

describe("a template as condition", () => {
  for (const [template, condition] of READ)
    it(`is read: ${template}`, () => {
      expect(readTemplate(template)).to.deep.equal(condition);
    });
  for (const [template, entityIds] of UNRECORDED)
    it(`is understood without a history: ${template}`, () => {
      expect(readTemplate(template)).to.deep.include({ kind: "unrecorded", entityIds: [...entityIds] });
    });
  for (const [template, entityIds] of COMPUTED)
    it(`is understood, but not replayed: ${template}`, () => {
      expect(readTemplate(template)).to.deep.include({
        kind: "unrecorded",
        entityIds: [...entityIds],
        reason: because("template_computed"),
      });
    });
  for (const [name, template] of [
    ["brackets", `{{ ${"(".repeat(20_000)}1${")".repeat(20_000)} == 1 }}`],
    ["negations", `{{ ${"not ".repeat(20_000)}is_state('light.a', 'on') }}`],
    ["sums", `{{ ${"1 + ".repeat(20_000)}1 == 1 }}`],
    ["names", `{% set a = 1 %}${"{% set a = a + a %}".repeat(60)}{{ a == 1 }}`],
    ["statements", `${"{% if true %}".repeat(20_000)}x${"{% endif %}".repeat(20_000)}`],
  ] as const)
    it(`is not followed however deep it goes: ${name}`, () => {
      expect(isReason(readTemplate(template))).to.equal(true);
    });
  for (const template of UNREAD)
    it(`is not understood: ${template}`, () => {
      expect(isReason(readTemplate(template))).to.equal(true);
    });
});
