import type { Exclusion } from "./exclusion.ts";

/** Whether something is excluded, as the home is now. */
export interface Excluded {
  readonly entity: (entityId: string) => boolean;
  readonly user: (userId: string | null) => boolean;
}

export interface ListedExclusion extends Exclusion {
  /** What it is called in the home; its id where the home does not know it. */
  readonly name: string;
  readonly from: "panel" | "options";
}

export interface Privacy {
  /** Reads the panel's list; to be called once, before anything is recorded. */
  start(): Promise<void>;
  readonly excluded: () => Excluded;
  list(): readonly ListedExclusion[];
  /** Replaces the panel's list, and deletes what is stored of what is on it. Returns how many changes that were. */
  replace(exclusions: readonly Exclusion[]): Promise<number>;
  /** Deletes what is stored of what is excluded: after the options, or the areas of the home, have changed. */
  deleteExcluded(): Promise<number>;
  /** Deletes the history of one entity, and what was found in it. */
  forgetEntity(entityId: string): Promise<number>;
  /** Deletes all that was learned of the home but the automations that were created in it. */
  forgetEverything(): Promise<number>;
}
