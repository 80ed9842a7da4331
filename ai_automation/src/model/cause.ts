/** Why an entity changed its state. Only manual actions are evidence for a habit. */
export type Cause = Origin & {
  /** The probability that this is the cause, exclusive of 0 and 1; absent when there is no doubt. */
  readonly certainty?: number;
  /**
   * Set if the action was on another entity that this one follows: a group follows its members, and members follow
   * an action on their group.
   */
  readonly follows?: true;
};

type Origin =
  | { readonly kind: "person"; readonly userId: string | null; readonly via: PersonVia }
  | { readonly kind: "physical" }
  | { readonly kind: "automation"; readonly entityId: string | null }
  | { readonly kind: "script"; readonly entityId: string | null; readonly userId: string | null }
  | { readonly kind: "scene"; readonly entityId: string | null; readonly userId: string | null }
  | { readonly kind: "echo"; readonly of: "person" | "automation" }
  /** By an excluded user: only the change is stored, not who made it. */
  | { readonly kind: "withheld" }
  | { readonly kind: "unknown" };

/**
 * How a person acted: "app" is Home Assistant's interface, companion app or API, which it does not distinguish; "trial"
 * is trying out a suggestion, which is no habit.
 */
export type PersonVia = "app" | "voice" | "homekit" | "trial";

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

/** A text that is the same for equal causes only. */
export function causeKey(cause: Cause): string {
  const origin = originKey(cause);
  const { certainty, follows } = cause;
  return certainty === undefined && follows === undefined ? origin : `${origin}/${certainty}/${follows}`;
}

function originKey(cause: Cause): string {
  switch (cause.kind) {
    case "person":
      return `person/${cause.via}/${cause.userId}`;
    case "automation":
      return `automation/${cause.entityId}`;
    case "script":
    case "scene":
      return `${cause.kind}/${cause.entityId}/${cause.userId}`;
    case "echo":
      return `echo/${cause.of}`;
    case "physical":
    case "withheld":
    case "unknown":
      return cause.kind;
  }
}

export const certaintyOf = ({ certainty = 1 }: Cause): number => certainty;

/** The three contexts of a recording (docs/evaluation.md, section 1). */
export type Context = "manual" | "automation" | "unknown";

/**
 * The context that evaluation counts a cause as. What a scene or script changes is its effect, not an
 * action: the action was to start it. States that a person set with `scene.apply` have no scene and are manual. Withheld
 * causes, trials of suggestions, and causes that are less than 50% likely to be manual, count as automation: the one
 * context that yields no actions.
 */
export function contextOf(cause: Cause): Context {
  const context = likelyContextOf(cause);
  return context === "manual" && certaintyOf(cause) < 0.5 ? "automation" : context;
}

function likelyContextOf(cause: Cause): Context {
  switch (cause.kind) {
    case "person":
      return cause.via === "trial" ? "automation" : "manual";
    case "physical":
      return "manual";
    case "automation":
    case "script":
    case "withheld":
      return "automation";
    case "scene":
      return cause.userId === null || cause.entityId !== null ? "automation" : "manual";
    case "echo":
      return cause.of === "person" ? "manual" : "automation";
    case "unknown":
      return "unknown";
  }
}
