import { z } from "zod";
import type { Plan, TriggerPlan } from "../plan.ts";
import { toggledIn } from "../toggles.ts";
import { parseAction } from "./action.ts";
import { parseCondition } from "./condition.ts";
import { eventAttributeOf, withEventAttribute } from "./event-attributes.ts";
import { withPluralKeys } from "./plural-keys.ts";
import { parseTrigger } from "./trigger.ts";

const config = z.looseObject({
  alias: z.string().default(""),
  triggers: z.array(z.unknown()),
  conditions: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  use_blueprint: z.unknown().optional(),
});

/** Reads a Home Assistant automation config, old and new keys, as far as replay understands it. Never throws. */
export function parseAutomation(value: unknown): Plan {
  const parsed = config.safeParse(withPluralKeys(value));
  if (!parsed.success) return empty("", "an automation that is not an object");
  const { alias, use_blueprint: blueprint } = parsed.data;
  if (blueprint !== undefined) return empty(alias, "blueprints");
  const [anyTriggers, badTriggers] = parseAll(parsed.data.triggers.filter(isEnabled), parseTrigger);
  const { triggers, left } = takeEventAttributes(anyTriggers, parsed.data.conditions.filter(isEnabled));
  const [conditions, badConditions] = parseAll(left, parseCondition);
  const [actions, badActions] = parseAll(upToQuestion(parsed.data.actions.filter(isEnabled)), parseAction);
  const effects = actions.flatMap((action) => (action.kind === "effects" ? action.effects : []));
  const unsupported = [...badTriggers, ...badConditions, ...badActions];
  const isTimed = triggers.some(({ kind }) => kind === "time" || kind === "sun");
  if (isTimed && toggledIn(effects).size > 0) unsupported.push("a toggle at a time");
  if (triggers.length + badTriggers.length === 0) unsupported.push("automations without a trigger");
  if (actions.length + badActions.length === 0) unsupported.push("automations without an action");
  return { alias, triggers, conditions, effects, isReminder: actions.length > 0 && effects.length === 0, unsupported };
}

/** Moves conditions on the attributes of a triggering event into the trigger. */
function takeEventAttributes(
  triggers: readonly TriggerPlan[],
  conditions: readonly unknown[],
): { readonly triggers: readonly TriggerPlan[]; readonly left: readonly unknown[] } {
  let own = triggers;
  const left = conditions.filter((condition) => {
    const attribute = eventAttributeOf(condition);
    const narrowed = attribute === undefined ? undefined : withEventAttribute(own, attribute);
    own = narrowed ?? own;
    return narrowed === undefined;
  });
  return { triggers: own, left };
}

/** Actions after a question depend on its answer, so only those up to it are replayed. */
function upToQuestion(actions: readonly unknown[]): readonly unknown[] {
  const question = actions.findIndex((action) => {
    const plan = parseAction(action);
    return typeof plan !== "string" && plan.kind === "question";
  });
  return question < 0 ? actions : actions.slice(0, question + 1);
}

function parseAll<T extends object>(
  values: readonly unknown[],
  parse: (value: unknown) => T | string,
): readonly [T[], string[]] {
  const parsed = values.map(parse);
  return [parsed.filter((one) => typeof one !== "string"), parsed.filter((one) => typeof one === "string")];
}

function isEnabled(part: unknown): boolean {
  return typeof part !== "object" || part === null || !("enabled" in part) || part.enabled !== false;
}

function empty(alias: string, reason: string): Plan {
  return { alias, triggers: [], conditions: [], effects: [], isReminder: false, unsupported: [reason] };
}
