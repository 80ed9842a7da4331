import type { Plan } from "../../automation/plan.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import { createClock } from "../../model/clock.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { RunReader, StartedRuns } from "../history-ports.ts";
import { usualHours, type UsualHours } from "./usual-hours.ts";

/** After what and when an automation runs, from its runs of the last 90 days; only if its config is not understood. */
export interface Starts {
  /** Most frequent first. */
  readonly startedBy: readonly (StartedRuns & { readonly name: string | null })[];
  /** Null if they are at any time. */
  readonly usualHours: UsualHours | null;
}

const NO_STARTS: Starts = { startedBy: [], usualHours: null };

/** Rarer triggers are left out. */
const SHOWN_TRIGGERS = 5;

export async function startsOf(
  { automation, plan }: { readonly automation: HomeAutomation | undefined; readonly plan: Pick<Plan, "understood"> },
  home: HomeSnapshot | undefined,
  runs: Pick<RunReader, "starts">,
  since: number,
): Promise<Starts> {
  if (automation === undefined || home === undefined || plan.understood === "in_full") return NO_STARTS;
  const { triggers, runs: times } = await runs.starts(automation.entityId, since);
  const nameOf = (entityId: string): string => home.entities.get(entityId)?.name ?? entityId;
  const startedBy = triggers
    .slice(0, SHOWN_TRIGGERS)
    .map((started) => ({ ...started, name: started.entityId === null ? null : nameOf(started.entityId) }));
  return { startedBy, usualHours: usualHours(times, createClock(home.info.zone)) };
}
