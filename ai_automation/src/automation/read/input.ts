import { parseDocument } from "yaml";
import { z } from "zod";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";

const part = z.record(z.string(), z.unknown());

const automation = z.strictObject({
  alias: z.string().trim().min(1).max(255),
  description: z.string().max(10_000).optional(),
  triggers: z.array(part).min(1),
  conditions: z.array(part).default([]),
  actions: z.array(part).min(1),
  mode: z.enum(["single", "restart", "queued", "parallel"]).default("single"),
});

/** What somebody edited: the config itself, or its YAML. */
export type AutomationEdit = ({ readonly automation: unknown } | { readonly automationYaml: string }) & {
  /** Somebody means it that what may do harm is acted on without being asked. */
  readonly isRiskConfirmed?: boolean;
};

/** @throws AppError invalid_automation, naming the key or the line at fault. */
export function readAutomation(edit: AutomationEdit): AutomationConfig {
  const value = "automation" in edit ? edit.automation : parseYaml(edit.automationYaml);
  const parsed = automation.safeParse(value);
  if (!parsed.success)
    throw new AppError("invalid_automation", `The automation is not valid: ${problemsOf(parsed.error)}.`);
  const { description, ...rest } = parsed.data;
  return description === undefined ? rest : { ...rest, description };
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
