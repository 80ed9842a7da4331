/** Who sent a request, and what they may do. */
export interface Caller {
  readonly access: "ingress" | "token" | "home_assistant" | "open";
  readonly userId: string | null;
  readonly name: string | null;
  /** Readers see everything and change nothing; so do those whom the home could not be asked about, for now. */
  readonly rights: "admin" | "reader" | "unknown";
}

export const OPEN: Caller = { access: "open", userId: null, name: null, rights: "admin" };
export const BY_TOKEN: Caller = { access: "token", userId: null, name: null, rights: "admin" };

/** Why the caller may change nothing, in words for people; null when they may. */
export function whyNot({ rights }: Caller): string | null {
  if (rights === "admin") return null;
  return rights === "reader"
    ? "Only administrators of Home Assistant may change something here: ask one of them."
    : "Home Assistant cannot be asked now whether you are an administrator: try again when it is reached.";
}
