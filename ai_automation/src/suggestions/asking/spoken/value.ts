import type { Entity } from "../../../model/home.ts";
import type { Match, Template } from "./template.ts";
import type { ClauseName, EventName, StateName } from "./words/catalogue.ts";

/** What a slot of a template stands for. Times are minutes since midnight, days Monday = 0. */
export type Value =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "duration"; readonly minutes: number }
  /** Vague if it can also be twelve hours later: "at half past ten"; open if nothing suggests which one is meant. */
  | { readonly kind: "time"; readonly minutes: number; readonly isVague: boolean; readonly isOpen: boolean }
  | { readonly kind: "days"; readonly days: readonly number[] }
  | { readonly kind: "things"; readonly entities: readonly Entity[] }
  | { readonly kind: "state"; readonly state: StateName; readonly values: readonly Value[] }
  | { readonly kind: "event"; readonly event: EventName; readonly values: readonly Value[] }
  | { readonly kind: "aside"; readonly clause: ClauseName; readonly values: readonly Value[] }
  /** A state that the automation is said to set. */
  | { readonly kind: "acts"; readonly state: string }
  | { readonly kind: "text"; readonly text: string };

export type Values = readonly Match<Value>[];

export type MatchAt = (template: Template, at: number) => Values;

export const keyOf = (value: Value): unknown => {
  switch (value.kind) {
    case "things":
      return value.entities.map(({ entityId }) => entityId);
    case "state":
      return [value.state, value.values.map(keyOf)];
    case "event":
      return [value.event, value.values.map(keyOf)];
    case "aside":
      return [value.clause, value.values.map(keyOf)];
    case "number":
    case "duration":
    case "time":
    case "days":
    case "acts":
    case "text":
      return value;
  }
};

export const numbersOf = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => (value.kind === "number" ? [value.number] : []));

export const aTime = (minutes: number, isVague: boolean, isOpen = isVague): Value => ({
  kind: "time",
  minutes,
  isVague,
  isOpen,
});
