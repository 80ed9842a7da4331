import { parseDocument } from "yaml";
import { z } from "zod";
import { automationConfig, type AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";

const automation = automationConfig
  .extend({
    alias: z.string().trim().min(1).max(255),
    description: z.string().max(10_000).exactOptional(),
    triggers: automationConfig.shape.triggers.check(z.minLength(1)),
    conditions: automationConfig.shape.conditions.default([]),
    actions: automationConfig.shape.actions.check(z.minLength(1)),
    mode: automationConfig.shape.mode.default("single"),
  })
  .strict();

/** An edited automation: the config itself, or its YAML. */
export type AutomationEdit = ({ readonly automation: unknown } | { readonly automationYaml: string }) & {
  /** The user confirmed that it may act on risky entities. */
  readonly isRiskConfirmed?: boolean;
};

/** @throws AppError invalid_automation; the message names the key or line at fault. */
export function readAutomation(edit: AutomationEdit): AutomationConfig {
  const value = "automation" in edit ? edit.automation : parseYaml(edit.automationYaml);
  const parsed = automation.safeParse(value);
  if (!parsed.success)
    throw new AppError("invalid_automation", `The automation is not valid: ${problemsOf(parsed.error)}.`);
  return parsed.data;
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { logLevel: "error" });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new AppError("invalid_automation", `The YAML is not valid: ${fault.message.split("\n")[0]}.`);
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new AppError("invalid_automation", `The YAML is not valid: ${String(error)}.`, { cause: error });
  }
}

function problemsOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const where = issue.path.join(".");
      return where === "" ? issue.message : `${where}: ${issue.message}`;
    })
    .join("; ");
}
