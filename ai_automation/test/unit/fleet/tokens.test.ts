import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { createToken, readToken } from "../../../src/fleet/tokens.ts";

describe("a token of a fleet", () => {
  const [tenantId, homeId] = [randomUUID(), randomUUID()];

  it("claims its tenant, and its home", () => {
    const tenant = createToken(tenantId);
    expect(readToken(tenant.token)).to.deep.equal({ kind: "tenant", tenantId, hash: tenant.hash });
    const home = createToken(tenantId, homeId);
    expect(readToken(home.token)).to.deep.equal({ kind: "home", tenantId, homeId, hash: home.hash });
  });

  it("has a hash that depends on the claim and the secret", () => {
    const { token, hash } = createToken(tenantId, homeId);
    expect(readToken(token.replace(tenantId, homeId))?.hash).not.to.deep.equal(hash);
    expect(createToken(tenantId, homeId).hash).not.to.deep.equal(hash);
  });

  for (const text of [
    "",
    "fleet_",
    `fleet_${tenantId}`,
    `fleet_${tenantId}_short`,
    `x${createToken(tenantId).token}`,
    `${createToken(tenantId).token}\n`,
  ])
    it(`is not ${JSON.stringify(text.slice(0, 20))} (${text.length} characters)`, () => {
      expect(readToken(text)).to.equal(undefined);
    });
});
