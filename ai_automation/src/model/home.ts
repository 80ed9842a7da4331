import type { AutomationConfig, HomeAutomation } from "./automation.ts";
import type { ErrorCause } from "./errors.ts";
import type { Problem } from "./problem.ts";

export interface Entity {
  readonly entityId: string;
  readonly name: string;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly deviceClass: string | null;
  /** False for hidden, diagnostic and configuration entities. */
  readonly isMinable: boolean;
  /** The entities whose state it repeats: the members of a group, or the switch behind a light. */
  readonly repeats?: readonly string[];
}

export interface Person {
  readonly userId: string;
  readonly name: string;
  /** `person.x` as registered; missing or null if unknown. */
  readonly entityId?: string | null;
}

export interface HomeInfo {
  readonly name: string;
  readonly version: string;
  readonly zone: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Meters above the sea. */
  readonly elevation?: number;
  readonly language: string;
}

export interface HomeSnapshot {
  readonly info: HomeInfo;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly persons: readonly Person[];
  /** The kinds of users, as far as the home reports them; all others are people. */
  readonly userKinds?: ReadonlyMap<string, "person" | "voice" | "service">;
  readonly automations: readonly HomeAutomation[];
  /** Config ids of automations that are disabled: they exist, but have no entity. */
  readonly disabledAutomations?: ReadonlySet<string>;
  /** The home's labels, if it has any. */
  readonly labels?: readonly string[];
}

/** The connection state; `HomeConnection.message` tells users what to do about it. */
export type HomeState =
  | "connecting"
  | "connected"
  | "invalid_token"
  | "not_admin"
  | "unreachable"
  | "starting"
  | "recovery_mode"
  | "recorder_migrating"
  | "unsupported_version"
  | "other_home"
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
  /** Days of history read so far in this run, without those in which nothing was recorded. */
  readonly daysRead: number;
  /** The earliest instant that is covered without a gap up to now, milliseconds UTC; null before the first read. */
  readonly coveredSince: number | null;
  readonly changesRead: number;
  /** Estimated; null if unknown. */
  readonly secondsLeft: number | null;
}

/** The result of a deployment. Refusal is an expected outcome, so it is a value, not an exception. */
export type Deployed =
  | { readonly outcome: "deployed"; readonly entityId: string }
  | { readonly outcome: "refused"; readonly reason: string; readonly told?: ErrorCause }
  | { readonly outcome: "away"; readonly reason: string };

/** The result of turning an automation on or off; "missing" if the home has none with that id. */
export type Switched =
  | { readonly outcome: "done" }
  | { readonly outcome: "missing" }
  | { readonly outcome: "away"; readonly reason: string };

/** How an automation is shown in the home's lists. */
export interface Looks {
  /** The name of an existing label. */
  readonly label: string | null;
  readonly areaId: string | null;
  /** A Material Design Icon: `mdi:lightbulb`. */
  readonly icon: string | null;
  /** Entity ids of automations for the same devices or area, whose category it joins. */
  readonly similar: readonly string[];
}

export type Validation = { readonly valid: true } | { readonly valid: false; readonly reason: string };

/** A user who can log in to the home. */
export interface HomeUser {
  readonly userId: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

/** A user lookup; "away" while the home cannot be reached. */
export type Identified =
  | { readonly outcome: "known"; readonly user: HomeUser }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "away" };

/** "limited": too many wrong tokens were tried, so that this one is not. */
export type IdentifiedByToken = Identified | { readonly outcome: "limited" };

/** The port to the home's users. Answers are cached for at most a minute. */
export interface HomeUsers {
  userOf(userId: string): Promise<Identified>;
  /** The user of an access token of the home. `client` is who sent it: tries are limited per client. */
  userOfToken(token: string, client: string): Promise<IdentifiedByToken>;
}

/** A notification in the home's interface, shown to every user until somebody dismisses it. */
export interface Notice {
  /** A notice with the same id replaces it. */
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly message: string;
}

/** A notification on one user's phones. */
export interface Push {
  readonly title: string;
  readonly message: string;
  /** The page of the home's interface that a tap opens, or null. */
  readonly page: string | null;
  readonly buttons: readonly { readonly action: string; readonly title: string }[];
}

