import { createServer } from "node:net";
import { expect } from "chai";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { aHome, type ObservedHome } from "./a-home.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 12);

/** A token in the format that Home Assistant signs. */
const aToken = (name: string, expires = NOW + HOUR): string =>
  [{ alg: "HS256", typ: "JWT" }, { iss: name, iat: 1, exp: expires / 1_000 }, name]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

const ANNA = { id: "anna", name: "Anna", is_admin: true };
const BEN = { id: "ben", name: "Ben", is_admin: false };

describe("home assistant: users", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;
  let now = NOW;

  const start = async (home: FakeHome = {}, options: Parameters<typeof aHome>[1] = {}): Promise<void> => {
    fake = await startFakeHomeAssistant({ logins: { [aToken("anna")]: ANNA, [aToken("ben")]: BEN }, ...home });
    observed = aHome(fake, { now: () => now, ...options });
    await observed.home.start();
    await observed.reach("connected");
  };
  const ofToken = (token: string) => observed.home.users.userOfToken(token);
  const ofUser = (userId: string) => observed.home.users.userOf(userId);
  const tried = (token: string): number => fake.tokensTried.filter((one) => one === token).length;

  beforeEach(() => {
    now = NOW;
  });
  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  describe("by user id", () => {
    const users = [
      { id: "olga", name: "Olga", system_generated: false, is_owner: true, group_ids: [] },
      { id: "anna", name: "Anna", system_generated: false, group_ids: ["system-admin"] },
      { id: "ben", name: "Ben", system_generated: false },
      { id: "left", name: "Left", system_generated: false, is_owner: true, is_active: false },
    ];
    const rightsOf = async (userId: string): Promise<boolean | string> => {
      const identified = await ofUser(userId);
      return identified.outcome === "known" ? identified.user.isAdmin : identified.outcome;
    };

    it("treats the owner and members of the administrators group as administrators, and nobody else", async () => {
      await start({ users });
      const rights = await Promise.all(["olga", "anna", "ben", "left", "nobody"].map(rightsOf));
      expect(rights).to.deep.equal([true, true, false, "unknown", "unknown"]);
    });

    it("lists users once a minute, and for unknown ids every five seconds at most", async () => {
      await start({ users });
      const asked = async (...userIds: readonly string[]): Promise<number> => {
        const before = fake.count("config/auth/list");
        for (const userId of userIds) await ofUser(userId);
        return fake.count("config/auth/list") - before;
      };
      expect(await asked("anna", "ben", "anna", "nobody")).to.equal(1);
      now += 6_000;
      expect(await asked("anna")).to.equal(0);
      expect(await asked("nobody", "nobody", "nobody")).to.equal(1);
      now += 60_000;
      expect(await asked("anna", "anna")).to.equal(1);
    });

    it("identifies nobody while the home is unreachable, once its list is a minute old", async () => {
      await start({ users });
      expect(await rightsOf("anna")).to.equal(true);
      await fake.goAway();
      await observed.reach("unreachable");
      expect(await rightsOf("anna")).to.equal(true);
      now += 60_000;
      expect(await rightsOf("anna")).to.equal("away");
    });

    it("identifies nobody if the service's own token may not list users", async () => {
      fake = await startFakeHomeAssistant({ user: { id: "us", name: "Us", is_admin: false } });
      observed = aHome(fake, { now: () => now });
      await observed.home.start();
      await observed.reach("not_admin");
      expect(await ofUser("us")).to.deep.equal({ outcome: "away" });
    });
  });

  describe("by token", () => {
    it("logs in with it to identify its user", async () => {
      await start();
      expect(await ofToken(aToken("anna"))).to.deep.equal({
        outcome: "known",
        user: { userId: "anna", name: "Anna", isAdmin: true },
      });
      expect(await ofToken(aToken("ben"))).to.deep.equal({
        outcome: "known",
        user: { userId: "ben", name: "Ben", isAdmin: false },
      });
      expect(await ofToken(aToken("mallory"))).to.deep.equal({ outcome: "unknown" });
    });

    it("caches the answer for a minute, valid or not, and shares one login between concurrent requests", async () => {
      await start();
      for (const token of [aToken("anna"), aToken("mallory")]) {
        await Promise.all([ofToken(token), ofToken(token), ofToken(token)]);
        await ofToken(token);
        expect(tried(token)).to.equal(1);
        now += 60_000;
        await ofToken(token);
        expect(tried(token)).to.equal(2);
      }
    });

    it("does not try to log in with text that cannot be a token", async () => {
      await start();
      const before = fake.tokensTried.length;
      const hopeless = [
        "",
        "guess",
        "a.b.c",
        "eyJhbGciOiJIUzI1NiJ9.e30.x",
        aToken("anna", NOW - 1),
        `${aToken("x")}${"x".repeat(1_000)}`,
      ];
      for (const token of hopeless) expect(await ofToken(token), token).to.deep.equal({ outcome: "unknown" });
      expect(fake.tokensTried).to.have.length(before);
    });

    it("stops logging in after twenty wrong tokens in an hour, except with tokens that were valid", async () => {
      await start();
      await ofToken(aToken("anna"));
      const before = fake.tokensTried.length;
      for (let guess = 0; guess < 25; guess++) await ofToken(aToken(`guess-${guess}`));
      expect(fake.tokensTried.length - before).to.equal(20);
      expect(await ofToken(aToken("guess-24"))).to.deep.equal({ outcome: "away" });
      now += 60_000;
      expect((await ofToken(aToken("anna"))).outcome).to.equal("known");
      now += HOUR - 120_000;
      expect((await ofToken(aToken("ben", NOW + 2 * HOUR))).outcome).to.equal("away");
      now += 120_000;
      expect((await ofToken(aToken("later", NOW + 2 * HOUR))).outcome).to.equal("unknown");
    });

    it('returns "away" while the home is unreachable, and the user once it is back', async () => {
      await start();
      await fake.goAway();
      expect(await ofToken(aToken("anna"))).to.deep.equal({ outcome: "away" });
      await fake.comeBack();
      expect((await ofToken(aToken("anna"))).outcome).to.equal("known");
    });

    it("finds the home's own address when it is connected through a proxy", async () => {
      const silent = createServer().listen(0, "127.0.0.1");
      const address = silent.address();
      const port = typeof address === "object" ? address?.port : 0;
      silent.close();
      await start({}, { ownUrls: [`http://127.0.0.1:${port}`] });
      expect(await ofToken(aToken("anna"))).to.deep.equal({ outcome: "away" });
      fake.config.internal_url = `${fake.url}/`;
      expect((await ofToken(aToken("anna"))).outcome).to.equal("known");
    });
  });
});
