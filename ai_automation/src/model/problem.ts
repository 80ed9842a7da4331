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

/** A problem that needs attention: of the database until the service restarts, all others until they are resolved. */
export interface Problem {
  readonly code: (typeof PROBLEM_CODES)[number];
  /** What happened, what it means and what to do. */
  readonly message: string;
  /** Milliseconds UTC. */
  readonly since: number;
}
