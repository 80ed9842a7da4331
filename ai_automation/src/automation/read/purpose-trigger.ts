import { z } from "zod";
import { because, type Reason } from "../../model/reason.ts";
import type { ChangeTest, PurposeTrigger, UnrecordedPart } from "../forms.ts";
import type { TriggerPlan } from "../plan.ts";
import type { TriggerPurpose } from "../purposes/purpose.ts";
import { TRIGGER_PURPOSES } from "../purposes/triggers.ts";
import { duration, entityIds } from "../values.ts";
import { reasonOf } from "./problem.ts";
import { options, statesOf, target, targetedBy, unknownOption, type Options } from "./purpose-options.ts";

const trigger = z.looseObject({ target: target.optional(), options });

const SUN = { "sun.sunrise": "sunrise", "sun.sunset": "sunset" } as const;

const sunOptions = z
  .strictObject({ offset: duration.default(0), offset_type: z.enum(["before", "after"]).optional() })
  .default({ offset: 0 });

const zoneOptions = z.looseObject({ zone: z.string().trim().toLowerCase() });

/**
 * Reads a purpose-specific trigger such as `light.turned_on` by the table of Home Assistant's own, or returns why it is not
 * understood. Undefined for a name that is none.
 */
export function readPurposeTrigger(name: string, config: unknown): TriggerPlan | Reason | undefined {
  if (!Object.hasOwn(TRIGGER_PURPOSES, name)) return undefined;
  const purpose = TRIGGER_PURPOSES[name]!;
  if (name === "sun.sunrise" || name === "sun.sunset") return readSun(name, config);
  const parsed = trigger.safeParse(config);
  if (!parsed.success) return reasonOf("trigger", name, parsed.error);
  const given = parsed.data.options;
  if (name.startsWith("zone.")) return readZone(name, purpose, parsed.data);
  const entityIds = targetedBy(name, purpose, parsed.data.target ?? {});
  if ("kind" in entityIds) return entityIds;
  const unknown = unknownOption(given, optionOf(purpose));
  const test = unknown === undefined ? testOf(purpose, given) : undefined;
  if (test === undefined) return because("trigger_form", { kind: name, part: Object.keys(given).join(", ") });
  return plan(name, entityIds, test, given);
}

const plan = (name: string, entityIds: readonly string[], test: ChangeTest, given: Options): PurposeTrigger => ({
  kind: "purpose",
  name,
  entityIds,
  test,
  behavior: behaviorOf(given),
  hold: given.for ?? 0,
});

/** `any` and `last` are the old names of `each` and `all`, until 2027.1. */
function behaviorOf({ behavior = "each" }: Options): PurposeTrigger["behavior"] {
  if (behavior === "any") return "each";
  return behavior === "last" ? "all" : behavior;
}

function optionOf(purpose: TriggerPurpose): Parameters<typeof unknownOption>[1] {
  return purpose.form === "enters" ? purpose.to : purpose.form === "occurs" ? purpose.types : undefined;
}

function testOf(purpose: TriggerPurpose, given: Options): ChangeTest | undefined {
  switch (purpose.form) {
    case "enters": {
      const to = statesOf(purpose.to, given);
      return to === undefined ? undefined : { form: "enters", to };
    }
    case "moves":
      return { form: "moves", from: new Set(purpose.from), to: new Set(purpose.to) };
    case "leaves":
      return { form: "leaves", from: new Set(purpose.from) };
    case "changes":
      return { form: "changes" };
    case "occurs":
      return purpose.types === undefined ? { form: "occurs" } : undefined;
    case "crosses":
    case "varies":
      return given.threshold === undefined ? undefined : { form: purpose.form, range: given.threshold };
    case "other":
      return undefined;
  }
}

const sunTrigger = z.looseObject({ options: sunOptions });

/** Older configs give a positive offset and whether it is before or after (components/sun/trigger.py). */
function readSun(name: keyof typeof SUN, config: unknown): TriggerPlan | Reason {
  const parsed = sunTrigger.safeParse(config);
  if (!parsed.success) return reasonOf("trigger", name, parsed.error);
  const { offset, offset_type: type } = parsed.data.options;
  return { kind: "sun", event: SUN[name], offset: type === "before" ? -offset : offset };
}

/** Home by the state of people and trackers; which other zones somebody is in is not in the history. */
function readZone(
  name: string,
  purpose: TriggerPurpose,
  { target, options }: z.output<typeof trigger>,
): TriggerPlan | Reason {
  const parsed = zoneOptions.safeParse(options);
  if (!parsed.success) return reasonOf("trigger", name, parsed.error);
  const { zone } = parsed.data;
  const unrecorded: UnrecordedPart = {
    kind: "unrecorded",
    name,
    entityIds: [],
    reason: because("other_zone", { zone }),
  };
  if (name.startsWith("zone.occupancy_")) return { ...unrecorded, entityIds: entityIds.safeParse(zone).data ?? [] };
  const named = targetedBy(name, { ...purpose, form: "changes" }, target ?? {});
  if ("kind" in named) return named;
  if (zone !== "zone.home") return { ...unrecorded, entityIds: named };
  const home = new Set(["home"]);
  return plan(name, named, name === "zone.entered" ? { form: "enters", to: home } : { form: "leaves", from: home }, {
    ...options,
  });
}
