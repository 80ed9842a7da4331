import type { Shortfall } from "../proof/accept.ts";
import type { Scored } from "../proof/score.ts";

/**
 * Why a habit is not offered. `has` and `needs` are counts, days, or shares from 0 to 1, depending on the kind.
 */
export type Reason =
  | Shortfall
  /** Null if only the changes it made are known, not the automation. */
  | { readonly kind: "already_automated"; readonly by: string | null }
  | { readonly kind: "contradicts"; readonly other: string };

export interface Refused {
  readonly scored: Scored;
  readonly reason: Reason;
}
