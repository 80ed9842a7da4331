import { readAutomation, type AutomationEdit } from "../../automation/read/input.ts";
import { riskyIn } from "../../automation/risk.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError, homeUnknown } from "../../model/errors.ts";
import type { Home, HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Interval } from "../../model/state-change.ts";
import type { ReplayResult } from "../../model/suggestion.ts";
import type { Miner } from "../miner.ts";

export interface CheckedAutomation {
  readonly automation: AutomationConfig;
  readonly replay: ReplayResult;
}

/**
 * Parses an edited automation, validates it with Home Assistant, and replays it.
 * @throws AppError invalid_automation, not_replayable, not_ready
 */
export type AutomationCheck = (
  edit: AutomationEdit,
  intervalOf: (info: HomeInfo) => Interval | Promise<Interval>,
  signal?: AbortSignal,
) => Promise<CheckedAutomation>;

export function createAutomationCheck(parts: {
  readonly home: Pick<Home, "snapshot" | "validate">;
  readonly miner: Pick<Miner, "replay">;
}): AutomationCheck {
  const { home, miner } = parts;
  return async (edit, intervalOf, signal) => {
    const automation = readAutomation(edit);
    const info = home.snapshot()?.info;
    if (info === undefined) throw homeUnknown();
    const { from, to } = await intervalOf(info);
    const [replay, validation] = await Promise.all([
      miner.replay(info, automation, { from, to }, signal),
      home.validate(automation),
    ]);
    if (validation?.valid === false)
      throw new AppError("invalid_automation", `Home Assistant does not accept the automation: ${validation.reason}`, {
        told: { reason: "home_said", values: { reason: validation.reason } },
      });
    return { automation, replay };
  };
}

/** @throws AppError needs_confirmation if it would act on something that can do harm */
export function refuseRisky(automation: AutomationConfig, snapshot: HomeSnapshot | undefined): void {
  const risky = riskyIn(automation, snapshot);
  if (risky === undefined) return;
  throw new AppError(
    "needs_confirmation",
    `The automation would act on ${risky.name} without asking anyone. Leave it out, or send "confirm_risky": true if you want that.`,
    { told: { reason: "risky", values: { name: risky.name } } },
  );
}
