/** An `if` action. Written as entries, since an object with `then` could be taken for a promise. */
export function ifThen(conditions: unknown, sequence: readonly unknown[], otherwise?: readonly unknown[]): object {
  const entries = [
    ["if", conditions],
    ["then", sequence],
  ];
  return Object.fromEntries(otherwise === undefined ? entries : [...entries, ["else", otherwise]]);
}
