import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Log } from "../../model/log.ts";
import type { AccessOptions } from "./access.ts";

/** Secrets that the service generates once. */
export interface AccessKeys {
  /** For the direct port, unless API_TOKEN is set. */
  readonly apiToken: string;
  /** Encrypts sessions, so that they survive restarts. */
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

/** Reads the secrets, or generates and stores them. If they cannot be stored, they last until the service stops. */
export async function openAccessKeys(path: string, log: Log): Promise<AccessKeys> {
  const read = stored.safeParse(parseJson(await readFile(path, "utf8").catch(() => "")));
  const keys = read.data ?? {
    api_token: randomBytes(24).toString("hex"),
    session_key: randomBytes(32).toString("hex"),
  };
  if (!read.success)
    await store(path, JSON.stringify(keys)).catch((error: unknown) =>
      log.warn({ err: error }, "access keys not stored"),
    );
  return { apiToken: keys.api_token, sessionKey: Buffer.from(keys.session_key, "hex") };
}

async function store(path: string, text: string): Promise<void> {
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
