/** The sender of a request and their rights. */
export interface Caller {
  readonly access: "ingress" | "token" | "home_assistant" | "open";
  readonly userId: string | null;
  readonly name: string | null;
  /** Readers see everything and change nothing. "unknown": Home Assistant could not be asked; treated like a reader. */
  readonly rights: "admin" | "reader" | "unknown";
}

export const OPEN: Caller = { access: "open", userId: null, name: null, rights: "admin" };
export const BY_TOKEN: Caller = { access: "token", userId: null, name: null, rights: "admin" };

/** Why the caller may not change anything, for display; null when they may. */
export function whyNot({ rights }: Caller): string | null {
  if (rights === "admin") return null;
  return rights === "reader"
    ? "Only Home Assistant administrators can make changes here: ask one of them."
    : "Home Assistant cannot be reached to check whether you are an administrator: try again once it can be.";
}
