import { mayBeToggled, TOGGLE_STATES } from "../../automation/toggles.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { Scored } from "../proof/score.ts";

/** The other half of a toggle: the same entity, turned off instead of on, or on instead of off. */
export function otherHalfOf(
  { entity, state }: ActionSeries,
  series: readonly ActionSeries[],
  { entities, states }: Frame,
): ActionSeries | undefined {
  const name = states.names[state]!;
  if (!mayBeToggled(entities.names[entity]!) || !TOGGLE_STATES.some((one) => one === name)) return undefined;
  return series.find(
    (other) =>
      other.entity === entity &&
      other.state !== state &&
      TOGGLE_STATES.some((one) => one === states.names[other.state]),
  );
}

/** Whether a press, or the start of a state, can both turn something on and turn it off. */
export const mayToggle = ({ candidate: { trigger } }: Scored): boolean =>
  trigger.kind === "event" || (trigger.kind === "state" && trigger.hold === 0);

/** Groups the two halves of each toggle: rules with the same trigger and conditions. All others stay alone. */
export function withToggles(rules: readonly Scored[], frame: Frame): readonly (readonly Scored[])[] {
  const taken = new Set<Scored>();
  return rules.flatMap((rule) => {
    if (taken.has(rule)) return [];
    const half = mayToggle(rule)
      ? rules.find(
          (other) =>
            other !== rule &&
            !taken.has(other) &&
            otherHalfOf(rule.candidate.series, [other.candidate.series], frame) !== undefined &&
            formOf(other) === formOf(rule),
        )
      : undefined;
    for (const one of [rule, half]) if (one !== undefined) taken.add(one);
    return [half === undefined ? [rule] : [rule, half]];
  });
}

const formOf = ({ candidate: { trigger, conditions } }: Scored): string => JSON.stringify([trigger, conditions]);
