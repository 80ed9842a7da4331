import type { Exclusion } from "./exclusion.ts";

/** The current exclusions. */
export interface Excluded {
  readonly entity: (entityId: string) => boolean;
  readonly user: (userId: string | null) => boolean;
}

export interface ListedExclusion extends Exclusion {
  /** Its name in the home; the id if the home does not know it. */
  readonly name: string;
  readonly from: "panel" | "options";
}

export interface Privacy {
  /** Reads the panel's list: call it before anything is recorded, and after entities were renamed. */
  read(): Promise<void>;
  readonly excluded: () => Excluded;
  list(): readonly ListedExclusion[];
  /**
   * Replaces the panel's list and deletes stored data that it excludes. New entries may be names of the home. Returns
   * the number of deleted changes.
   * @throws AppError not_found if an entry is unknown, conflict if it is the name of several, not_ready while the home is; nothing is changed then
   */
  replace(exclusions: readonly Exclusion[]): Promise<number>;
  /**
   * Deletes stored data that is excluded, after the options or the home's areas have changed. Returns the number of
   * deleted changes.
   */
  deleteExcluded(): Promise<number>;
  /** Deletes the history of one entity and the findings based on it. Returns the number of deleted changes. */
  forgetEntity(entityId: string): Promise<number>;
  /** The same for the time before an instant (milliseconds UTC), as after a device was replaced. */
  forgetEntityBefore(entityId: string, instant: number): Promise<number>;
  /** Deletes all learned data, except for the automations created in the home. */
  forgetEverything(): Promise<number>;
}
