import { z } from "zod";
import { because, type Reason } from "../../model/reason.ts";
import type { NumberRange, Threshold, UnrecordedPart } from "../forms.ts";
import { sourceOf, type ConditionPurpose, type States, type TriggerPurpose } from "../purposes/purpose.ts";
import { duration, entityIds, isEntityId, texts, threshold } from "../values.ts";

const ids = z.union([z.string(), z.array(z.string())]);

const indirect = { device_id: ids, area_id: ids, floor_id: ids, label_id: ids };

const targets = z
  .object({ entity_id: entityIds, ...indirect })
  .partial()
  .strict();

/** The target of a purpose-specific trigger or condition (helpers/config_validation.py, TARGET_FIELDS). */
export const target = targets.extend({ exclude: targets.optional() });

type Target = z.output<typeof target>;

const INDIRECT = ["device_id", "area_id", "floor_id", "label_id"] as const;

/** A threshold: a number, with its unit, or the state of an entity; `active_choice` decides between both (selector.py). */
const value = z
  .strictObject({
    active_choice: z.enum(["number", "entity"]).optional(),
    number: threshold.optional(),
    entity: z.string().trim().toLowerCase().refine(isEntityId).optional(),
    unit_of_measurement: z.string().nullish(),
  })
  .transform(({ active_choice: choice, number, entity }, context): Threshold => {
    if (number !== undefined && choice !== "entity" && (entity === undefined || choice === "number")) return number;
    if (entity !== undefined && choice !== "number" && (number === undefined || choice === "entity"))
      return { entityId: entity };
    context.addIssue({ code: "custom", message: "neither a number nor an entity" });
    return z.NEVER;
  });

const range = z.discriminatedUnion("type", [
  z.object({ type: z.literal("any") }).transform((): NumberRange => ({ kind: "any" })),
  z
    .object({ type: z.enum(["above", "below"]), value })
    .transform(({ type, value }): NumberRange => ({ kind: type, bound: value })),
  z
    .object({ type: z.enum(["between", "outside"]), value_min: value, value_max: value })
    .transform(({ type, value_min: low, value_max: high }): NumberRange => ({ kind: type, low, high })),
]);

/** The options that every purpose-specific trigger or condition may have, and those that name states. */
export const options = z
  .looseObject({
    behavior: z.enum(["each", "first", "all", "any", "last"]).optional(),
    for: duration.optional(),
    threshold: range.optional(),
  })
  .default({});

export type Options = z.output<typeof options>;

/** The states that a purpose names itself or by an option; undefined if the option is missing. */
export function statesOf(states: States, given: Options): ReadonlySet<string> | undefined {
  if (!("option" in states)) return new Set(states);
  const named = texts.safeParse(given[states.option]);
  return named.success ? new Set(named.data) : undefined;
}

/** The options other than the common ones that a purpose does not have. */
export function unknownOption(given: Options, known: States | undefined): string | undefined {
  const own = known !== undefined && "option" in known ? known.option : undefined;
  return Object.keys(given).find((key) => !["behavior", "for", "threshold", own].includes(key));
}

/** The entities that a target names and Home Assistant looks at, or why the history cannot tell. */
export function targetedBy(
  name: string,
  purpose: TriggerPurpose | ConditionPurpose,
  { exclude, ...target }: Target,
): readonly string[] | UnrecordedPart {
  const excluded = new Set(exclude?.entity_id);
  // The sun is not asked for as a target (components/sun/trigger.py).
  const given = target.entity_id ?? (purpose.of.some((source) => source.startsWith("sun@")) ? ["sun.sun"] : []);
  const named = given.filter(
    (id) => !excluded.has(id) && (purpose.of.length === 0 || sourceOf(purpose, id) !== undefined),
  );
  const unrecorded = (reason: Reason): UnrecordedPart => ({ kind: "unrecorded", name, entityIds: named, reason });
  if (INDIRECT.some((key) => target[key] !== undefined)) return unrecorded(because("purpose_target", { kind: name }));
  if (purpose.form === "other" || given.length === 0) return unrecorded(because("occasion", { kind: name }));
  for (const id of named) {
    const attribute = sourceOf(purpose, id)?.attribute ?? null;
    if (attribute !== null) return unrecorded(because("attribute", { attribute, entity: id }));
    if ("unit" in purpose && !isHomeUnit(purpose.unit)) return unrecorded(because("unit", { entity: id }));
  }
  return named;
}

/**
 * Temperatures are in the home's own unit, as states (components/sensor/__init__.py, suggested units) and in the editor.
 * Other units may differ between an entity and a threshold, and Home Assistant converts them.
 */
const isHomeUnit = (unit: string | undefined): boolean => unit === undefined || unit === "°C";
