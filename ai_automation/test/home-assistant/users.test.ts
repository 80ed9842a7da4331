import { expect } from "chai";
import { aHome, type ObservedHome } from "../unit/home-assistant/a-home.ts";
import { realHome, rest } from "./real-home.ts";

const real = realHome();

describe("users of a real Home Assistant", () => {
  let observed: ObservedHome;

  before(async function () {
    if (real === undefined) return this.skip();
    observed = aHome({ url: real.url, token: real.token }, { retry: {} });
    await observed.home.start();
    await observed.reach("connected");
  });
  after(() => observed?.home.stop());

  const ofToken = (token = "") => observed.home.users.userOfToken(token, "192.0.2.1");

  it("are identified by token and by id, with the same rights", async () => {
    const seen: unknown[] = [];
    for (const token of [real?.token, real?.annaToken]) {
      const byToken = await ofToken(token);
      if (byToken.outcome !== "known") throw new Error(`the token's user is ${byToken.outcome}`);
      expect(await observed.home.users.userOf(byToken.user.userId)).to.deep.equal(byToken);
      seen.push([byToken.user.name !== "", byToken.user.isAdmin]);
    }
    expect(seen).to.deep.equal([
      [true, true],
      [true, false],
    ]);
  });

  it("are not identified by a token with another signature or a changed payload", async () => {
    const [header, payload = "", signature] = (real?.annaToken ?? "").split(".");
    const claims: object = JSON.parse(Buffer.from(payload, "base64url").toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, iat: 1 })).toString("base64url");
    for (const token of [`${header}.${changed}.${signature}`, `${header}.${payload}.${"A".repeat(43)}`])
      expect(await ofToken(token)).to.deep.equal({ outcome: "unknown" });
  });

  it("do not lock the service out when they guess tokens", async () => {
    if (real === undefined) return;
    expect((await rest(real, "GET", "config")).state).to.equal("RUNNING");
    expect(observed.home.connection().state).to.equal("connected");
  });
});
