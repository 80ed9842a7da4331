export const PROBLEM_CODES = [
  "database_damaged",
  "mqtt_login_refused",
  "mqtt_not_trusted",
  "mqtt_ca_unreadable",
  "history_unreadable",
  "events_unreadable",
  "home_unreadable",
  "changes_not_stored",
] as const;

/** Causes of the same code with different remedies. */
export interface ProblemText {
  readonly text: Problem["code"] | "mqtt_no_login" | "mqtt_untrusted" | "mqtt_other_host" | "mqtt_expired";
  readonly values: Readonly<Record<string, string>>;
}

/** A problem shown to users: a database problem until the service restarts, any other until it is resolved. */
export interface Problem {
  readonly code: (typeof PROBLEM_CODES)[number];
  /** The fault, its consequences and the remedy. */
  readonly message: string;
  /** The text in every language, if it is not that of the code, with its values. */
  readonly told?: ProblemText;
  /** Milliseconds UTC. */
  readonly since: number;
}
