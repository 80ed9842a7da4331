import { Document, Scalar, visit } from "yaml";
import type { AutomationConfig } from "../../model/automation.ts";
import { domainOf } from "../../model/state-change.ts";

/** Keys whose values look like entity ids but are not. */
const NON_ENTITY_KEYS: ReadonlySet<string> = new Set([
  "action",
  "service",
  "trigger",
  "condition",
  "alias",
  "description",
]);
const ENTITY = /^[a-z_]+\.[a-z0-9_]+$/;
/** Present in every home. */
const BUILT_IN: ReadonlySet<string> = new Set(["zone.home", "sun.sun"]);

/** The automation as a shareable blueprint: entities become inputs and names are removed. */
export function blueprintYaml({ triggers, conditions, actions, mode }: AutomationConfig): string {
  const inputs = new Map<string, string>();
  const buttons = new Map<string, string>();
  const buttonOf = (id: string): string => {
    const existing = buttons.get(id);
    if (existing !== undefined) return existing;
    const button = `button_${buttons.size + 1}`;
    buttons.set(id, button);
    return button;
  };
  const inputOf = (entityId: string): string => {
    const existing = inputs.get(entityId);
    if (existing !== undefined) return existing;
    const domain = domainOf(entityId);
    const number = [...inputs.keys()].filter((other) => domainOf(other) === domain).length + 1;
    const name = `${domain}_${number}`;
    inputs.set(entityId, name);
    return name;
  };
  const abstract = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") {
      if (TEXT_KEYS.has(key)) return PLACEHOLDER_TEXT;
      if (key === "action" && PHONE_NOTIFIER.test(value)) return ANY_NOTIFIER;
      if (key === "action" && !value.includes(".")) return buttonOf(value);
      return isEntity(value, key) ? input(inputOf(value)) : value;
    }
    if (Array.isArray(value)) return value.map((item) => abstract(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, abstract(one, name)]));
  };
  const body = { triggers: abstract(triggers), conditions: abstract(conditions), actions: abstract(actions), mode };
  const domains = [...new Set([...inputs.keys()].map(domainOf))].sort();
  const blueprint = {
    name: `Learned automation (${domains.join(", ")})`,
    description: "Learned from what people did manually and tested on their own history.",
    domain: "automation",
    input: Object.fromEntries([...inputs].map(([entityId, name]) => [name, selectorOf(entityId, name)])),
  };
  const document = new Document({ blueprint, ...body }, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== "string" || !node.value.startsWith(MARK)) return;
      const named = new Scalar(node.value.slice(MARK.length));
      named.tag = "!input";
      return named;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Free text may contain names. */
const TEXT_KEYS: ReadonlySet<string> = new Set(["title", "message", "alias", "description"]);
const PLACEHOLDER_TEXT = "AI Automation";

/** Notify actions of the companion app contain the phone's name, and button ids the name of an entity. */
const PHONE_NOTIFIER = /^notify\.mobile_app_/;
const ANY_NOTIFIER = "notify.notify";

/** Marks input references until they are tagged; cannot occur in an automation. */
const MARK = "\u0000input:";

const input = (name: string): string => MARK + name;

const isEntity = (value: string, key: string): boolean =>
  !NON_ENTITY_KEYS.has(key) && ENTITY.test(value) && !BUILT_IN.has(value);

const selectorOf = (entityId: string, name: string): object => ({
  name: name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase()),
  selector: { entity: { filter: [{ domain: [domainOf(entityId)] }] } },
});
