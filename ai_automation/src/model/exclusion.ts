export const EXCLUSION_KINDS = ["entity", "area", "domain", "person"] as const;

type ExclusionKind = (typeof EXCLUSION_KINDS)[number];

/** Excluded from storage and mining: an entity or area by its id, a domain, or a person by their user id. */
export interface Exclusion {
  readonly kind: ExclusionKind;
  readonly id: string;
}
