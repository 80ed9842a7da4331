import type { AutomationConfig } from "../../model/automation.ts";
import { AppError, homeUnknown } from "../../model/errors.ts";
import type { Home, HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Interval } from "../../model/state-change.ts";
import type { ReplayResult } from "../../model/suggestion.ts";
import type { Miner } from "../miner.ts";
import { type AutomationEdit, readAutomation } from "../../automation/read/input.ts";
import { riskyIn } from "../../automation/risk.ts";

export interface Judgement {
  readonly automation: AutomationConfig;
  readonly replay: ReplayResult;
}

/**
 * Reads an automation that somebody made, has the home check it, and replays it.
 * @throws AppError invalid_automation, not_replayable, not_ready
 */
export type AutomationCheck = (
  edit: AutomationEdit,
  intervalOf: (info: HomeInfo) => Interval | Promise<Interval>,
) => Promise<Judgement>;

export function createAutomationCheck(parts: {
  readonly home: Pick<Home, "snapshot" | "validate">;
  readonly miner: Pick<Miner, "replay">;
}): AutomationCheck {
  const { home, miner } = parts;
  return async (edit, intervalOf) => {
    const automation = readAutomation(edit);
    const info = home.snapshot()?.info;
    if (info === undefined) throw homeUnknown();
    const { from, to } = await intervalOf(info);
    const [replay, checked] = await Promise.all([
      miner.replay(info, automation, { from, to }),
      home.validate(automation),
    ]);
    if (checked?.valid === false)
      throw new AppError("invalid_automation", `Home Assistant does not accept the automation: ${checked.reason}`);
    return { automation, replay };
  };
}

/** @throws AppError needs_confirmation where it would act on what may do harm */
export function refuseRisky(automation: AutomationConfig, snapshot: HomeSnapshot | undefined): void {
  const risky = riskyIn(automation, snapshot);
  if (risky === undefined) return;
  throw new AppError(
    "needs_confirmation",
    `It would act on ${risky.name} without asking anybody: leave it out, or send "confirm_risky": true if you mean it.`,
  );
}
