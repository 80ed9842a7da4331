import { randomUUID } from "node:crypto";
import { fleetPolicy, NO_POLICY, type FleetPolicy } from "../../model/fleet-wire.ts";
import type { FleetDatabase } from "../database/connection.ts";
import { createToken } from "../tokens.ts";

/** Creates a tenant. Returns the token that manages its homes, which is stored only as a hash. */
export async function createTenant(
  database: FleetDatabase,
  name: string,
  now: Date,
): Promise<{ readonly tenantId: string; readonly token: string }> {
  const tenantId = randomUUID();
  const { token, hash } = createToken(tenantId);
  await database.asTenant(tenantId, async (rows) => {
    await rows("tenants").insert({ tenant_id: tenantId, name, policy: NO_POLICY, created_at: now });
    await rows("tenant_tokens").insert({ tenant_id: tenantId, token_hash: hash, created_at: now });
  });
  return { tenantId, token };
}

/** Replaces the tenant's tokens by a new one, which ends its sessions. Undefined if there is no such tenant. */
export async function renewTenantToken(
  database: FleetDatabase,
  tenantId: string,
  now: Date,
): Promise<string | undefined> {
  const { token, hash } = createToken(tenantId);
  return database.asTenant(tenantId, async (rows) => {
    if ((await rows("tenants").first("tenant_id")) === undefined) return undefined;
    await rows("tenant_tokens").delete();
    await rows("tenant_tokens").insert({ tenant_id: tenantId, token_hash: hash, created_at: now });
    return token;
  });
}

/** Sets the policy of a tenant's homes, present and future. */
export async function setPolicy(database: FleetDatabase, tenantId: string, policy: FleetPolicy): Promise<void> {
  await database.asTenant(tenantId, async (rows) => {
    await rows("tenants").where({ tenant_id: tenantId }).update({ policy });
    await rows("policies").update({ policy });
  });
}

/** The policy of a tenant's homes. */
export async function readPolicy(database: FleetDatabase, tenantId: string): Promise<FleetPolicy> {
  const tenant = await database.asTenant(tenantId, (rows) => rows("tenants").first("policy"));
  return fleetPolicy.parse(tenant?.policy);
}
