/**
 * Attributes that tell apart the buttons behind one event type. Zigbee2MQTT 2.14 reports `press` for every button, with
 * the button as an attribute (lib/extension/homeassistant.ts, ACTION_PATTERNS). Home Assistant 2026.11 has
 * `multi_press_count` (components/event/const.py), and isy994 the direction of a paddle (components/isy994/event.py).
 */
const DISTINCTIONS = ["button", "direction", "multi_press_count", "region", "scene"] as const;

export type Distinction = (typeof DISTINCTIONS)[number];

/** A report of an event entity. */
export interface Occurrence {
  readonly type: string;
  readonly attributes: readonly (readonly [name: Distinction, value: string])[];
}

/**
 * The state that is recorded for an occurrence: `press`, or `press[button=off]`. Undefined if an attribute has a value
 * that cannot be kept: without it, the off button would be any button.
 */
export function occurrenceText(type: string, attributes: Readonly<Record<string, unknown>>): string | undefined {
  let text = type;
  for (const name of DISTINCTIONS) {
    const value = attributes[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    if (!KEPT.test(String(value))) return undefined;
    text += `[${name}=${value}]`;
  }
  return text;
}

const KEPT = /^[^[\]\r\n]+$/;

/** Reads the text of an occurrence. Text without known attributes is a type. */
export function occurrenceOf(text: string): Occurrence {
  const [type = ""] = TYPE.exec(text) ?? [];
  const attributes = Array.from(text.slice(type.length).matchAll(ATTRIBUTE), ([, name = "", value = ""]) =>
    isDistinction(name) ? ([name, value] as const) : undefined,
  );
  const known = attributes.filter((one) => one !== undefined);
  const isWhole = known.length > 0 && occurrenceText(type, Object.fromEntries(known)) === text;
  return isWhole ? { type, attributes: known } : { type: text, attributes: [] };
}

const TYPE = /^[^[]*/;
const ATTRIBUTE = /\[([a-z_]+)=([^[\]]+)\]/g;

export const isDistinction = (name: string): name is Distinction => DISTINCTIONS.some((one) => one === name);

/** Whether an occurrence has a wanted type and at least its attributes. */
export function isOccurrenceOf(text: string, wanted: string): boolean {
  if (text === wanted) return true;
  const { type, attributes } = occurrenceOf(text);
  const other = occurrenceOf(wanted);
  return (
    type === other.type &&
    other.attributes.every(([name, value]) => attributes.some((own) => own[0] === name && own[1] === value))
  );
}
