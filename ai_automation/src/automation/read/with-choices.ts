import { isRecord, listOf, recordIn } from "../values.ts";
import { readIds } from "./entity-ids.ts";
import { isScriptItself, isTemplate } from "./service-meaning.ts";
import { choicesIn, type Choice } from "./template/choices.ts";
import { written } from "./template/closed-texts.ts";
import type { ClosedWorld } from "./template/closed.ts";
import { namedAlike } from "./template/named-alike.ts";
import { onlyNotifies } from "./template/only-notifies.ts";
import { withNames } from "./template/with-names.ts";

type Part = Readonly<Record<string, unknown>>;

/** Keys of a call that decide what it does and to which entities. */
const DECISIVE: ReadonlySet<string> = new Set([
  "action",
  "service",
  "service_template",
  "entity_id",
  "brightness",
  "brightness_pct",
  "hvac_mode",
  "percentage",
  "position",
]);
const NESTED: ReadonlySet<string> = new Set(["target", "data", "data_template"]);

/** A call in which a template chooses between known values, as a `choose` between calls. Others are returned unchanged. */
export function withChoices(action: Part, world: ClosedWorld = {}): Part {
  if (isRecord(action.repeat)) return withItems(action, action.repeat, world);
  const names = [action.action, action.service, action.service_template].filter((name) => typeof name === "string");
  if (names.length === 0 || names.some(onlyNotifies)) return action;
  const found = firstChoice(action, world);
  if (found === undefined) return action;
  const { enabled, ...call } = action;
  const branches = found.choices.map(({ conditions, made }) => ({
    conditions,
    sequence: callsOf(made, (value) => withChoices(found.replaced(call, value), world)),
  }));
  const own = enabled === undefined ? {} : { enabled };
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0 && only.conditions.length === 0)
    return { ...own, sequence: only.sequence };
  return { ...own, choose: branches };
}

/** A run ends with an error where a template makes no service and no target (helpers/service.py). */
const NOTHING_MADE = { stop: "a template that makes nothing" };

/** A call for the entities that are always in a list, and one for each that is in it under conditions. */
function callsOf(made: Choice["made"], call: (value: unknown) => Part): readonly Part[] {
  if (made === undefined || made === "" || made === null) return [NOTHING_MADE];
  if (typeof made !== "object") return [call(typeof made === "boolean" ? written(made) : made)];
  const always = made.filter(({ conditions }) => conditions.length === 0).map(({ value }) => value);
  const sometimes = made.filter(({ conditions }) => conditions.length > 0);
  return [
    ...(always.length === 0 ? [] : [call(always)]),
    ...sometimes.map(({ value, conditions }) => branch(conditions, [call([value])])),
  ];
}

const branch = (conditions: readonly string[], sequence: unknown): Part => ({ choose: [{ conditions, sequence }] });

interface Found {
  readonly choices: readonly Choice[];
  readonly replaced: (call: Part, value: unknown) => Part;
}

function firstChoice(part: Part, world: ClosedWorld): Found | undefined {
  for (const [key, value] of Object.entries(part)) {
    if (NESTED.has(key) && isRecord(value)) {
      const inner = firstChoice(value, world);
      if (inner !== undefined)
        return { ...inner, replaced: (call, made) => ({ ...call, [key]: inner.replaced(recordIn(call[key]), made) }) };
    }
    const template = DECISIVE.has(key) ? onlyTemplateIn(value) : undefined;
    if (template === undefined) continue;
    const isService = isServiceKey(key);
    const choices =
      choicesIn(template, world) ??
      (isService
        ? (turnsIn(template) ?? scriptsIn(template, world))
        : key === "entity_id"
          ? namedAlike(template, world.entityIds ?? [])
          : undefined);
    const isFitting = choices?.every(({ made }) => !isService || made === undefined || typeof made === "string");
    if (choices !== undefined && isFitting) return { choices, replaced: (call, made) => ({ ...call, [key]: made }) };
  }
  return undefined;
}

/** A template alone, or the only one in a list of one. */
function onlyTemplateIn(value: unknown): string | undefined {
  const [only, ...others] = listOf(value);
  return typeof only === "string" && others.length === 0 && isTemplate(only) ? only : undefined;
}

const isServiceKey = (key: string): boolean => key === "action" || key === "service" || key === "service_template";

