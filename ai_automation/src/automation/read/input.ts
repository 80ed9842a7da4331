import { isScalar, parseDocument, visit, type Document } from "yaml";
import { z } from "zod";
import { automationConfig, type AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import { faultsOf } from "../../model/schema-faults.ts";

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
  if (isTooDeep(value))
    throw new AppError("invalid_automation", `The automation is not valid: it is nested more than ${MAX_DEPTH} deep.`);
  if (JSON.stringify(value).length > MAX_CHARACTERS)
    throw new AppError(
      "invalid_automation",
      `The automation is not valid: it has more than ${MAX_CHARACTERS} characters of JSON.`,
    );
  const parsed = automation.safeParse(value);
  if (!parsed.success)
    throw new AppError("invalid_automation", `The automation is not valid: ${faultsOf(parsed.error)}.`);
  return parsed.data;
}

function parseYaml(text: string): unknown {
  // The library compares each key with all others.
  const document = parseDocument(text, { logLevel: "error", uniqueKeys: false });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new AppError("invalid_automation", `The YAML is not valid: ${fault.message.split("\n")[0]}.`);
  const twice = repeatedKeyOf(document);
  if (twice !== undefined)
    throw new AppError("invalid_automation", `The YAML is not valid: the key "${twice}" occurs twice in one map.`);
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new AppError("invalid_automation", `The YAML is not valid: ${String(error)}.`, { cause: error });
  }
}

function repeatedKeyOf(document: Document): string | undefined {
  let repeated: string | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        const text = String(isScalar(key) ? key.value : key);
        if (keys.has(text)) {
          repeated = text;
          return visit.BREAK;
        }
        keys.add(text);
      }
      return undefined;
    },
  });
  return repeated;
}

/** Ordinary automations have a tenth. Validating a list takes much longer than parsing it. */
const MAX_CHARACTERS = 20_000;

/** People's automations are nested less than 20 deep. What reads them recursively would run out of stack. */
const MAX_DEPTH = 50;

function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}
