import { parseAutomation } from "../../automation/read/automation.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import { DAY } from "../../model/time.ts";
import type { RunReader } from "../history-ports.ts";

const IDLE = 90 * DAY;

/**
 * Whether an automation that is on has not run in 90 days although its trigger occurred. False until 90 days of runs
 * are on record, and for triggers whose occurrence is not checked (numeric states, event entities).
 */
export async function isIdle(
  { isOn, entityId, config }: HomeAutomation,
  runs: Pick<RunReader, "count" | "firstRun" | "cameTo">,
  now: number,
): Promise<boolean> {
  const { triggers, unsupported } = parseAutomation(config);
  if (!isOn || unsupported.length > 0) return false;
  const part = { from: now - IDLE, to: now };
  const first = await runs.firstRun();
  if (first === null || first > part.from || (await runs.count(entityId, part)).total > 0) return false;
  for (const trigger of triggers) {
    if (trigger.kind === "time" || trigger.kind === "sun") return true;
    if (trigger.kind === "state" && (await runs.cameTo(trigger.entityIds, trigger.to, part))) return true;
  }
  return false;
}