/** The port to the home's notifications. */
export interface HomeNotices {
  show(notice: Notice): Promise<"done" | "away">;
  dismiss(id: string): Promise<"done" | "away">;
  /** Whether nobody has dismissed it. */
  isShown(id: string): Promise<boolean | "away">;
  /** Takes the last push back from the user's phones. */
  withdraw(userId: string): Promise<"done" | "away">;
  /** "nowhere" if the user has no phone with the home's app. */
  push(userId: string, push: Push): Promise<"done" | "nowhere" | "away">;
  /**
   * The actions that notify a phone with the home's app, such as `notify.mobile_app_pixel`; empty while the home is
   * away.
   */
  phones(): Promise<readonly string[]>;
}

/** The answer of a language model configured in the home. */
export type TaskAnswer =
  | { readonly outcome: "done"; readonly data: unknown }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "away"; readonly reason: string };

/** The port to the home's language models: Home Assistant's AI Task. */
export interface HomeTasks {
  /** Uses one `ai_task` entity, or the home's preferred one if `entityId` is null. */
  generate(task: {
    readonly name: string;
    readonly instructions: string;
    readonly entityId: string | null;
  }): Promise<TaskAnswer>;
}

/** A service call as Home Assistant makes it; what it acts on is in `data.entity_id`. */
export interface HomeCall {
  readonly domain: string;
  readonly service: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EntityState {
  readonly entityId: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The result of acting on a home. */
export type Acted =
  | { readonly outcome: "done" }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "away"; readonly reason: string };

/** The port to the home's devices, for people who try something out. What changes is recorded as their trial. */
export interface HomeTrials {
  /** Without entities that the home does not have. */
  states(entityIds: readonly string[]): Promise<readonly EntityState[] | "away">;
  /** Makes the calls one after the other until one is refused. */
  call(calls: readonly HomeCall[], userId: string | null): Promise<Acted>;
  /** Brings entities back to earlier states, as far as their domains can do that. */
  restore(states: readonly EntityState[], userId: string | null): Promise<Acted>;
}

/** Somebody pressed a button of a push notification. */
export interface NotificationAction {
  readonly action: string;
  readonly userId: string | null;
}

/** The port to a home, real or simulated. */
export interface Home {
  readonly notices: HomeNotices;
  readonly users: HomeUsers;
  readonly tasks: HomeTasks;
  readonly trials: HomeTrials;
  start(): Promise<void>;
  stop(): Promise<void>;
  connection(): HomeConnection;
  backfill(): BackfillProgress;
  /** Data that could not be read for a long time although the home is connected. */
  problems(): readonly Problem[];
  /** Undefined until the home was first reached. */
  snapshot(): HomeSnapshot | undefined;
  /** Validates a config as the home does; undefined while the home is away. */
  validate(config: AutomationConfig): Promise<Validation | undefined>;
  /**
   * Creates or replaces the automation and waits until its entity exists and is on. Idempotent. A home that cannot show
   * all of the looks ignores the rest.
   */
  deploy(id: string, config: AutomationConfig, looks?: Looks): Promise<Deployed>;
  /** Replaces the config of an existing automation, which stays on or off. Idempotent. */
  update(id: string, config: AutomationConfig): Promise<Deployed>;
  /** Deletes the automation; one that is already gone counts as removed. */
  remove(id: string): Promise<"removed" | "away">;
  /**
   * Turns the automation on, or off, which also stops running actions. Resolves when the snapshot shows it. Idempotent.
   */
  setEnabled(id: string, isEnabled: boolean): Promise<Switched>;
  /** Removes the label of created automations if nothing has it any more. Does nothing while the home is away. */
  removeUnusedLabel(): Promise<void>;
}

/** Events of a home. Called synchronously; must not throw. */
export interface HomeListener {
  onConnection(connection: HomeConnection): void;
  onBackfill(progress: BackfillProgress): void;
  /** An automation was added, removed, changed, or turned on or off; the snapshot already shows it. */
  onAutomations(): void;
  onAnswer(answer: NotificationAction): void;
}
