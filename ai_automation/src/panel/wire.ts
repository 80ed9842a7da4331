/** The types of the API's answers, inferred from the functions with which the server serialises them. */
import type { AnalysisWire } from "../http/wire/analysis.ts";
import type { AutomationWire } from "../http/wire/automation.ts";
import type { CallerWire } from "../http/wire/caller.ts";
import type { DigestWire } from "../http/wire/digest.ts";
import type { EvidenceWire } from "../http/wire/evidence.ts";
import type { ExclusionWire } from "../http/wire/exclusion.ts";
import type { EntityWire, LedgerWire, SummaryWire, TimelineWire } from "../http/wire/history.ts";
import type { ImportableFileWire } from "../http/wire/import.ts";
import type { ImportResultWire, JobWire } from "../http/wire/job.ts";
import type { ProposalWire } from "../http/wire/proposal.ts";
import type { ReplayWire } from "../http/wire/replay.ts";
import type { StatusWire } from "../http/wire/status.ts";
import type { SuggestionWire } from "../http/wire/suggestion.ts";

export type Suggestion = SuggestionWire;
export type Automation = Suggestion["automation"];
/** A trigger, condition or action. */
export type Part = Automation["triggers"][number];
export type Replay = ReplayWire;
export type Mark = Replay["marks"][number];
export type Proposal = ProposalWire;
export type Evidence = EvidenceWire;
export type Action = Evidence["actions"][number];
export type Daylight = Evidence["daylight"][number];
export type Status = StatusWire;
export type Analysis = AnalysisWire;
export type NearMiss = Analysis["near_misses"][number];
export type Digest = DigestWire;
export type ListedAutomation = AutomationWire;
export type Summary = SummaryWire;
export type KnownEntity = EntityWire;
export type Ledger = LedgerWire;
export type Timeline = TimelineWire;
export type Exclusion = ExclusionWire;
export type ImportableFile = ImportableFileWire;
export type ImportJob = Omit<JobWire, "result"> & { readonly result: ImportResultWire | null };
export type Me = CallerWire;
