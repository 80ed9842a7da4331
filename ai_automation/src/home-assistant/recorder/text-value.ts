/** The text of a column. Tools that convert databases also write texts as bytes or numbers. Null if there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "number" ? String(value) : null;
}
