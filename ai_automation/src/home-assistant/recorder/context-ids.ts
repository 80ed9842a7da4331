/** Crockford's base 32, in which ULIDs are written: https://github.com/ulid/spec */
const BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The sixteen bytes of an id as upper case hexadecimal digits. Home Assistant wrote ids as the digits of a UUID or, from
 * 2022 on, as a ULID; since schema 36 it stores bytes. Another text is returned as it is.
 */
export function hexOfId(text: string): string {
  if (text.length === 32) return text.toUpperCase();
  if (text.length === 26) return hexOfUlid(text.toUpperCase()) ?? text;
  return text.replaceAll("-", "").toUpperCase();
}

function hexOfUlid(text: string): string | undefined {
  let value = 0n;
  for (const letter of text) {
    const digit = BASE_32.indexOf(letter);
    if (digit === -1) return undefined;
    value = value * 32n + BigInt(digit);
  }
  return value.toString(16).toUpperCase().padStart(32, "0");
}
