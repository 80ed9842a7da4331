/** Ids as upper case hexadecimal digits. */
export interface ContextIds {
  readonly context: string | null;
  readonly user: string | null;
  readonly parent: string | null;
}

export interface EventRow extends ContextIds {
  readonly seconds: number;
  readonly type: string;
  readonly data: string | null;
}

export interface RecorderEntity {
  readonly entityId: string;
  /** Whether the logbook omits it. */
  readonly isContinuous: boolean;
  /** Whether the recorder stores levels of it. */
  readonly storesLevels: boolean;
  /** The unit of its states, null for none; "varies" if the rows' attributes decide. */
  readonly unit: { readonly always: string } | "varies" | null;
  /** Whether its attributes are read. */
  readonly usesAttributes: boolean;
  /** Whether its changes are stored. */
  readonly isStored: boolean;
  /** Whether its state is the instant of an occurrence. */
  readonly isOccurrence: boolean;
}

/** A row of `states` whose state value changed, or whose levels may have. Times in seconds. */
export interface StateRow extends ContextIds {
  readonly id: number;
  /** Undefined if its entity is not on record. */
  readonly entity: RecorderEntity | undefined;
  readonly state: string | null;
  readonly seconds: number;
  readonly isChange: boolean;
  /** Whether the row links to the entity's previous row. Absent if the entity is new or Home Assistant had just started. */
  readonly hasPredecessor: boolean;
  /** False if the row was written before contexts were stored with states, and its event is gone. */
  readonly isTraceable: boolean;
}
