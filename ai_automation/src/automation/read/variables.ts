import { isRecord, recordIn } from "../values.ts";
import { isTemplate } from "./service-meaning.ts";
import { withNames, type Names } from "./template/with-names.ts";

/**
 * The variables of an automation or a script that stand for the same all through a run of the sequence: fixed values,
 * what depends on the trigger alone, and, if the sequence never waits, any template. Each may use those before it. Names
 * that the sequence sets again are left out, and so are those that `given` has, which go before (helpers/script_variables.py).
 */
export function variablesOf(variables: unknown, sequence: unknown, given: Names = {}): Names {
  const again = namesSetIn(sequence);
  const waits = hasKey(sequence, WAITS);
  const bound: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries({ ...given, ...recordIn(variables), ...given })) {
    const value = Object.hasOwn(given, name) ? raw : withNames(raw, bound);
    if (!again.has(name) && (!waits || isFixed(value))) bound[name] = value;
  }
  return bound;
}

const WAITS: ReadonlySet<string> = new Set(["delay", "wait_template", "wait_for_trigger"]);

function hasKey(value: unknown, keys: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((one) => hasKey(one, keys));
  return isRecord(value) && Object.entries(value).some(([key, one]) => keys.has(key) || hasKey(one, keys));
}

function namesSetIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) add(one);
    if (!isRecord(part)) return;
    for (const name of Object.keys(recordIn(part.variables))) if (!isScriptCall(part)) names.add(name);
    if (typeof part.response_variable === "string") names.add(part.response_variable);
    for (const one of Object.values(part)) add(one);
  };
  add(value);
  return names;
}

/** `script.turn_on` hands its variables to the script. */
const isScriptCall = (part: Readonly<Record<string, unknown>>): boolean =>
  part.action !== undefined || part.service !== undefined || part.trigger !== undefined;

/** Whether a value is the same whenever it is rendered in a run: no function reads states or the time in it. */
function isFixed(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isFixed);
  if (isRecord(value)) return Object.values(value).every(isFixed);
  return typeof value !== "string" || !isTemplate(value) || !/\bstates\b|\w\(/.test(value.replaceAll("native(", "("));
}