const TURN = /^\s*(\w+\.turn_)\{\{-?\s*(trigger\.to_state\.state|states\(\s*['"][\w.]+['"]\s*\))\s*-?\}\}\s*$/;

/** `light.turn_{{ trigger.to_state.state }}`: with any other state there is no such service. */
function turnsIn(template: string): readonly Choice[] | undefined {
  const [, start, state] = TURN.exec(template) ?? [];
  if (start === undefined || state === undefined) return undefined;
  return ["on", "off"].map((one) => ({ conditions: [`{{ ${state} == '${one}' }}`], made: `${start}${one}` }));
}

/** A script called by a name of which a part is computed. With any other name, the call is an error that ends the run. */
function scriptsIn(template: string, { entityIds = [] }: ClosedWorld): readonly Choice[] | undefined {
  const choices = namedAlike(template, entityIds.filter(isScriptItself));
  if (choices === undefined) return undefined;
  const others = choices.flatMap(({ conditions }) => conditions.map((one) => `{{ not ${one.slice(2, -2)} }}`));
  return [...choices, { conditions: others, made: undefined }];
}

/**
 * A loop over a list that a template makes, as one over its items. In a home, a loop whose actions use the item or the
 * round is written out, since other templates may need both.
 */
function withItems(action: Part, repeat: Part, world: ClosedWorld): Part {
  const { for_each: items, count, sequence } = repeat;
  const { repeat: _, ...rest } = action;
  const isUsed = world.entityIds !== undefined && usesRound(sequence);
  if (Array.isArray(items)) return isUsed ? { ...rest, sequence: roundsOf(sequence, items) } : action;
  if (count !== undefined) {
    const rounds = typeof count === "string" && isTemplate(count) ? onlyNumber(count, world) : Number(count);
    if (!Number.isInteger(rounds)) return action;
    if (!isUsed || rounds > MAX_ROUNDS) return { ...action, repeat: { ...repeat, count: rounds } };
    return { ...rest, sequence: roundsOf(sequence, Array.from({ length: rounds })) };
  }
  if (typeof items !== "string" || !isTemplate(items)) return action;
  const [only, ...others] = choicesIn(items, world) ?? [];
  if (only === undefined || others.length + only.conditions.length > 0 || !Array.isArray(only.made)) return action;
  const { made } = only;
  if (made.every(({ conditions }) => conditions.length === 0)) {
    const known = made.map(({ value }) => value);
    return isUsed
      ? { ...rest, sequence: roundsOf(sequence, known) }
      : { ...action, repeat: { ...repeat, for_each: known } };
  }
  const rounds = made.map(({ value, conditions }) =>
    branch(conditions, withNames(listOf(sequence), { repeat: { item: value } })),
  );
  return { ...rest, sequence: rounds };
}

/** More rounds would only slow down what follows. */
const MAX_ROUNDS = 24;

function usesRound(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesRound);
  if (isRecord(value)) return Object.values(value).some(usesRound);
  return typeof value === "string" && isTemplate(value) && /\brepeat\b/.test(value);
}

const roundsOf = (sequence: unknown, items: readonly unknown[]): readonly Part[] =>
  items.map((item, index) => {
    const repeat = { index: index + 1, first: index === 0, last: index === items.length - 1 };
    return { sequence: withNames(sequence, { repeat: item === undefined ? repeat : { ...repeat, item } }) };
  });

function onlyNumber(template: string, world: ClosedWorld): number {
  const [only, ...others] = choicesIn(template, world) ?? [];
  const isKnown = only !== undefined && others.length + only.conditions.length === 0;
  return isKnown && typeof only.made === "number" ? only.made : NaN;
}

/** More would only slow down what follows. */
const MAX_ENTITIES = 12;

/** Of these, `trigger.entity_id` is in their config, or is undefined. A template's is whichever entity changed. */
const KINDS: ReadonlySet<unknown> = new Set([
  "state",
  "numeric_state",
  "zone",
  "sun",
  "time_pattern",
  "homeassistant",
  "event",
  "mqtt",
  "webhook",
]);

/** The properties of a run's trigger that follow from the automation's triggers. */
export function triggerOf(triggers: readonly unknown[]): ClosedWorld["trigger"] {
  const parts = triggers.map(recordIn);
  const named = parts.map(({ entity_id: ids }) => readIds(ids));
  const ids = [...new Set(named.flatMap((one) => one.ids))];
  const isOpen =
    !parts.every(({ trigger, platform }) => KINDS.has(trigger ?? platform)) ||
    ids.length > MAX_ENTITIES ||
    named.some(({ isAll }) => isAll);
  const triggerIds = parts.map(({ id }, index) => (typeof id === "string" ? id : String(index)));
  const isNested = parts.some(({ triggers: nested }) => nested !== undefined);
  return { entityIds: isOpen ? null : ids, ids: isNested ? null : [...new Set(triggerIds)] };
}
