import { DOOR, HEAT, LIGHT, LUX, MISSING, MODE, MOTION, SECOND_MOTION, WAKE } from "./props.ts";

const purpose = (trigger: string, entity_id: string | readonly string[], options: object = {}): object => ({
  trigger,
  target: { entity_id },
  options,
});
const motions = [MOTION, SECOND_MOTION];
const above = (number: number): object => ({ threshold: { type: "above", value: { number } } });
const between = (type: string): object => ({
  threshold: { type, value_min: { number: 10 }, value_max: { number: 20 } },
});
const template = (value_template: string, rest: object = {}): object => ({
  trigger: "template",
  value_template,
  ...rest,
});

/** Purpose-specific triggers, templates, entities as bounds, and time patterns. */
export const NEWER_TRIGGERS: Readonly<Record<string, object>> = {
  "motion of each": purpose("motion.detected", motions),
  "motion of any, as each was called": purpose("motion.detected", motions, { behavior: "any" }),
  "the first motion": purpose("motion.detected", motions, { behavior: "first" }),
  "motion everywhere": purpose("motion.detected", motions, { behavior: "all" }),
  "motion of each for": purpose("motion.detected", motions, { behavior: "each", for: { seconds: 2 } }),
  "the first motion for": purpose("motion.detected", motions, { behavior: "first", for: "00:00:02" }),
  "no motion anywhere for": purpose("motion.cleared", motions, { behavior: "all", for: { seconds: 1 } }),
  "motion, but of a door": purpose("motion.detected", [MOTION], { behavior: "last" }),
  "a door that opens": purpose("door.opened", DOOR),
  "light above": purpose("illuminance.crossed_threshold", LIGHT, above(20)),
  "light within a range": purpose("illuminance.crossed_threshold", LIGHT, between("between")),
  "light outside of a range for": purpose("illuminance.crossed_threshold", LIGHT, {
    ...between("outside"),
    for: { seconds: 2 },
  }),
  "light that changes": purpose("illuminance.changed", LIGHT, { threshold: { type: "any" } }),
  "above an entity": { trigger: "numeric_state", entity_id: HEAT, above: LUX },
  "below an entity for": { trigger: "numeric_state", entity_id: HEAT, below: LUX, for: 1 },
  "between a number and an entity": { trigger: "numeric_state", entity_id: HEAT, above: 10, below: LUX },
  "a template": template(`{{ is_state('${MOTION}', 'on') and states('${HEAT}') | float(0) > 15 }}`),
  "a template that fails": template(`{{ states('${HEAT}') | float > 15 }}`),
  "a template that fails for": template(`{{ states('${HEAT}') | float > 12 }}`, { for: { seconds: 2 } }),
  "a template of whole numbers": template(`{{ states('${HEAT}') | int(0) > states('${LUX}') | int(3) + 2 }}`),
  "a template of what is not": template(`{{ not is_state('${MOTION}', ['on', 'unavailable']) }}`),
  "a template of a state object": template("{{ states.sensor.engine_mode.state in ['b', 'c'] }}"),
  "a template of a missing entity": template(`{{ states('${MISSING}') == 'unknown' and is_state('${DOOR}', 'on') }}`),
  "a template of what has a value": template(`{{ has_value('${LUX}') }}`),
  "a template with a variable for": template(
    `{% set open = is_state('${DOOR}', 'on') %}{% if open %}true{% else %}false{% endif %}`,
    { for: 2 },
  ),
  "a minute": { trigger: "time_pattern", minutes: "/1" },
};

const asks = (condition: string, entity_id: string | readonly string[], options: object = {}): object => ({
  condition,
  target: { entity_id },
  options,
});

export const NEWER_CONDITIONS: Readonly<Record<string, object>> = {
  "motion anywhere": asks("motion.is_detected", motions),
  "motion everywhere for": asks("motion.is_detected", motions, { behavior: "all", for: { seconds: 2 } }),
  "not motion": { condition: "not", conditions: [asks("motion.is_detected", SECOND_MOTION)] },
  "all of nothing": asks("light.is_on", MISSING, { behavior: "all" }),
  "light within": asks("illuminance.is_value", LIGHT, between("between")),
  "light above for": asks("illuminance.is_value", LIGHT, { ...above(11), for: { seconds: 2 } }),
  "above another entity": { condition: "numeric_state", entity_id: HEAT, above: LUX },
  "not below another entity": {
    condition: "not",
    conditions: [{ condition: "numeric_state", entity_id: HEAT, below: LUX }],
  },
  "after a helper's time": { condition: "time", after: WAKE },
  "before a helper's time": { condition: "time", before: WAKE },
  "a template of a number": { condition: "template", value_template: `{{ states('${HEAT}') | float > 15 }}` },
  "not a template of a number": { condition: "template", value_template: `{{ not states('${HEAT}') | float > 15 }}` },
  "a template of the state before": {
    condition: "template",
    value_template: "{{ trigger.from_state.state not in ['unavailable', 'unknown'] }}",
  },
  "a template of the new state": {
    condition: "template",
    value_template: "{{ trigger.to_state.state == 'on' }}",
  },
  "a template of another mode": { condition: "template", value_template: `{{ states('${MODE}') != 'b' }}` },
  "a list of conditions": { condition: [{ condition: "state", entity_id: DOOR, state: "off" }] },
  "the trigger, which has no id": { condition: "trigger", id: "0" },
  "another trigger": { not: [{ condition: "trigger", id: ["0", "1"] }] },
};
