import type { Exclusion } from "./exclusion.ts";

/** Tests whether something is excluded in the current home. */
export interface Excluded {
  readonly entity: (entityId: string) => boolean;
  readonly user: (userId: string | null) => boolean;
}

export interface ListedExclusion extends Exclusion {
  /** Its name in the home; its id if the home does not have it. */
  readonly name: string;
  readonly from: "panel" | "options";
}

export interface Privacy {
  /** Reads the panel's list. Call once, before anything is recorded. */
  start(): Promise<void>;
  readonly excluded: () => Excluded;
  list(): readonly ListedExclusion[];
  /** Replaces the panel's list and deletes stored data that it excludes. Returns the number of deleted changes. */
  replace(exclusions: readonly Exclusion[]): Promise<number>;
  /** Deletes stored data that is excluded: needed after the options, or areas of the home, have changed. */
  deleteExcluded(): Promise<number>;
  /** Deletes the history of one entity and the findings based on it. */
  forgetEntity(entityId: string): Promise<number>;
  /** Deletes everything learned about the home. Created automations stay in Home Assistant. */
  forgetEverything(): Promise<number>;
}
