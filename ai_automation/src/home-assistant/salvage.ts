import { z } from "zod";

/** An external answer without its unreadable parts. */
export interface Salvaged<T> {
  readonly data: T;
  readonly dropped: number;
  /** Field and fault of the first dropped part, without values; null if nothing was dropped. */
  readonly fault: string | null;
}

/**
 * Parses an external answer and drops only invalid items: the innermost list item around a fault or, without a list
 * around it, the entry of a top-level `z.record`. Object fields are never dropped.
 * @returns the error if a fault is in no such item
 */
export function salvage<T>(schema: z.ZodType<T>, answer: unknown): Salvaged<T> | { readonly error: z.ZodError } {
  let rest = answer;
  let dropped = 0;
  let fault: string | null = null;
  for (;;) {
    const parsed = schema.safeParse(rest);
    if (parsed.success) return { data: parsed.data, dropped, fault };
    const { issues } = parsed.error;
    const parts = issues.map(({ path }) => itemAround(path, rest, schema instanceof z.ZodRecord));
    const found = parts.filter((part) => part !== undefined);
    if (found.length < parts.length) return { error: parsed.error };
    fault ??= faultOf(parsed.error);
    dropped += new Set(found.map((part) => JSON.stringify(part))).size;
    rest = without(rest, found);
  }
}

type Path = readonly PropertyKey[];

/** Path of the item to drop; undefined if there is none around the fault. */
function itemAround(path: Path, answer: unknown, isRecord: boolean): Path | undefined {
  let item: Path | undefined;
  let part = answer;
  for (const [index, key] of path.entries()) {
    if (!isObject(part) || !Object.hasOwn(part, key)) break;
    if (Array.isArray(part) || (isRecord && index === 0)) item = path.slice(0, index + 1);
    part = Reflect.get(part, key);
  }
  return item;
}

function without(part: unknown, paths: readonly Path[]): unknown {
  const byKey = Map.groupBy(paths, ([key]) => String(key));
  const left = (key: string, value: unknown): readonly unknown[] => {
    const within = byKey.get(key);
    if (within === undefined) return [value];
    if (within.some(({ length }) => length === 1)) return [];
    const inner = within.map((path) => path.slice(1));
    return [without(value, inner)];
  };
  if (Array.isArray(part)) return part.flatMap((value: unknown, index) => left(String(index), value));
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => left(key, value).map((one) => [key, one] as const)),
  );
}

/** Field and kind of the first fault, without values and entity ids, which are private. */
export function faultOf({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.findLast((key) => typeof key === "string" && FIELD.test(key));
  return `${field === undefined ? "item" : String(field)}: ${issue?.code ?? "unknown"}`;
}

const FIELD = /^[a-z_]+$/;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
