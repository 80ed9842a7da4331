import { z } from "zod";
import type { HomeAutomation } from "../../model/automation.ts";
import type { Plan } from "../plan.ts";
import { parseActions } from "./action.ts";
import { parseCondition } from "./condition.ts";
import { withPluralKeys } from "./plural-keys.ts";
import { parseTrigger } from "./trigger.ts";

const config = z.looseObject({
  alias: z.string().default(""),
  triggers: z.array(z.unknown()),
  conditions: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  mode: z.enum(["single", "restart", "queued", "parallel"]).catch("single"),
  use_blueprint: z.unknown().optional(),
});

/** Reads a Home Assistant automation config, old and new keys, as far as replay understands it. Never throws. */
export function parseAutomation(value: unknown): Plan {
  const parsed = config.safeParse(withPluralKeys(value));
  if (!parsed.success) return empty("", "an automation that is not an object");
  const { alias, mode, use_blueprint: blueprint } = parsed.data;
  if (blueprint !== undefined) return empty(alias, "blueprints");
  const [triggers, badTriggers] = parseAll(parsed.data.triggers.filter(isEnabled), parseTrigger);
  const [conditions, badConditions] = parseAll(parsed.data.conditions.filter(isEnabled), parseCondition);
  const actions = parseActions(parsed.data.actions);
  const { effects, levelTargets } = actions;
  const unsupported = [...badTriggers, ...badConditions, ...actions.unsupported];
  if (triggers.length + badTriggers.length === 0) unsupported.push("automations without a trigger");
  if (!actions.hasActions && effects.length === 0 && actions.unsupported.length === 0)
    unsupported.push("automations without an action");
  const isReminder = actions.hasActions && effects.length === 0;
  const run = { mode: mode === "queued" ? "parallel" : mode, time: actions.time } as const;
  if (mode === "queued" && actions.time > 0) unsupported.push("queued runs with a delay");
  const timed = actions.time === 0 ? {} : { run };
  return { alias, triggers, conditions, effects, levelTargets, isReminder, unsupported, ...timed };
}

/** Like `parseAutomation`, for an automation of the home, with what its config refers to. */
export const planOfAutomation = ({ config, resolved }: Pick<HomeAutomation, "config" | "resolved">): Plan =>
  parseAutomation(resolved ?? config);

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
