/** An entity's entry in the home's registry: what it is, whatever its id. */
export interface RegistryEntry {
  readonly registryId: string;
  readonly entityId: string;
  readonly platform: string;
  /** Unique within the platform and domain. */
  readonly uniqueId: string;
  readonly deviceId: string | null;
  readonly originalName: string | null;
  readonly isHidden: boolean;
  /** Milliseconds UTC. */
  readonly createdAt: number | null;
  /** The entity id of the switch that it shows as another domain (switch_as_x). */
  readonly shows: string | null;
}

/** From an instant on, an entity is known by another id. */
export interface EntityMove {
  /** "taken_over": `from` still exists, but is hidden behind `to`. */
  readonly kind: "renamed" | "taken_over";
  readonly from: string;
  readonly to: string;
  /** Milliseconds UTC: what `from` did up to then was done by `to`. */
  readonly at: number;
}

/** The port through which a home reports which entities it had under other ids. */
export interface EntityIdentities {
  /** How many moves have been reported; a registry that was read before a move must not be compared after it. */
  revision(): number;
  /** A rename while the home is observed. Whatever is recorded afterwards waits until it was applied. */
  moved(move: EntityMove): void;
  /**
   * Finds and applies the moves since the last comparison, and calls `onApplied` before anything else can see them. Does
   * nothing if there was a move since `revision`.
   */
  compare(registry: readonly RegistryEntry[], revision: number, onApplied?: () => void): Promise<void>;
}

export const NO_IDENTITIES: EntityIdentities = {
  revision: () => 0,
  moved: () => undefined,
  compare: async () => undefined,
};
