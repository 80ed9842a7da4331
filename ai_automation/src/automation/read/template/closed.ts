import type { Ast } from "./ast.ts";
import { Signal } from "./signal.ts";

export type Plain = string | number | boolean | null;

/** The meaning of an expression in a closed form. */
export type Closed =
  | { readonly kind: "plain"; readonly value: Plain }
  /** Each item is in the list only under its conditions. `areStates`: states of entities, not their ids. */
  | { readonly kind: "items"; readonly items: readonly ClosedItem[]; readonly areStates: boolean }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Plain, Ast])[] }
  | { readonly kind: "undefined" };

export interface ClosedItem {
  readonly value: Plain;
  /** Jinja expressions, all of which hold. */
  readonly when: readonly string[];
}

/** A value and the Jinja expressions under which it is the one. */
export interface Alternative {
  readonly when: readonly string[];
  readonly value: Closed;
}

/** References of expressions, besides literals. */
export interface ClosedWorld {
  /** The entities that may trigger, and the ids of the triggers, if they are known. */
  readonly trigger?:
    { readonly entityIds: readonly string[] | null; readonly ids: readonly string[] | null } | undefined;
  /** The entities that the home has, scripts and scenes included. */
  readonly entityIds?: readonly string[];
  /** The result of `expand`, `area_entities` and similar functions; undefined if unknown. */
  readonly entitiesOf?: (name: string, id: string) => readonly string[] | undefined;
}

/** An expression whose value depends on more than a few known conditions. */
export class NotClosed extends Signal {}

/** More would only slow down what follows. */
export const MAX_ALTERNATIVES = 24;

/** The only value, whatever else holds. @throws NotClosed if there are several. */
export function onlyPlain([only, ...others]: readonly Alternative[]): Plain {
  if (only?.value.kind !== "plain" || only.when.length + others.length > 0) throw new NotClosed();
  return only.value.value;
}

export function isTrue(value: Closed): boolean {
  if (value.kind === "plain") return Boolean(value.value);
  throw new NotClosed();
}
