import { createHash } from "node:crypto";

/** Identifies this installation to the broker without revealing the secret that it is derived from. */
export const clientIdOf = (secret: Buffer): string =>
  `ai_automation_${createHash("sha256").update(secret).digest("hex").slice(0, 8)}`;
