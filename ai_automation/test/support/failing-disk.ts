import { once } from "node:events";
import { spawnChild } from "./children.ts";

type SystemCall = "fsync" | "fdatasync" | "pwrite64";

/**
 * Makes a process' system calls fail with EIO, like a dying disk, until the returned function is called. Resolves to
 * undefined without strace or the permission to trace.
 */
export async function failDisk(
  pid: number | undefined,
  calls: readonly SystemCall[],
): Promise<(() => Promise<void>) | undefined> {
  const names = calls.join();
  const strace = spawnChild(
    "strace",
    ["-f", "-p", String(pid), "-o", "/dev/null", "-e", `trace=${names}`, "-e", `inject=${names}:error=EIO`],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<undefined>((resolve) => {
    strace.once("error", () => resolve(undefined)).once("close", () => resolve(undefined));
  });
  if (strace.stderr === null) return undefined;
  const attached = once(strace.stderr, "data").then(([text]) => /attached/.test(String(text)));
  if ((await Promise.race([attached, ended])) !== true) return undefined;
  return async () => {
    strace.kill();
    await ended;
  };
}
