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
    observed = aHome(fake, { now: () => now, monotonic: () => now, ...options });
    await observed.home.start();
    await observed.reach("connected");
  };
  const ofToken = (token: string, client = "192.0.2.1") => observed.home.users.userOfToken(token, client);
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
      observed = aHome(fake, { now: () => now, monotonic: () => now });
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

    it("logs in with the service's own token after each wrong one, so that Home Assistant's count starts anew", async () => {
      await start();
      const before = fake.tokensTried.length;
      for (const name of ["guess-1", "guess-2"]) await ofToken(aToken(name));
      const tokens = [aToken("guess-1"), fake.token, aToken("guess-2"), fake.token];
      expect(fake.tokensTried.slice(before)).to.deep.equal(tokens);
    });

    it("checks one token at a time", async () => {
      await start();
      const before = fake.tokensTried.length;
      await Promise.all(["guess-1", "guess-2", "anna"].map((name) => ofToken(aToken(name))));
      const tokens = [aToken("guess-1"), fake.token, aToken("guess-2"), fake.token, aToken("anna")];
      expect(fake.tokensTried.slice(before)).to.deep.equal(tokens);
    });

    it("limits a client to three wrong tokens an hour, while tokens that were valid and other clients pass", async () => {
      await start();
      await ofToken(aToken("anna"));
      for (let guess = 0; guess < 5; guess++) await ofToken(aToken(`guess-${guess}`));
      expect([0, 1, 2, 3, 4].map((guess) => tried(aToken(`guess-${guess}`)))).to.deep.equal([1, 1, 1, 0, 0]);
      expect(await ofToken(aToken("guess-4"))).to.deep.equal({ outcome: "limited" });
      expect((await ofToken(aToken("ben"), "192.0.2.2")).outcome).to.equal("known");
      now += 60_000;
      expect((await ofToken(aToken("anna"))).outcome).to.equal("known");
      now += HOUR;
      expect((await ofToken(aToken("later", NOW + 3 * HOUR))).outcome).to.equal("unknown");
    });

    it("limits all clients together, so that many addresses do not flood Home Assistant", async () => {
      await start();
      const outcomes = new Set<string>();
      for (let guess = 0; guess < 30; guess++)
        outcomes.add((await ofToken(aToken(`guess-${guess}`), `10.0.0.${guess}`)).outcome);
      expect([...outcomes]).to.deep.equal(["unknown"]);
      expect(await ofToken(aToken("guess-30"), "10.0.0.30")).to.deep.equal({ outcome: "limited" });
    });

    it("stops after three wrong tokens in a row where the service has no token of its own to log in with", async () => {
      await start({}, { ownUrls: [] });
      fake.config.internal_url = fake.url;
      for (let guess = 0; guess < 3; guess++) await ofToken(aToken(`guess-${guess}`), `10.0.0.${guess}`);
      now += HOUR;
      const later = aToken("anna", NOW + 3 * HOUR);
      expect(await ofToken(later, "192.0.2.2")).to.deep.equal({ outcome: "limited" });
      expect(tried(later)).to.equal(0);
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
