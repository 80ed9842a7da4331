/**
 * A copy that, like the columns of a frame, writes only where there is a context other than 0. Nearly all rows are of
 * sensors, whose context is never known: the system gives pages that nobody wrote to no memory.
 */
export function copyContexts(contexts: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(contexts.length);
  for (let row = 0; row < contexts.length; row++) if (contexts[row] !== 0) copy[row] = contexts[row]!;
  return copy;
}
