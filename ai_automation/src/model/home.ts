import type { AutomationConfig, HomeAutomation } from "./automation.ts";
import type { Problem } from "./problem.ts";

/** What the rest of the service knows about an entity of the home. */
export interface Entity {
  readonly entityId: string;
  readonly name: string;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly deviceClass: string | null;
  /** Hidden, diagnostic or configuration entities are never part of a habit. */
  readonly isMinable: boolean;
}

export interface Person {
  readonly userId: string;
  readonly name: string;
}

export interface HomeInfo {
  readonly name: string;
  readonly version: string;
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly language: string;
}

/** Everything read from the home at one moment. */
export interface HomeSnapshot {
  readonly info: HomeInfo;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly persons: readonly Person[];
  /** Who the users are, where the home tells; all others are people. */
  readonly userKinds?: ReadonlyMap<string, "person" | "voice" | "service">;
  readonly automations: readonly HomeAutomation[];
  /** Names of the labels that people made, where the home has such. */
  readonly labels?: readonly string[];
}

/** How the service stands with the home, each state with what to do about it in `message`. */
export type HomeState =
  | "connecting"
  | "connected"
  | "invalid_token"
  | "not_admin"
  | "unreachable"
  | "starting"
  | "recorder_migrating"
  | "unsupported_version"
  | "stopped";

export interface HomeConnection {
  readonly kind: "home_assistant" | "simulated";
  readonly state: HomeState;
  readonly message: string;
  /** When the state was entered, milliseconds UTC. */
  readonly since: number;
}

export interface BackfillProgress {
  readonly state: "waiting" | "running" | "done";
  /** Days of history read so far in this run. */
  readonly daysRead: number;
  /** The earliest instant that is covered without a gap up to now, milliseconds UTC; null before the first read. */
  readonly coveredSince: number | null;
  readonly changesRead: number;
  /** About how long it goes on; null when nothing is known of that. */
  readonly secondsLeft: number | null;
}

/** The answer to a deployment: an expected outcome, so a value and not an exception. */
export type Deployed =
  | { readonly outcome: "deployed"; readonly entityId: string }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "away"; readonly reason: string };

/** The answer to turning an automation on or off; "missing" where the home has none of that id. */
export type Switched =
  | { readonly outcome: "done" }
  | { readonly outcome: "missing" }
  | { readonly outcome: "away"; readonly reason: string };

export type Validation = { readonly valid: true } | { readonly valid: false; readonly reason: string };

/** Somebody who can log in to the home. */
export interface HomeUser {
  readonly userId: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

/** Who somebody is; "away" while the home cannot be asked. */
export type Identified =
  | { readonly outcome: "known"; readonly user: HomeUser }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "away" };

/** The port to whoever may log in to a home. Answers are kept for a minute at most. */
export interface HomeUsers {
  userOf(userId: string): Promise<Identified>;
  /** Of an access token of the home. */
  userOfToken(token: string): Promise<Identified>;
}

/** What is shown to everybody in the home's interface until somebody dismisses it. */
export interface Notice {
  /** The same id replaces. */
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly message: string;
}

/** What is shown on the phones of one user. */
export interface Push {
  readonly title: string;
  readonly message: string;
  /** A page of the home's interface that a tap opens; null where there is none. */
  readonly page: string | null;
  readonly buttons: readonly { readonly action: string; readonly title: string }[];
}

/** The port to what people of the home are told. */
export interface HomeNotices {
  show(notice: Notice): Promise<"done" | "away">;
  dismiss(id: string): Promise<"done" | "away">;
  /** "nowhere" where the user has no phone with the home's app. */
  push(userId: string, push: Push): Promise<"done" | "nowhere" | "away">;
  /** The actions that notify a phone with the home's app, such as `notify.mobile_app_pixel`; none while it is away. */
  phones(): Promise<readonly string[]>;
}

/** What a language model that the home has set up answered. */
export type TaskAnswer =
  | { readonly outcome: "done"; readonly data: unknown }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "away"; readonly reason: string };

/** The port to the home's own language models: Home Assistant's AI Task. */
export interface HomeTasks {
  /** Of one `ai_task` entity, or the one that the home prefers. */
  generate(task: {
    readonly name: string;
    readonly instructions: string;
    readonly entityId: string | null;
  }): Promise<TaskAnswer>;
}

/** A button of a push that somebody pressed. */
export interface NotificationAction {
  readonly action: string;
  readonly userId: string | null;
}

/** The port to a home, real or simulated. */
export interface Home {
  readonly notices: HomeNotices;
  readonly users: HomeUsers;
  readonly tasks: HomeTasks;
  start(): Promise<void>;
  stop(): Promise<void>;
  connection(): HomeConnection;
  backfill(): BackfillProgress;
  /** What could not be read for long though the home is there. */
  problems(): readonly Problem[];
  /** Undefined until the home was reached once. */
  snapshot(): HomeSnapshot | undefined;
  /** Checks a config as the home does; undefined when the home is away. */
  validate(config: AutomationConfig): Promise<Validation | undefined>;
  /** Creates or replaces the automation, and waits until its entity exists and is on. Safe to repeat. May bear a label. */
  deploy(id: string, config: AutomationConfig, label?: string | null): Promise<Deployed>;
  /** Replaces the config of an automation that exists: it stays on or off as it is. Safe to repeat. */
  update(id: string, config: AutomationConfig): Promise<Deployed>;
  /** Deletes it; one that is gone already counts as removed. */
  remove(id: string): Promise<"removed" | "away">;
  /** Turns it on, or off and ends what it is at. Resolves when the snapshot shows it. Safe to repeat. */
  setEnabled(id: string, isEnabled: boolean): Promise<Switched>;
}

/** What a home tells as it happens. Called synchronously; must not throw. */
export interface HomeListener {
  onConnection(connection: HomeConnection): void;
  onBackfill(progress: BackfillProgress): void;
  /** An automation came, went, changed, or was turned on or off: the snapshot shows it. */
  onAutomations(): void;
  onAnswer(answer: NotificationAction): void;
}
