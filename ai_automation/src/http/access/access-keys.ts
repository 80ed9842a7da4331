import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Log } from "../../model/log.ts";
import type { AccessOptions } from "./access.ts";

/** Secrets that the service makes for itself, once. */
export interface AccessKeys {
  /** For the direct port, where nobody chose a token. */
  readonly apiToken: string;
  /** Seals sessions, so that they outlive restarts. */
  readonly sessionKey: Buffer;
}

/**
 * The token of the direct port: the configured one, or a generated one where Home Assistant's Supervisor runs the service.
 * Null leaves the port open to this machine.
 */
export const portToken = (
  configured: string | null,
  isSupervised: boolean,
  keys: Pick<AccessKeys, "apiToken">,
): Pick<AccessOptions, "apiToken" | "isTokenGenerated"> => ({
  apiToken: configured ?? (isSupervised ? keys.apiToken : null),
  isTokenGenerated: configured === null,
});

const stored = z.object({
  api_token: z.string().regex(/^[0-9a-f]{48}$/),
  session_key: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Reads the secrets, or makes and keeps them. Where they cannot be kept, they last until the service stops. */
export async function openAccessKeys(path: string, log: Log): Promise<AccessKeys> {
  const kept = stored.safeParse(parseJson(await readFile(path, "utf8").catch(() => "")));
  const keys = kept.data ?? {
    api_token: randomBytes(24).toString("hex"),
    session_key: randomBytes(32).toString("hex"),
  };
  if (!kept.success)
    await keep(path, JSON.stringify(keys)).catch((error: unknown) =>
      log.warn({ err: error }, "access keys could not be kept"),
    );
  return { apiToken: keys.api_token, sessionKey: Buffer.from(keys.session_key, "hex") };
}

async function keep(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
