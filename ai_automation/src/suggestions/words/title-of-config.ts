import { levelsOf } from "../../automation/edit/actions.ts";
import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { halvesOf } from "../../automation/pair.ts";
import { withoutOwnGuards, type ConditionPlan } from "../../automation/plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { HabitForm } from "../../automation/write/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HabitCondition, HabitTarget } from "../../model/habit.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { phrasesOf } from "./languages.ts";
import type { Names } from "./names.ts";
import { conditionText, titleOf, titleOfBoth } from "./title.ts";

/** The habit that an automation expresses. */
export interface HabitOfConfig {
  readonly form: HabitForm;
  readonly targets: readonly HabitTarget[];
  readonly levels: readonly UsualLevel[];
}

/** An automation in one line; undefined where it has parts that no habit has. */
export function titleOfConfig(config: AutomationConfig, names: Names): string | undefined {
  const halves = halvesOf(config);
  if (halves !== undefined) {
    const [first, second] = halves.map((half) => titleOfConfig(half, names));
    return first === undefined || second === undefined ? undefined : titleOfBoth(first, second, names);
  }
  const habit = habitOfConfig(config);
  return habit === undefined ? undefined : titleOf(habit.form, habit.targets, names, habit.levels);
}

/** Each condition in words, as in "while it is dark"; null for those that no habit has. */
export const conditionTexts = (config: AutomationConfig, names: Names): readonly (string | null)[] =>
  config.conditions.map((condition) => {
    const { conditions, unsupported } = parseAutomation({ ...config, conditions: [condition] });
    const known = conditions.map(conditionsOf);
    if (unsupported.length > 0 || known.length === 0 || known.some((one) => one.length === 0)) return null;
    return known
      .flat()
      .map((one) => conditionText(one, names, phrasesOf(names.language)))
      .join(", ");
  });

/** Undefined where it has parts that no habit has. */
export function habitOfConfig(config: AutomationConfig): HabitOfConfig | undefined {
  const plan = parseAutomation(config);
  const trigger = habitTriggerOf(plan.triggers[0]);
  const conditions = plan.conditions.map(conditionsOf);
  const isHabitShaped =
    plan.unsupported.length === 0 &&
    plan.triggers.length === 1 &&
    plan.effects.length > 0 &&
    plan.effects.every((effect) => withoutOwnGuards(effect).path === undefined);
  if (trigger === undefined || !isHabitShaped || conditions.some((one) => one.length === 0)) return undefined;
  const levels = plan.effects.flatMap(({ entityId }) => levelsOf(config, entityId));
  return { form: { trigger, conditions: conditions.flat() }, targets: plan.effects, levels };
}

/** Empty where no habit has such a condition. */
function conditionsOf(plan: ConditionPlan): readonly HabitCondition[] {
  switch (plan.kind) {
    case "time": {
      const { after, before, weekdays } = plan;
      return [
        ...(after === null && before === null
          ? []
          : [{ kind: "hours", after: after ?? 0, before: before ?? 0 } as const]),
        ...(weekdays === null ? [] : [{ kind: "days", weekdays: [...weekdays] } as const]),
      ];
    }
    case "sun": {
      const { after, before } = plan;
      if (after === null || before === null || after.offset !== 0 || before.offset !== 0) return [];
      if (after.event === before.event) return [];
      return [{ kind: "sun", isDark: after.event === "sunset" }];
    }
    case "state": {
      const [state, ...others] = plan.states;
      if (state === undefined || others.length > 0) return [];
      const match = plan.match === "any" ? { match: "any" as const } : {};
      // The only phrase for "any of them" is about people.
      if (plan.match === "any" && state !== "not_home") return [];
      return [{ kind: "state", entityIds: plan.entityIds, state, hold: plan.hold, ...match }];
    }
    case "numeric_state": {
      const [entityId = "", ...others] = plan.entityIds;
      const [above = null, below = null] = [plan.above, plan.below].map((bound) =>
        Number.isFinite(bound) ? bound : null,
      );
      const isOneSided = (above === null) !== (below === null);
      return others.length === 0 && isOneSided ? [{ kind: "numeric", entityId, above, below }] : [];
    }
    case "and":
      return recentOf(plan.conditions);
    case "or":
    case "not":
    case "purpose":
    case "numeric_of":
    case "time_of":
    case "compare":
    case "trigger_text":
    case "triggered_by":
    case "perhaps":
    case "unrecorded":
      return [];
  }
}

/** "In the state, and not for as long as this already" is one condition of a habit. */
function recentOf(conditions: readonly ConditionPlan[]): readonly HabitCondition[] {
  const [now, not, ...others] = conditions;
  if (now?.kind !== "state" || not?.kind !== "not" || others.length > 0) return [];
  const [long, ...otherLong] = not.conditions;
  if (long?.kind !== "state" || otherLong.length > 0 || now.hold !== 0 || long.hold === 0) return [];
  const [entityId, ...otherEntities] = now.entityIds;
  const [state, ...otherStates] = now.states;
  if (entityId === undefined || state === undefined || otherEntities.length > 0 || otherStates.length > 0) return [];
  const isSame = long.entityIds.join() === entityId && [...long.states].join() === state;
  return isSame ? [{ kind: "recent", entityId, state, within: long.hold }] : [];
}
