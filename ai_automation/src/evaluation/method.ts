import type { Frame } from "../history/frame/frame.ts";
import type { AutomationConfig } from "../model/automation.ts";
import type { Interval } from "../model/state-change.ts";

/** What a method would offer: the automation as Home Assistant takes it, and how sure the method says it is, 0 to 1. */
export interface Proposal {
  readonly automation: AutomationConfig;
  readonly confidence: number;
}

/** A way to get from a history to automations. */
export interface Method {
  readonly name: string;
  /** The frame holds nothing outside the learning interval. */
  propose(frame: Frame, learn: Interval): readonly Proposal[];
}
