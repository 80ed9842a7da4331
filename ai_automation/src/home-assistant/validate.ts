import type { AutomationConfig } from "../model/automation.ts";
import type { Validation } from "../model/home.ts";
import { CommandFailed } from "./errors.ts";
import type { Session } from "./session.ts";
import { validationSchema } from "./wire.ts";

/** Checks a config as Home Assistant does, without storing it. @throws ConnectionLost, CommandFailed */
export async function validate(session: Session, config: AutomationConfig): Promise<Validation> {
  const { triggers, conditions, actions } = config;
  try {
    const parts = await session.call(validationSchema, { type: "validate_config", triggers, conditions, actions });
    for (const [part, verdict] of Object.entries(parts))
      if (verdict?.valid === false) return { valid: false, reason: `${part}: ${verdict.error ?? "not valid"}` };
    return { valid: true };
  } catch (error) {
    if (error instanceof CommandFailed && error.code === "invalid_format")
      return { valid: false, reason: error.message };
    throw error;
  }
}
