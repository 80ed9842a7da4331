/**
 * Entities as `domain` or `domain:device_class`. `@attribute` follows where an attribute is read instead of the state
 * (helpers/automation.py, DomainSpec).
 */
type Source = string;

/** States that are fixed, or those that an option of the config names. */
export type States = readonly string[] | { readonly option: string };

interface Purpose {
  readonly of: readonly Source[];
  /** Whether areas, devices and floors as target include diagnostic and configuration entities. */
  readonly withDiagnostic?: true;
}

/** The forms of a purpose-specific trigger, by the classes of helpers/trigger/entity_trigger.py. */
export type TriggerPurpose =
  | (Purpose & { readonly form: "enters"; readonly to: States })
  | (Purpose & { readonly form: "moves"; readonly from: readonly string[]; readonly to: readonly string[] })
  | (Purpose & { readonly form: "leaves"; readonly from: readonly string[] })
  | (Purpose & { readonly form: "changes" })
  | (Purpose & { readonly form: "occurs"; readonly types?: States })
  /** A number enters a range, or changes within it. A unit says that Home Assistant converts to it. */
  | (Purpose & { readonly form: "crosses" | "varies"; readonly unit?: string })
  | (Purpose & { readonly form: "other" });

/** The forms of a purpose-specific condition, by the classes of helpers/condition/entity_condition.py. */
export type ConditionPurpose =
  | (Purpose & { readonly form: "is"; readonly states: States })
  | (Purpose & { readonly form: "within"; readonly unit?: string })
  | (Purpose & { readonly form: "other" });

/** The source by which an entity is read, or undefined if Home Assistant ignores the entity. */
export function sourceOf(
  { of }: Purpose,
  entityId: string,
): { readonly deviceClass: string | null; readonly attribute: string | null } | undefined {
  const domain = entityId.slice(0, entityId.indexOf("."));
  const source = of.find((one) => one.split(/[:@]/)[0] === domain);
  if (source === undefined) return undefined;
  const [, deviceClass = null, attribute = null] = /^[^:@]+(?::([^@]*))?(?:@(.+))?$/.exec(source) ?? [];
  return { deviceClass, attribute };
}
