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

/** The resolved list, and the recorded entities and stored changes that it excludes. */
interface ExclusionPreview {
  readonly exclusions: readonly ListedExclusion[];
  readonly entities: number;
  readonly changes: number;
}

export interface Privacy {
  /** Reads the panel's list: call it before anything is recorded, and after entities were renamed. */
  read(): Promise<void>;
  readonly excluded: () => Excluded;
  list(): readonly ListedExclusion[];
  /**
   * Replaces the panel's list and deletes stored data that it excludes. New entries may be names in the home. Returns
   * the number of deleted changes. Changes nothing if it throws.
   * @throws AppError not_found if the home does not know a new entry, conflict if it knows several by that name,
   * not_ready if the home has not been read
   */
  replace(exclusions: readonly Exclusion[]): Promise<number>;
  /** The data that `replace` would delete. @throws AppError as `replace` */
  preview(exclusions: readonly Exclusion[]): Promise<ExclusionPreview>;
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
