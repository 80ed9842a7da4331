import { createHash } from "node:crypto";

/** Names this installation to the broker; reveals nothing of the secret it is derived from. */
export const clientIdOf = (secret: Buffer): string =>
  `ai_automation_${createHash("sha256").update(secret).digest("hex").slice(0, 8)}`;
