import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { automationConfig, type AutomationConfig, type HomeAutomation } from "../../model/automation.ts";
import { parseAutomation } from "./automation.ts";
import { withPluralKeys } from "./plural-keys.ts";

const config = automationConfig.extend({ id: z.string().exactOptional() }).strict();

/**
 * The config of an existing automation with plural keys, or undefined if it has parts that this schema does not cover:
 * a config that is not fully understood is never written back.
 */
export function readConfig(value: unknown): AutomationConfig | undefined {
  const parsed = config.safeParse(withPluralKeys(value));
  return parsed.success ? automationConfig.parse(parsed.data) : undefined;
}

/** Compares all but aliases and descriptions. */
export const isSameConfig = (a: AutomationConfig | undefined, b: AutomationConfig): boolean =>
  a !== undefined && isDeepStrictEqual(withoutTexts(a), withoutTexts(b));

function withoutTexts({
  alias: _alias,
  description: _description,
  mode = "single",
  ...rest
}: AutomationConfig): object {
  return { ...rest, mode };
}

/** Like `readConfig`, but also undefined when replay cannot judge it, with what it refers to in place. */
export function readReplayable({
  config: value,
  resolved,
}: Pick<HomeAutomation, "config" | "resolved">): AutomationConfig | undefined {
  const read = readConfig(value);
  if (read === undefined) return undefined;
  const { unsupported, isReminder } = parseAutomation(resolved ?? read);
  return unsupported.length === 0 && !isReminder ? read : undefined;
}
