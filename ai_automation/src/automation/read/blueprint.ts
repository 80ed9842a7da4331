import { isRecord, recordIn } from "../values.ts";

/** `!input name` as it is read from YAML. */
interface Input {
  readonly "!input": string;
}

const isInput = (value: unknown): value is Input => isRecord(value) && typeof value["!input"] === "string";

/**
 * A config that uses a blueprint, with the inputs in their places, as Home Assistant's components/blueprint/models.py
 * does it. Inputs without a value or default stay as they are.
 */
export function withBlueprint(config: Readonly<Record<string, unknown>>, blueprint: unknown): unknown {
  const { use_blueprint: use, ...own } = config;
  const { blueprint: metadata, ...body } = recordIn(blueprint);
  const given = { ...defaultsOf(recordIn(recordIn(metadata).input)), ...recordIn(recordIn(use).input) };
  return { ...recordIn(substituted(body, given)), ...own };
}

/** Inputs can be in sections, which have inputs of their own. */
function defaultsOf(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const defaults = Object.entries(inputs).flatMap(([name, input]): readonly (readonly [string, unknown])[] => {
    const { input: section, default: value } = recordIn(input);
    if (isRecord(section)) return Object.entries(defaultsOf(section));
    return isRecord(input) && "default" in input ? [[name, value]] : [];
  });
  return Object.fromEntries(defaults);
}

function substituted(value: unknown, inputs: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((one) => substituted(one, inputs));
  if (isInput(value)) return Object.hasOwn(inputs, value["!input"]) ? inputs[value["!input"]] : value;
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, substituted(one, inputs)]));
}
