import type { Entity } from "../../../model/home.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import type { Clause } from "./split-request.ts";
import type { Value } from "./value.ts";

/** The automation before the change. */
export interface Edited {
  readonly isNew: boolean;
  /** Monday = 0; null if it runs every day. */
  readonly days: readonly number[] | null;
  /** The time that triggers it, in minutes since midnight; null if no single time does. */
  readonly at: number | null;
  /** Whether sunrise or sunset triggers it. */
  readonly isAtSun: boolean;
  /** Whether its trigger is a state that has to last. */
  readonly isWaiting: boolean;
  readonly effects: readonly { readonly entityId: string; readonly state: string }[];
}

/** The context in which a clause is read. */
export interface Context extends Edited {
  /** Whether a circumstance is the trigger, which can last; an event cannot. */
  readonly isLasting: boolean;
  readonly before: Clause | undefined;
  /** The things that the request acts on. */
  readonly acted: readonly Entity[];
  readonly hasOtherTrigger: boolean;
}

/** Undefined if no change expresses it. */
export type Changes = readonly PlannedChange[] | undefined;

export const minutesIn = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => (value.kind === "duration" || value.kind === "time" ? [value.minutes] : []));

export const daysIn = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => (value.kind === "days" ? value.days : []));

export const thingsIn = (values: readonly Value[]): readonly (readonly Entity[])[] =>
  values.flatMap((value) => (value.kind === "things" ? [value.entities] : []));

export const statesIn = (values: readonly Value[]): readonly Value[] => values.filter(({ kind }) => kind === "state");

export const joined = (...parts: readonly Changes[]): Changes =>
  parts.includes(undefined) ? undefined : parts.flatMap((some) => some ?? []);

export const entitiesIn = (values: readonly Value[]): readonly Entity[] =>
  values.flatMap((value) => (value.kind === "things" ? value.entities : []));

export const all = (entities: readonly Entity[], toChange: (entity: Entity) => PlannedChange | undefined): Changes => {
  const changes = entities.map(toChange).filter((change) => change !== undefined);
  return changes.length === 0 || changes.length < entities.length ? undefined : changes;
};
