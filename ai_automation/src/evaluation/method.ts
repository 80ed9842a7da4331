import type { Frame } from "../history/frame/frame.ts";
import type { AutomationConfig } from "../model/automation.ts";
import type { Interval } from "../model/state-change.ts";

/** A proposed Home Assistant automation and the method's confidence in it, 0 to 1. */
export interface Proposal {
  readonly automation: AutomationConfig;
  readonly confidence: number;
}

export interface Method {
  readonly name: string;
  /** The frame contains nothing outside the learning interval. */
  propose(frame: Frame, learn: Interval): readonly Proposal[];
}
