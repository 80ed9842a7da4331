import { z } from "zod";
import { because, type Reason } from "../../model/reason.ts";
import type { PurposeCondition } from "../forms.ts";
import type { ConditionPlan } from "../plan.ts";
import { CONDITION_PURPOSES } from "../purposes/conditions.ts";
import type { ConditionPurpose } from "../purposes/purpose.ts";
import { reasonOf } from "./problem.ts";
import { options, statesOf, target, targetedBy, unknownOption, type Options } from "./purpose-options.ts";

const condition = z.looseObject({ target: target.optional(), options });

/**
 * Reads a purpose-specific condition such as `light.is_on` by the table of Home Assistant's own, or returns why it is not
 * understood. Undefined for a name that is none.
 */
export function readPurposeCondition(name: string, config: unknown): ConditionPlan | Reason | undefined {
  if (!Object.hasOwn(CONDITION_PURPOSES, name)) return undefined;
  if (name === "sun.is_up") return { kind: "sun", after: SUNRISE, before: SUNSET };
  if (name === "sun.is_set") return { kind: "sun", after: SUNSET, before: SUNRISE };
  const purpose = CONDITION_PURPOSES[name]!;
  const parsed = condition.safeParse(config);
  if (!parsed.success) return reasonOf("condition", name, parsed.error);
  const { target = {}, options: given } = parsed.data;
  if (name === "zone.in_zone" || name === "zone.not_in_zone") return readZone(name, purpose, target, given);
  const entityIds = targetedBy(name, purpose, target);
  if ("kind" in entityIds) return entityIds;
  const unknown = unknownOption(given, purpose.form === "is" ? purpose.states : undefined);
  const test = unknown === undefined ? testOf(purpose, given) : undefined;
  if (test === undefined) return because("condition_form", { kind: name, part: Object.keys(given).join(", ") });
  return plan(name, entityIds, test, given);
}

const SUNRISE = { event: "sunrise", offset: 0 } as const;
const SUNSET = { event: "sunset", offset: 0 } as const;

function testOf(purpose: ConditionPurpose, given: Options): PurposeCondition["test"] | undefined {
  if (purpose.form === "within")
    return given.threshold === undefined ? undefined : { form: "within", range: given.threshold };
  const states = purpose.form === "is" ? statesOf(purpose.states, given) : undefined;
  return states === undefined ? undefined : { form: "is", states };
}

const plan = (
  name: string,
  entityIds: readonly string[],
  test: PurposeCondition["test"],
  { behavior, for: hold }: Options,
): PurposeCondition => ({
  kind: "purpose",
  name,
  entityIds,
  test,
  behavior: behavior === "all" ? "all" : "any",
  hold: hold ?? 0,
});

/** Home by the state of people and trackers; which other zones somebody is in is not in the history. */
function readZone(
  name: string,
  purpose: ConditionPurpose,
  target: z.output<typeof condition>["target"],
  given: Options,
): ConditionPlan | Reason {
  const of = purpose.of.map((source) => source.split("@")[0]!);
  const named = targetedBy(name, { of, form: "is", states: ["home"] }, target ?? {});
  if ("kind" in named) return named;
  if (given.zone !== "zone.home")
    return {
      kind: "unrecorded",
      name,
      entityIds: named,
      reason: because("other_zone", { zone: String(given.zone) }),
    };
  const form = name === "zone.in_zone" ? "is" : "is_not";
  return plan(name, named, { form, states: new Set(["home"]) }, given);
}
