/**
 * What an automation's config only refers to: targets, groups, scripts and scenes of the home. Plain data. Also the
 * registries of a folder of configuration files.
 */
export interface References {
  readonly entities: readonly ReferencedEntity[];
  readonly devices: readonly ReferencedDevice[];
  readonly areas: readonly {
    readonly id: string;
    readonly floorId: string | null;
    readonly labels: readonly string[];
  }[];
  /** Members by the entity id of their group, for groups of any domain. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Configs by entity id. */
  readonly scripts: ReadonlyMap<string, unknown>;
  /** The states that a scene sets, by its entity id. */
  readonly scenes: ReadonlyMap<string, unknown>;
}

export interface ReferencedEntity {
  readonly entityId: string;
  /** The id of its entry in the registry, null for an entity that is not registered. */
  readonly registryId: string | null;
  /** Its own area, not its device's. */
  readonly areaId: string | null;
  readonly deviceId: string | null;
  readonly labels: readonly string[];
  /** Hidden, diagnostic and configuration entities are not reached through an area or a device. */
  readonly isHidden: boolean;
  readonly hasCategory: boolean;
}

interface ReferencedDevice {
  readonly id: string;
  readonly areaId: string | null;
  readonly labels: readonly string[];
  readonly parentId: string | null;
}

export const NO_REFERENCES: References = {
  entities: [],
  devices: [],
  areas: [],
  groups: new Map(),
  scripts: new Map(),
  scenes: new Map(),
};
