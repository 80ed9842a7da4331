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

/** A problem shown to users: a database problem until the service restarts, any other until it is resolved. */
export interface Problem {
  readonly code: (typeof PROBLEM_CODES)[number];
  /** The fault, its consequences and the remedy. */
  readonly message: string;
  /** Milliseconds UTC. */
  readonly since: number;
}
