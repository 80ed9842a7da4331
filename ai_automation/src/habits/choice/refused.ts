import type { Shortfall } from "../proof/accept.ts";
import type { Scored } from "../proof/score.ts";
import type { AlreadyAutomated } from "./already-automated.ts";

/**
 * Why a habit is not offered. `has` and `needs` are counts, days, or shares from 0 to 1, depending on the kind.
 */
export type Reason = Shortfall | AlreadyAutomated | { readonly kind: "contradicts"; readonly other: string };

export interface Refused {
  readonly scored: Scored;
  readonly reason: Reason;
}
