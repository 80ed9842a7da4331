import { listOf } from "../values.ts";

const PLURALS = { trigger: "triggers", condition: "conditions", action: "actions" } as const;

/**
 * The config with `triggers`, `conditions` and `actions` as lists. Home Assistant also accepts the singular keys used
 * before 2024.10, both forms at once, a single part instead of a list, and missing keys. Values other than objects are
 * returned unchanged.
 */
export function withPluralKeys(config: unknown): unknown {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return config;
  const values = new Map<string, unknown>(Object.entries(config));
  const lists = Object.entries(PLURALS).map(([singular, plural]) => {
    const parts = [...listOf(values.get(plural)), ...listOf(values.get(singular))];
    values.delete(singular);
    return [plural, parts] as const;
  });
  return { ...Object.fromEntries(values), ...Object.fromEntries(lists) };
}
