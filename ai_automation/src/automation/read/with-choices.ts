import { isRecord, listOf, recordIn } from "../values.ts";
import { readIds } from "./entity-ids.ts";
import { isTemplate } from "./service-meaning.ts";
import { choicesIn, type Choice } from "./template/choices.ts";

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

/** A call in which a template chooses between fixed texts, as a `choose` between calls. Others are returned unchanged. */
export function withChoices(action: Part): Part {
  if ([action.action, action.service, action.service_template].every((name) => typeof name !== "string")) return action;
  const found = firstChoice(action);
  if (found === undefined) return action;
  const { enabled, ...call } = action;
  const choose = found.choices.map(({ condition, text }) => ({
    conditions: [condition],
    sequence: [withChoices(found.replaced(call, text))],
  }));
  return { ...(enabled === undefined ? {} : { enabled }), choose };
}

interface Found {
  readonly choices: readonly Choice[];
  readonly replaced: (call: Part, text: string) => Part;
}

function firstChoice(part: Part): Found | undefined {
  for (const [key, value] of Object.entries(part)) {
    if (NESTED.has(key) && isRecord(value)) {
      const inner = firstChoice(value);
      if (inner !== undefined)
        return { ...inner, replaced: (call, text) => ({ ...call, [key]: inner.replaced(recordIn(call[key]), text) }) };
    }
    if (!DECISIVE.has(key) || typeof value !== "string" || !isTemplate(value)) continue;
    const choices = isServiceKey(key) ? (choicesIn(value) ?? turnsIn(value)) : choicesIn(value);
    if (choices !== undefined) return { choices, replaced: (call, text) => ({ ...call, [key]: text }) };
  }
  return undefined;
}

const isServiceKey = (key: string): boolean => key === "action" || key === "service" || key === "service_template";

const TURN = /^\s*(\w+\.turn_)\{\{-?\s*(trigger\.to_state\.state|states\(\s*['"][\w.]+['"]\s*\))\s*-?\}\}\s*$/;

/** `light.turn_{{ trigger.to_state.state }}`: with any other state there is no such service. */
function turnsIn(template: string): readonly Choice[] | undefined {
  const [, start, state] = TURN.exec(template) ?? [];
  if (start === undefined || state === undefined) return undefined;
  return ["on", "off"].map((one) => ({ condition: `{{ ${state} == '${one}' }}`, text: `${start}${one}` }));
}

const TRIGGER_ENTITY = /^\s*\{\{-?\s*(?:trigger\.entity_id|trigger\.to_state\.entity_id)\s*-?\}\}\s*$/;

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

/** Actions on `{{ trigger.entity_id }}` as a choice between the entities that trigger. */
export function withTriggerEntities(actions: readonly unknown[], triggers: readonly unknown[]): readonly unknown[] {
  if (!triggers.map(recordIn).every(({ trigger, platform }) => KINDS.has(trigger ?? platform))) return actions;
  const named = triggers.map((trigger) => readIds(recordIn(trigger).entity_id));
  const ids = [...new Set(named.flatMap((one) => one.ids))];
  if (ids.length === 0 || ids.length > MAX_ENTITIES || named.some(({ isAll }) => isAll)) return actions;
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (!isRecord(value)) return value;
    const key = ["target", "data", "data_template", undefined].find((one) => isTriggerEntity(value, one));
    if (value.action !== undefined || value.service !== undefined)
      return isTriggerEntity(value, key) ? choiceOf(value, key, ids) : value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one)]));
  };
  return actions.map(replaced);
}

function isTriggerEntity(call: Part, key: string | undefined): boolean {
  const [value, ...others] = listOf(key === undefined ? call.entity_id : recordIn(call[key]).entity_id);
  return others.length === 0 && typeof value === "string" && TRIGGER_ENTITY.test(value);
}

function choiceOf({ enabled, ...call }: Part, key: string | undefined, ids: readonly string[]): Part {
  const choose = ids.map((id) => ({
    conditions: [`{{ trigger.entity_id == '${id}' }}`],
    sequence: [
      key === undefined ? { ...call, entity_id: id } : { ...call, [key]: { ...recordIn(call[key]), entity_id: id } },
    ],
  }));
  return { ...(enabled === undefined ? {} : { enabled }), choose };
}
