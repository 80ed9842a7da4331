import { createHash, randomBytes } from "node:crypto";
import type { TenantTransaction } from "./database/connection.ts";

/**
 * A token claims a tenant, and a home if it is a home's; its secret proves the claim. So the tenant is known before the
 * first query, which then sees only that tenant's rows, and a home's token is looked up where the home's rows are.
 */
export type Claim =
  | { readonly kind: "tenant"; readonly tenantId: string; readonly hash: Buffer }
  | { readonly kind: "home"; readonly tenantId: string; readonly homeId: string; readonly hash: Buffer };

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const TOKEN = new RegExp(`^fleet_(${UUID})(?:_(${UUID}))?_[A-Za-z0-9-]{43}$`);

/** Undefined if it is no token of a fleet. */
export function readToken(token: string): Claim | undefined {
  const [, tenantId, homeId] = TOKEN.exec(token) ?? [];
  if (tenantId === undefined) return undefined;
  const hash = hashOf(token);
  return homeId === undefined ? { kind: "tenant", tenantId, hash } : { kind: "home", tenantId, homeId, hash };
}

/** @param owner a tenant's id, or a tenant's and a home's */
export function createToken(...owner: readonly string[]): { readonly token: string; readonly hash: Buffer } {
  const token = ["fleet", ...owner, randomBytes(32).toString("base64url").replaceAll("_", "-")].join("_");
  return { token, hash: hashOf(token) };
}

/** Secrets of 256 random bits need no slow hash. */
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Whether the claim is that of a token of its tenant that has not been withdrawn. */
export async function isTenantToken(rows: TenantTransaction, { tenantId, hash }: Claim): Promise<boolean> {
  const found = await rows("tenant_tokens").where({ tenant_id: tenantId, token_hash: hash }).first("tenant_id");
  return found !== undefined;
}
