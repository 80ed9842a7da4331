import { randomUUID } from "node:crypto";
import type { REQUEST_KINDS } from "../../model/fleet-wire.ts";
import type { TenantTransaction } from "../database/connection.ts";
import { createToken } from "../tokens.ts";

export interface NewHome {
  readonly homeId: string;
  /** Stored only as a hash. */
  readonly token: string;
}

/** Adds a home with its tenant's policy. The token is returned only here: the database has its hash. */
export async function createHome(rows: TenantTransaction, tenantId: string, name: string, now: Date): Promise<NewHome> {
  const homeId = randomUUID();
  const { token, hash } = createToken(tenantId, homeId);
  const key = { home_id: homeId, tenant_id: tenantId };
  const tenant = await rows("tenants").where({ tenant_id: tenantId }).first("policy");
  await rows("homes").insert({ ...key, name, created_at: now });
  await rows("home_tokens").insert({ ...key, token_hash: hash, created_at: now });
  await rows("policies").insert({ ...key, policy: tenant.policy });
  await rows("home_status").insert(key);
  return { homeId, token };
}

/** Replaces the home's tokens by a new one. Undefined if there is no such home. */
export async function renewHomeToken(
  rows: TenantTransaction,
  { homeId, tenantId }: { readonly homeId: string; readonly tenantId: string },
  now: Date,
): Promise<string | undefined> {
  if (!(await isHome(rows, homeId))) return undefined;
  const { token, hash } = createToken(tenantId, homeId);
  await rows("home_tokens").where({ home_id: homeId }).delete();
  await rows("home_tokens").insert({ home_id: homeId, tenant_id: tenantId, token_hash: hash, created_at: now });
  return token;
}

/** Deletes a home with everything that is stored about it. Returns false if there is none. */
export async function deleteHome(rows: TenantTransaction, homeId: string): Promise<boolean> {
  return (await rows("homes").where({ home_id: homeId }).delete()) > 0;
}

/** Whether the tenant has this home. */
export async function isHome(rows: TenantTransaction, homeId: string): Promise<boolean> {
  return (await rows("homes").where({ home_id: homeId }).first("home_id")) !== undefined;
}

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Asks a home to do something at its next report. A request that is still open is not repeated. Returns its id. */
export async function requestOf(
  rows: TenantTransaction,
  home: { readonly homeId: string; readonly tenantId: string },
  kind: RequestKind,
  now: Date,
): Promise<string> {
  const key = { home_id: home.homeId, kind };
  const open = await rows("requests").where(key).whereNull("handled_at").first("request_id");
  if (open !== undefined) return open.request_id;
  const requestId = randomUUID();
  await rows("requests").insert({ ...key, request_id: requestId, tenant_id: home.tenantId, created_at: now });
  return requestId;
}
