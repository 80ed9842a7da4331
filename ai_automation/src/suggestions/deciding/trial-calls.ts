import { z } from "zod";
import { halvesOf } from "../../automation/pair.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HomeCall } from "../../model/home.ts";

/** The actions of one run: those of either half of a pair. */
export interface TrialChoice {
  readonly config: AutomationConfig;
  readonly calls: readonly HomeCall[];
  /** The entities that the calls name. */
  readonly targets: readonly string[];
  /** It only notifies. */
  readonly isNotification: boolean;
}

/** Undefined where it has steps other than plain service calls, or values that a template computes. */
export function trialChoicesOf(config: AutomationConfig): readonly TrialChoice[] | undefined {
  const choices = (halvesOf(config) ?? [config]).map(choiceOf);
  return choices.every((choice) => choice !== undefined) ? choices : undefined;
}

const entityIds = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const step = z.strictObject({
  alias: z.string().optional(),
  enabled: z.literal(true).optional(),
  metadata: z.unknown().optional(),
  action: z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/),
  target: z.strictObject({ entity_id: entityIds }).optional(),
  data: z.record(z.string(), z.unknown()).default({}),
});

const steps = z.array(step).min(1);

function choiceOf(config: AutomationConfig): TrialChoice | undefined {
  const parsed = steps.safeParse(config.actions);
  if (!parsed.success || /\{[{%]/.test(JSON.stringify(config.actions))) return undefined;
  const calls = parsed.data.map(({ action, target, data }): HomeCall => {
    const [domain = "", service = ""] = action.split(".");
    return { domain, service, data: { ...data, ...target } };
  });
  const targets = [...new Set(parsed.data.flatMap(({ target }) => target?.entity_id ?? []))];
  return { config, calls, targets, isNotification: parseAutomation(config).isReminder };
}
