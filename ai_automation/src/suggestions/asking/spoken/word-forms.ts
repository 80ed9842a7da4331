/** Shorter parts of words are too alike. */
export const MIN_PART = 3;

/** Whether two words are the same, or the same stem with two of the language's endings: "lampe" and "lampen". */
export function isWhole(word: string, other: string, endings: ReadonlySet<string>): boolean {
  if (word === other) return true;
  const longest = Math.min(word.length, other.length);
  for (let stem = MIN_PART; stem <= longest && word.startsWith(other.slice(0, stem)); stem += 1)
    if (endings.has(word.slice(stem)) && endings.has(other.slice(stem))) return true;
  return false;
}

/** "flur" and "licht" of "flurlicht": in German, Dutch and Swedish, names are often one word. */
export const isHeadOf = (word: string, name: string): boolean =>
  word.length >= MIN_PART && (name.startsWith(word) || name.endsWith(word));

/** "flurlicht" for the name "Licht Flur". */
export const isCompoundOf = (word: string, own: readonly string[], endings: ReadonlySet<string>): boolean =>
  own.some((first) => {
    if (!startsCompound(word, first)) return false;
    const rest = word.slice(first.length);
    return own.some(
      (second) => second.length >= MIN_PART && rest.endsWith(second) && endings.has(rest.slice(0, -second.length)),
    );
  });

export const startsCompound = (word: string, first: string): boolean =>
  first.length >= MIN_PART && word.length > first.length && word.startsWith(first);
