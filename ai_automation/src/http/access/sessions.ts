import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Request } from "express";
import { DAY, type Now } from "../../model/time.ts";

/**
 * A session is the token it was opened with, encrypted with AES-256-GCM so that only this service can read it. It ends
 * when the token changes, survives restarts and needs no table.
 */
export interface Sessions {
  seal(token: string): string;
  /** The token; undefined for an expired session or one that another service sealed. */
  open(sealed: string): string | undefined;
}

export const SESSION_COOKIE = "ai_automation_session";
export const SESSION_LASTS = 30 * DAY;

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSessions(key: Buffer, now: Now): Sessions {
  return {
    seal: (token) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      const text = cipher.update(`${now() + SESSION_LASTS} ${token}`, "utf8");
      return Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]).toString("base64url");
    },
    open: (sealed) => {
      const [, expires, token] = /^(\d+) (.+)$/s.exec(unseal(key, Buffer.from(sealed, "base64url")) ?? "") ?? [];
      return token !== undefined && Number(expires) > now() ? token : undefined;
    },
  };
}

function unseal(key: Buffer, sealed: Buffer): string | undefined {
  if (sealed.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** The session in the request's cookie, which may be any text. */
export function sessionOf(request: Request): string | undefined {
  for (const part of (request.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === SESSION_COOKIE) return value;
  }
  return undefined;
}
