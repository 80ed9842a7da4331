/** Decodes UTF-8. Texts that were decoded before are returned as the same string, whose hash is known. */
export type Texts = (bytes: Uint8Array, from: number, to: number) => string;

/** A recording repeats some hundred entity ids and some thousand states. */
const SLOTS = 1 << 15;

const LAST_ASCII = 0x7f;

/** A cache with one text a slot: the next one with the same hash replaces it. */
export function createTexts(): Texts {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const known: (string | undefined)[] = Array(SLOTS).fill(undefined);
  return (bytes, from, to) => {
    const slot = hashOf(bytes, from, to) % SLOTS;
    const before = known[slot];
    if (before !== undefined && isText(before, bytes, from, to)) return before;
    const text = decoder.decode(bytes.subarray(from, to));
    known[slot] = text;
    return text;
  };
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte > LAST_ASCII || text.charCodeAt(i - from) !== byte) return false;
  }
  return true;
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
