import { domainOf } from "../../model/state-change.ts";

/** The value that an input asks for. */
export type Asked =
  | { readonly kind: "entity"; readonly entityId: string }
  | { readonly kind: "area" | "device" | "floor" | "label" | "notifier" | "action" | "text"; readonly value: string };

/** The inputs of one blueprint, named after kinds of devices; the same thing is one input wherever it occurs. */
export interface BlueprintInputs {
  /** The key of the input. */
  keyOf(asked: Asked): string;
  definitions(): Readonly<Record<string, object>>;
  /** Each kind once, sorted. */
  names(): readonly string[];
}

interface Input {
  readonly name: string;
  readonly number: number;
  readonly selector: object;
  readonly fallback: string | null;
}

export function createBlueprintInputs(deviceClassOf: (entityId: string) => string | null): BlueprintInputs {
  const inputs = new Map<string, Input>();
  const keyOfInput = ({ name, number }: Input): string => `${name.replaceAll(" ", "_")}_${number}`;
  const sameName = (name: string): readonly Input[] => [...inputs.values()].filter((input) => input.name === name);
  return {
    keyOf: (asked) => {
      const identity = asked.kind === "entity" ? `entity ${asked.entityId}` : `${asked.kind} ${asked.value}`;
      const known = inputs.get(identity);
      if (known !== undefined) return keyOfInput(known);
      const name = nameOf(asked, deviceClassOf);
      const input: Input = {
        name,
        number: sameName(name).length + 1,
        selector: selectorOf(asked, deviceClassOf),
        fallback: asked.kind === "notifier" ? "notify.notify" : null,
      };
      inputs.set(identity, input);
      return keyOfInput(input);
    },
    definitions: () =>
      Object.fromEntries(
        [...inputs.values()].map((input) => {
          const { name, number, selector, fallback } = input;
          const title = `${upperFirst(name)}${sameName(name).length > 1 ? ` ${number}` : ""}`;
          return [keyOfInput(input), { name: title, selector, ...(fallback === null ? {} : { default: fallback }) }];
        }),
      ),
    names: () => [...new Set([...inputs.values()].map(({ name }) => name))].sort(),
  };
}

function nameOf(asked: Asked, deviceClassOf: (entityId: string) => string | null): string {
  if (asked.kind === "notifier") return "notification service";
  if (asked.kind !== "entity") return asked.kind;
  const domain = domainOf(asked.entityId);
  const kind = deviceClassOf(asked.entityId);
  const thing = NAMES[domain] ?? domain;
  return `${kind === null ? "" : `${kind} `}${thing}`.replaceAll("_", " ");
}

/** Where the domain is not what people call it. */
const NAMES: Readonly<Record<string, string>> = {
  binary_sensor: "sensor",
  climate: "thermostat",
  input_boolean: "toggle",
};

function selectorOf(asked: Asked, deviceClassOf: (entityId: string) => string | null): object {
  if (asked.kind === "notifier" || asked.kind === "action") return { text: {} };
  if (asked.kind !== "entity") return { [asked.kind]: {} };
  const deviceClass = deviceClassOf(asked.entityId);
  const filter = {
    domain: [domainOf(asked.entityId)],
    ...(deviceClass === null ? {} : { device_class: [deviceClass] }),
  };
  return { entity: { filter: [filter] } };
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
