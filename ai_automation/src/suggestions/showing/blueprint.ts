import { Document, Scalar, visit } from "yaml";
import type { AutomationConfig } from "../../model/automation.ts";
import { createAbstraction, MARK } from "./abstraction.ts";
import { createBlueprintInputs } from "./blueprint-inputs.ts";

/**
 * The automation as a shareable blueprint. Entities, places, texts, and whatever else the home named itself become
 * inputs; what cannot become one is left out, and the description says so.
 */
export function blueprintYaml(
  { triggers, conditions, actions, mode }: AutomationConfig,
  deviceClassOf: (entityId: string) => string | null = () => null,
): string {
  const inputs = createBlueprintInputs(deviceClassOf);
  const { abstract, hasLeftOut } = createAbstraction(inputs);
  const body = { triggers: abstract(triggers), conditions: abstract(conditions), actions: abstract(actions), mode };
  const blueprint = {
    name: `Learned automation (${inputs.names().join(", ")})`,
    description: `Learned from what people did manually and tested on their own history.${hasLeftOut() ? LEFT_OUT : ""}`,
    domain: "automation",
    input: inputs.definitions(),
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

const LEFT_OUT = " Parts that only make sense in that home were left out.";
