/** Something that went wrong and that people should know of until the service starts again. */
export interface Problem {
  readonly code: "database_damaged";
  /** What happened, what it means and what to do. */
  readonly message: string;
  /** Milliseconds UTC. */
  readonly since: number;
}
