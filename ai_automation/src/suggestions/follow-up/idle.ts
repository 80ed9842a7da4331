import type { StateTest, TriggerPlan } from "../../automation/plan.ts";
import { planOfAutomation } from "../../automation/read/automation.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";
import type { RunReader } from "../history-ports.ts";

const IDLE = 90 * DAY;
/** An automation that is not understood is idle if it ran at least this often before. */
const MIN_EARLIER_RUNS = 3;

type Runs = Pick<RunReader, "count" | "cameTo">;

/**
 * Whether an automation that is on has not run in 90 days although its trigger occurred, or although it used to run if
 * its triggers are not understood. False until 90 days of runs are on record, and for triggers whose occurrence is not
 * checked, or on entities without history. `firstRun` is the first recorded run of any automation.
 */
export async function isIdle(
  automation: HomeAutomation,
  { runs, firstRun }: { readonly runs: Runs; readonly firstRun: number | null },
  now: number,
): Promise<boolean> {
  const { isOn, entityId } = automation;
  if (!isOn) return false;
  const part = { from: now - IDLE, to: now };
  if (firstRun === null || firstRun > part.from || (await runs.count(entityId, part)).total > 0) return false;
  const { triggers, unsupported, understood } = planOfAutomation(automation);
  if (understood === "not") return (await runs.count(entityId, { from: 0, to: part.from })).total >= MIN_EARLIER_RUNS;
  if (unsupported.length > 0) return false;
  for (const trigger of triggers) if (await hasOccurred(trigger, runs, part)) return true;
  return false;
}

async function hasOccurred(trigger: TriggerPlan, runs: Runs, part: Interval): Promise<boolean> {
  if (trigger.kind === "time" || trigger.kind === "sun") return true;
  const test = stateTestOf(trigger);
  return test !== undefined && "entityIds" in trigger && runs.cameTo(trigger.entityIds, test, part);
}

function stateTestOf(trigger: TriggerPlan): StateTest | undefined {
  if (trigger.kind === "state") return trigger.to;
  if (trigger.kind !== "purpose" || !("to" in trigger.test)) return undefined;
  return { kind: "in", states: trigger.test.to };
}
