import { z } from "zod";
import type { HomeAutomation } from "../../model/automation.ts";
import type { Plan } from "../plan.ts";
import { parseActions } from "./action.ts";
import { parseConditions } from "./condition.ts";
import { readTriggers, understandingOf, unreadIn, unrecordedIn } from "./parts.ts";
import { withPluralKeys } from "./plural-keys.ts";

/** How many runs there may be at once (helpers/script.py, DEFAULT_MAX). */
const DEFAULT_MAX = 10;

const config = z.looseObject({
  alias: z.string().default(""),
  triggers: z.array(z.unknown()),
  conditions: z.array(z.unknown()),
  actions: z.array(z.unknown()),
  mode: z.enum(["single", "restart", "queued", "parallel"]).catch("single"),
  max: z.number().int().positive().catch(DEFAULT_MAX),
  use_blueprint: z.unknown().optional(),
});

/** Reads a Home Assistant automation config, old and new keys, as far as replay understands it. Never throws. */
export function parseAutomation(value: unknown): Plan {
  const parsed = config.safeParse(withPluralKeys(value));
  if (!parsed.success) return empty("", "an automation that is not an object");
  const { alias, mode, max, use_blueprint: blueprint } = parsed.data;
  if (blueprint !== undefined) return empty(alias, "blueprints");
  const { triggers, triggerIds, unread: badTriggers } = readTriggers(parsed.data.triggers);
  const conditions = parseConditions(parsed.data.conditions);
  const actions = parseActions(parsed.data.actions);
  const { effects, levelTargets, hasActions } = actions;
  const unread = [...badTriggers, ...unreadIn(triggers, conditions), ...actions.unread];
  const unsupported = [...unread, ...unrecordedIn(triggers, conditions), ...actions.unreplayed];
  if (triggers.length + badTriggers.length === 0) unsupported.push("automations without a trigger");
  if (!hasActions && effects.length === 0 && actions.unread.length === 0)
    unsupported.push("automations without an action");
  if (mode === "queued" && actions.lasts > 0) unsupported.push("queued runs with a delay");
  const isReminder = hasActions && effects.length === 0;
  const understood = understandingOf({ triggers, actions: hasActions ? ["read"] : effects }, unread);
  const plan = { alias, triggers, triggerIds, conditions, effects, levelTargets, isReminder, unsupported, understood };
  return actions.lasts === 0 ? plan : { ...plan, running: { mode, max, lasts: actions.lasts } };
}

/** Like `parseAutomation`, for an automation of the home, with what its config refers to. */
export const planOfAutomation = ({ config, resolved }: Pick<HomeAutomation, "config" | "resolved">): Plan =>
  parseAutomation(resolved ?? config);

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
