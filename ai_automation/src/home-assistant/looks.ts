import { pause, type Delays } from "./delays.ts";
import { ConnectionLost } from "./errors.ts";
import type { Session } from "./session.ts";

/**
 * Looks again and again until there is a result; undefined once the time that Home Assistant has to load a change is
 * over.
 * @throws ConnectionLost
 */
export async function lookUntil<T>(
  session: Session,
  { deployed, deployedLook }: Delays,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = performance.now() + deployed;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() >= deadline) return undefined;
    await pause(deployedLook, session.lost);
    if (session.lost.aborted) throw new ConnectionLost();
  }
}
