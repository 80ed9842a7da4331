import { z } from "zod";
import { automationConfig, type AutomationConfig } from "../../model/automation.ts";
import { texts } from "../values.ts";

/** The bounds that a numeric trigger or condition compares the state of an entity with. */
export interface Bounds {
  readonly entityId: string;
  readonly above: number | null;
  readonly below: number | null;
}

const bound = z.union([z.number(), z.string().regex(/^\s*-?\d+(\.\d+)?\s*$/)]).transform(Number);

const numeric = z
  .looseObject({
    entity_id: texts,
    above: bound.nullish(),
    below: bound.nullish(),
  })
  .refine((one) => [one.trigger, one.platform, one.condition].includes("numeric_state"))
  // An attribute and the result of a template do not have the unit of the state.
  .refine(({ attribute, value_template: template }) => attribute === undefined && template === undefined);

/** All bounds in a config that are numbers and of the state of one entity. */
export function boundsIn(config: AutomationConfig): readonly Bounds[] {
  const found: Bounds[] = [];
  withBounds(config, (bounds) => {
    found.push(bounds);
    return undefined;
  });
  return found;
}

/** Replaces bounds wherever `replace` returns others. */
export const withBounds = (
  config: AutomationConfig,
  replace: (bounds: Bounds) => Bounds | undefined,
): AutomationConfig => automationConfig.parse(replaced(config, replace));

function replaced(value: unknown, replace: (bounds: Bounds) => Bounds | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, replace));
  if (typeof value !== "object" || value === null) return value;
  const bounds = boundsOf(value);
  const others = bounds === undefined ? undefined : replace(bounds);
  if (others !== undefined)
    return {
      ...value,
      ...(others.above === null ? {} : { above: others.above }),
      ...(others.below === null ? {} : { below: others.below }),
    };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
}

function boundsOf(value: object): Bounds | undefined {
  const parsed = numeric.safeParse(value);
  if (!parsed.success) return undefined;
  const { entity_id: ids, above = null, below = null } = parsed.data;
  const [entityId, ...others] = ids;
  return entityId === undefined || others.length > 0 ? undefined : { entityId, above, below };
}
