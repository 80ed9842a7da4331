import type { AutomationConfig } from "../model/automation.ts";
import type { ErrorCause, ErrorCode } from "../model/errors.ts";
import type { EvidenceRules } from "../model/evidence-rules.ts";
import type { HomeInfo } from "../model/home.ts";
import type { Interval } from "../model/state-change.ts";
import type { ReplayResult } from "../model/suggestion.ts";
import type { AnalysisInput, AnalysisOutput, Fix, FixRequest } from "../suggestions/miner.ts";

export type Request =
  | {
      readonly kind: "analyse";
      readonly id: number;
      readonly input: AnalysisInput;
    }
  | {
      readonly kind: "replay";
      readonly id: number;
      readonly info: HomeInfo;
      readonly rules: EvidenceRules;
      readonly automation: AutomationConfig;
      readonly interval: Interval;
    }
  | {
      readonly kind: "fix";
      readonly id: number;
      readonly info: HomeInfo;
      readonly rules: EvidenceRules;
      readonly request: FixRequest;
    }
  /** Loads the history for replays. */
  | { readonly kind: "warm"; readonly id: number; readonly info: HomeInfo; readonly rules: EvidenceRules };

export type MinerReply =
  | { readonly kind: "warmed"; readonly id: number }
  | { readonly kind: "progress"; readonly id: number; readonly share: number; readonly step: string }
  | { readonly kind: "analysed"; readonly id: number; readonly output: AnalysisOutput }
  | { readonly kind: "replayed"; readonly id: number; readonly result: ReplayResult }
  | { readonly kind: "fixed"; readonly id: number; readonly fix: Fix | null }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly told?: ErrorCause;
      readonly isDamage: boolean;
    };
