import { z } from "zod";

/** A foreign answer less the parts of it that could not be read. */
export interface Salvaged<T> {
  readonly data: T;
  readonly dropped: number;
  /** The field and the fault of the first dropped part, without any of its values; null where nothing was dropped. */
  readonly fault: string | null;
}

/**
 * Parses a foreign answer so that a bad item costs that item: of lists the innermost item around a fault is dropped,
 * of a record (a `z.record` at the top) that has no list around the fault, the entry. Objects are never reduced.
 * @returns undefined data where the fault lies outside of any item
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

/** The part of the answer to drop; what is not in the answer cannot be dropped. */
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

/** The field and the kind of the first fault. Values and the names of entities, which are private, are not in it. */
export function faultOf({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.findLast((key) => typeof key === "string" && FIELD.test(key));
  return `${field === undefined ? "item" : String(field)}: ${issue?.code ?? "unknown"}`;
}

const FIELD = /^[a-z_]+$/;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
