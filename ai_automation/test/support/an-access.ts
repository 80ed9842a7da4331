import { createAccess, type Access, type AccessOptions } from "../../src/http/access/access.ts";

/** Unauthenticated access from this machine by default. */
export const anAccess = (options: Partial<AccessOptions> = {}): Access =>
  createAccess({
    apiToken: null,
    isTokenGenerated: false,
    sessionKey: Buffer.alloc(32, 7),
    supervisorAddress: null,
    host: "127.0.0.1",
    corsOrigins: [],
    users: { userOf: async () => ({ outcome: "unknown" }), userOfToken: async () => ({ outcome: "unknown" }) },
    now: () => 0,
    monotonic: () => 0,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    ...options,
  });
