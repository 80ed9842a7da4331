/** Which Home Assistant users are people, and which are programs. */
export interface Accounts {
  /** The user whose token the service itself uses. */
  readonly ownId: string | null;
  /** Users made by Home Assistant for programs: "Supervisor" and the like. */
  readonly programIds: ReadonlySet<string>;
  /** "Home Assistant Cloud" acts for Alexa and Google, so for somebody's voice. */
  readonly cloudId: string | null;
}

export const NO_ACCOUNTS: Accounts = { ownId: null, programIds: new Set(), cloudId: null };
