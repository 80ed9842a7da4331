export const EXCLUSION_KINDS = ["entity", "area", "domain", "person"] as const;

export type ExclusionKind = (typeof EXCLUSION_KINDS)[number];

/** What is neither stored nor mined: an entity or area by its id, a domain, or a person by the id of their user. */
export interface Exclusion {
  readonly kind: ExclusionKind;
  readonly id: string;
}
