/** Something that people should know of: of the database until the service starts again, of the rest until it is settled. */
export interface Problem {
  readonly code:
    | "database_damaged"
    | "mqtt_login_refused"
    | "mqtt_not_trusted"
    | "mqtt_ca_unreadable"
    | "history_unreadable"
    | "events_unreadable"
    | "home_unreadable"
    | "changes_not_stored";
  /** What happened, what it means and what to do. */
  readonly message: string;
  /** Milliseconds UTC. */
  readonly since: number;
}
