import fc from "fast-check";

/** The type a field must have for its row to be readable. */
export type FieldKind = "text" | "instant" | "number" | "flag" | "list" | "object" | "text or null" | "object or null";

export interface Mixed {
  readonly rows: readonly unknown[];
  /** The ids of the readable rows, in order. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const ANYTHING: Readonly<Record<string, unknown>> = {
  null: null,
  text: "?",
  number: 7,
  flag: true,
  list: [[]],
  object: { a: null },
};

/** JSON values of another type. */
const wrongFor = (kind: FieldKind): readonly unknown[] => {
  const own = kind === "instant" ? ["none"] : kind.split(" or ");
  return Object.entries(ANYTHING).flatMap(([name, value]) => (own.includes(name) ? [] : [value]));
};

/**
 * Rows of which some, but not all, lack a required field, have one of another type, or are not objects; readable ones
 * may have extra fields.
 */
export function mixedRows(
  row: (id: string) => Readonly<Record<string, unknown>>,
  required: Readonly<Record<string, FieldKind>>,
): fc.Arbitrary<Mixed> {
  const faults = Object.entries(required).flatMap(([field, kind]) => [
    ...wrongFor(kind).map((value) => (good: object) => ({ ...good, [field]: value })),
    (good: object) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== field)),
  ]);
  const noRows = [null, "row", 1, true, []].map((value) => () => value);
  const extra = fc.dictionary(
    fc.string().map((name) => `x_${name}`),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 3 },
  );
  const entry = fc.record({ fault: fc.option(fc.constantFrom(...faults, ...noRows)), extra });
  return fc
    .array(entry, { minLength: 2, maxLength: 9 })
    .filter((all) => all.some(({ fault }) => fault === null) && all.some(({ fault }) => fault !== null))
    .map((all) => {
      const built = all.map(({ fault, extra: more }, index) => {
        const id = `n${index}`;
        const good = { ...more, ...row(id) };
        return { id, isGood: fault === null, row: fault === null ? good : fault(good) };
      });
      return {
        rows: built.map((one) => one.row),
        good: built.filter(({ isGood }) => isGood).map(({ id }) => id),
        bad: built.filter(({ isGood }) => !isGood).map(({ id }) => id),
      };
    });
}
