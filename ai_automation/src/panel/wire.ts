/** What the panel reads of the API's answers. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly noop: number;
}

export interface Mark {
  readonly at: string;
  readonly entity_id: string;
  readonly outcome: "tp" | "fp" | "noop" | "duplicate";
  readonly acted_at: string | null;
}

export interface Replay extends Counts {
  readonly from: string;
  readonly to: string;
  readonly precision: number | null;
  readonly saved_per_week: number;
  readonly false_per_week: number;
  readonly alerts_per_week?: number;
  readonly weeks: readonly { readonly right: number; readonly wrong: number }[];
  readonly marks: readonly Mark[];
}

export type Part = Readonly<Record<string, unknown>>;

export interface Automation {
  readonly alias: string;
  readonly description?: string;
  readonly triggers: readonly Part[];
  readonly conditions: readonly Part[];
  readonly actions: readonly Part[];
  readonly mode?: string;
}

export interface UsualLevel {
  readonly entity_id: string;
  readonly kind: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly times: number;
}

export interface Suggestion {
  readonly id: number;
  readonly pattern_type: string;
  readonly title: string;
  readonly description: string;
  readonly status: "pending" | "approved" | "deployed" | "rejected";
  readonly confidence: number;
  readonly automation: Automation;
  readonly automation_yaml: string;
  readonly area: string | null;
  /** The home's own label that it will bear. */
  readonly label: string | null;
  readonly evidence: { readonly actions: readonly string[]; readonly levels: readonly UsualLevel[] };
  readonly replay: Replay;
  readonly alternatives: readonly {
    readonly title: string;
    readonly automation: Automation;
    readonly replay: Counts;
  }[];
  readonly refusal: string | null;
  readonly ha_automation_id: string | null;
  readonly watching_since: string | null;
  readonly snoozed_until: string | null;
  readonly paused_at: string | null;
  /** It changes an automation that exists. */
  readonly fix: { readonly automation_id: string; readonly before: string; readonly after: string } | null;
  readonly watch: { readonly since: string; readonly days: number; readonly replay: Replay } | null;
}

/** What became of plain words; nothing of it is stored. */
export interface Proposal {
  readonly automation: Automation;
  readonly before: string | null;
  readonly after: string;
  readonly doubts: readonly { readonly kind: string; readonly text: string }[];
  readonly note: string | null;
  readonly replay: Replay;
}

export interface Action {
  readonly at: string;
  readonly entity_id: string;
  readonly state: string;
}

export interface Evidence {
  readonly time_zone: string;
  readonly from: string;
  readonly to: string;
  readonly held_out_from: string;
  readonly targets: readonly { readonly entity_id: string; readonly state: string; readonly name: string }[];
  readonly actions: readonly Action[];
  readonly sun: { readonly latitude: number; readonly longitude: number } | null;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly status: "running" | "done" | "failed" | "cancelled";
  readonly progress: number;
  readonly step: string | null;
  readonly error: { readonly message: string } | null;
}

export interface Status {
  readonly version: string;
  readonly home: {
    readonly kind: string;
    readonly state: string;
    readonly message: string;
    readonly name: string | null;
    readonly time_zone: string | null;
  };
  readonly history: {
    readonly changes: number;
    readonly first: string | null;
    readonly backfill: {
      readonly state: "waiting" | "running" | "done";
      readonly days_read: number;
      readonly changes_read: number;
      readonly seconds_left: number | null;
    };
  };
  readonly analysis: { readonly running: Job | null; readonly last: Job | null; readonly next: string | null };
  readonly suggestions: Readonly<Record<Suggestion["status"], number>>;
  readonly language_model: "none" | "ai_task" | "endpoint";
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

export interface NearMiss {
  readonly title: string;
  readonly entity_id: string;
  readonly state: string;
  readonly reason: { readonly kind: string; readonly text: string };
}

/** What happens by itself already. */
export interface SelfActing {
  readonly title: string;
  readonly text: string;
  readonly entity_id: string;
}

export interface Analysis {
  readonly finished_at: string;
  readonly obstacle: {
    readonly kind: string;
    readonly text: string;
    readonly has: number | null;
    readonly needs: number | null;
  } | null;
  readonly near_misses: readonly NearMiss[];
  readonly self_acting: readonly SelfActing[];
}

export interface Activity {
  readonly total: number;
  readonly last_7_days: number;
  readonly last: string | null;
}

export interface ListedAutomation {
  readonly entity_id: string | null;
  readonly id: string | null;
  readonly suggestion_id: number | null;
  readonly alias: string;
  readonly is_ours: boolean;
  readonly is_on: boolean | null;
  readonly paused_at: string | null;
  readonly needs_attention: { readonly reversals: number; readonly runs: number } | null;
  readonly runs: Activity;
  readonly corrections: Activity;
  readonly weeks: readonly { readonly from: string; readonly runs: number; readonly corrections: number }[];
}

export interface Summary {
  readonly changes: number;
  readonly entities: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly days: number;
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly domains: readonly { readonly domain: string; readonly entities: number; readonly changes: number }[];
  readonly size_bytes: number;
  readonly retention_days: number;
}

export interface KnownEntity {
  readonly entity_id: string;
  readonly name: string;
  readonly area: string | null;
  readonly domain: string;
  readonly changes: number;
  readonly last: string | null;
  readonly operated: { readonly by_hand: number; readonly by_automation: number; readonly unknown: number };
  readonly is_excluded: boolean;
}

export interface LedgerChange {
  readonly at: string;
  readonly entity_id: string;
  readonly name: string;
  readonly state: string;
  readonly cause: { readonly kind: string; readonly by: string | null; readonly via: string | null };
}

export interface Exclusion {
  readonly kind: "entity" | "area" | "domain" | "person";
  readonly id: string;
  readonly name: string;
  readonly from: "panel" | "options";
}

export interface Me {
  readonly access: string;
  readonly name: string | null;
  readonly is_admin: boolean;
  readonly can_change: boolean;
  readonly why_not: string | null;
  /** The generated token of the direct port; told to administrators inside Home Assistant alone. */
  readonly api_token?: string | null;
}
