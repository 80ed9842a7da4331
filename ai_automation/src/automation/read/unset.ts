import { isRecord } from "../values.ts";
import { namesReadIn, UNSET, type Names } from "./template/with-names.ts";

/**
 * The variables that templates of a script read although nothing gives them a value, which Jinja takes as undefined: a
 * script has only those of its caller and its own (helpers/script.py of 2026.11).
 */
export function unsetIn(script: unknown, given: ReadonlySet<string>): Names {
  const names = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === "string") for (const name of namesReadIn(value)) names.add(name);
    else if (Array.isArray(value)) for (const one of value) add(one);
    else if (isRecord(value)) for (const one of Object.values(value)) add(one);
  };
  add(script);
  return Object.fromEntries([...names].filter((name) => !given.has(name)).map((name) => [name, UNSET]));
}
