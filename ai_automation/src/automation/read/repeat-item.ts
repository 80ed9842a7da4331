import { isRecord, recordIn } from "../values.ts";

const ITEM = /^\s*{{-?\s*repeat\.item(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])?\s*-?}}\s*$/;

/** A sequence with the item of a repetition in place of `{{ repeat.item }}`. */
export function withItem(sequence: readonly unknown[], item: unknown): readonly unknown[] {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
    const match = typeof value === "string" ? ITEM.exec(value) : null;
    if (match === null) return value;
    const key = match[1] ?? match[2];
    return key === undefined ? item : (recordIn(item)[key] ?? value);
  };
  return sequence.map(replaced);
}
