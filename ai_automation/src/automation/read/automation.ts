import { z } from "zod";
import type { Plan } from "../plan.ts";
import { parseAction } from "./action.ts";
import { parseConditions } from "./condition.ts";
import { enabledOf } from "./enabled.ts";
import { readTriggers, understandingOf, unreadIn, unrecordedIn } from "./parts.ts";
import { withPluralKeys } from "./plural-keys.ts";

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
  const { triggers, triggerIds, unread: badTriggers } = readTriggers(parsed.data.triggers);
  const conditions = parseConditions(parsed.data.conditions);
  const [actions, badActions] = parseAll(upToQuestion(parsed.data.actions.filter(isEnabled)), parseAction);
  const effects = actions.flatMap((action) => (action.kind === "effects" ? action.effects : []));
  const unread = [...badTriggers, ...unreadIn(triggers, conditions), ...badActions];
  const unsupported = [...unread, ...unrecordedIn(triggers, conditions)];
  if (triggers.length + badTriggers.length === 0) unsupported.push("automations without a trigger");
  if (actions.length + badActions.length === 0) unsupported.push("automations without an action");
  const isReminder = actions.length > 0 && effects.length === 0;
  const understood = understandingOf({ triggers, actions }, unread);
  return { alias, triggers, triggerIds, conditions, effects, isReminder, unsupported, understood };
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

const isEnabled = (part: unknown): boolean => enabledOf(part) !== false;

function empty(alias: string, reason: string): Plan {
  return {
    alias,
    triggers: [],
    triggerIds: [],
    conditions: [],
    effects: [],
    isReminder: false,
    unsupported: [reason],
    understood: "not",
  };
}
