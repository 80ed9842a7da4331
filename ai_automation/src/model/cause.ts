/** What made an entity change its state. Only what people did by hand is evidence for a habit. */
export type Cause = Origin & {
  /** The probability that this is the cause, above 0 and below 1; absent where there is no doubt. */
  readonly certainty?: number;
};

type Origin =
  | { readonly kind: "person"; readonly userId: string | null; readonly via: PersonVia }
  | { readonly kind: "physical" }
  | { readonly kind: "automation"; readonly entityId: string | null }
  | { readonly kind: "script"; readonly entityId: string | null; readonly userId: string | null }
  | { readonly kind: "scene"; readonly entityId: string | null; readonly userId: string | null }
  | { readonly kind: "echo"; readonly of: "person" | "automation" }
  /** By somebody who is excluded: it is known that it happened, not who did it. */
  | { readonly kind: "withheld" }
  | { readonly kind: "unknown" };

/**
 * The way by which a person acted: by Home Assistant's interface, companion app or API, which nothing in Home
 * Assistant tells apart, by voice, or by HomeKit.
 */
export type PersonVia = "app" | "voice" | "homekit";

export type CauseKind = Cause["kind"];

export const CAUSE_KINDS = [
  "unknown",
  "person",
  "physical",
  "automation",
  "script",
  "scene",
  "echo",
  "withheld",
] as const;

export const UNKNOWN: Cause = { kind: "unknown" };

export const certaintyOf = ({ certainty = 1 }: Cause): number => certainty;

/** The three contexts of a recording, as evaluation counts them. */
export type Context = "manual" | "automation" | "unknown";

/**
 * How evaluation counts a cause: a scene is by hand when a person started it, a script never is. What is withheld, or
 * was less likely done by hand than not, is no evidence of a habit: it counts as done by an automation, the one context
 * that makes no action.
 */
export function contextOf(cause: Cause): Context {
  const context = likelyContextOf(cause);
  return context === "manual" && certaintyOf(cause) < 0.5 ? "automation" : context;
}

function likelyContextOf(cause: Cause): Context {
  switch (cause.kind) {
    case "person":
    case "physical":
      return "manual";
    case "automation":
    case "script":
    case "withheld":
      return "automation";
    case "scene":
      return cause.userId === null ? "automation" : "manual";
    case "echo":
      return cause.of === "person" ? "manual" : "automation";
    case "unknown":
      return "unknown";
  }
}
