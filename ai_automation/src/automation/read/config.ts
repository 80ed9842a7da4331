import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { AutomationConfig } from "../../model/automation.ts";
import { parseAutomation } from "./automation.ts";

const parts = z
  .union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown()).transform((one) => [one])])
  .nullish();

const config = z.strictObject({
  id: z.string().optional(),
  alias: z.string(),
  description: z.string().optional(),
  triggers: parts,
  trigger: parts,
  conditions: parts,
  condition: parts,
  actions: parts,
  action: parts,
  mode: z.enum(["single", "restart", "queued", "parallel"]).optional(),
});

/**
 * The config of an automation of the home with plural keys, or undefined where it has parts that are not read in full:
 * what is not understood is never written back.
 */
export function readConfig(value: unknown): AutomationConfig | undefined {
  const parsed = config.safeParse(value);
  if (!parsed.success) return undefined;
  const { alias, description, mode } = parsed.data;
  const { triggers, trigger, conditions, condition, actions, action } = parsed.data;
  return {
    alias,
    ...(description === undefined ? {} : { description }),
    triggers: [...(triggers ?? []), ...(trigger ?? [])],
    conditions: [...(conditions ?? []), ...(condition ?? [])],
    actions: [...(actions ?? []), ...(action ?? [])],
    ...(mode === undefined ? {} : { mode }),
  };
}

/** Whether two configs do the same; names and descriptions are words. */
export const isSameConfig = (a: AutomationConfig | undefined, b: AutomationConfig): boolean =>
  a !== undefined &&
  isDeepStrictEqual([a.triggers, a.conditions, a.actions], [b.triggers, b.conditions, b.actions]) &&
  (a.mode ?? "single") === (b.mode ?? "single");

/** The same where the replay can judge it, too. */
export function readReplayable(value: unknown): AutomationConfig | undefined {
  const read = readConfig(value);
  if (read === undefined) return undefined;
  const { unsupported, isReminder } = parseAutomation(read);
  return unsupported.length === 0 && !isReminder ? read : undefined;
}
