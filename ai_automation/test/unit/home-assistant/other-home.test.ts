import { expect } from "chai";
import { createHomeBinding } from "../../../src/store/home-binding.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";
import { until } from "../../support/until.ts";
import { aHome, type ObservedHome } from "./a-home.ts";

const LIGHT = { entity_id: "light.hall", state: "off" };
const FIRST: FakeHome = {
  user: { id: "owner-1", name: "Owner", is_admin: true },
  configEntries: [{ entry_id: "sun-1" }],
  entities: [LIGHT],
};
const SECOND: FakeHome = {
  user: { id: "owner-2", name: "Owner", is_admin: true },
  configEntries: [{ entry_id: "sun-2" }],
  entities: [LIGHT],
};

describe("home assistant: another one at the same address", () => {
  let temporary: TemporaryDatabase;
  const fakes: FakeHomeAssistant[] = [];
  const homes: ObservedHome[] = [];

  const connect = async (
    home: FakeHome,
  ): Promise<{ readonly fake: FakeHomeAssistant; readonly seen: ObservedHome }> => {
    const fake = await startFakeHomeAssistant(home);
    fakes.push(fake);
    const seen = aHome(fake, { bind: createHomeBinding(createKeyValueStore(temporary.database)) });
    homes.push(seen);
    await seen.home.start();
    return { fake, seen };
  };

  beforeEach(async () => {
    temporary = await temporaryDatabase();
    const { seen } = await connect(FIRST);
    await seen.reach("connected");
    await seen.home.stop();
  });
  afterEach(async () => {
    for (const { home } of homes.splice(0)) await home.stop();
    for (const fake of fakes.splice(0)) {
      await fake.stop();
      expect(fake.unexpected).to.deep.equal([]);
    }
    await temporary.remove();
  });

  it("is refused with the cause and the remedy, and nothing of it is read or recorded", async () => {
    const { fake, seen } = await connect(SECOND);
    const { message } = await seen.reach("other_home");
    expect(message).to.contain("not the one that the database belongs to").and.to.contain("DATABASE_PATH");
    fake.changeState("light.hall", "on");
    await until(() => fake.count("config_entries/get") > 1, "another attempt");
    expect(seen.home.snapshot()).to.equal(undefined);
    expect(seen.archive.changes).to.deep.equal([]);
    expect(seen.archive.covered()).to.deep.equal([]);
    expect(fake.count("logbook/get_events")).to.equal(0);
  });

  it("gets no automation", async () => {
    const { fake, seen } = await connect(SECOND);
    await seen.reach("other_home");
    const deployed = await seen.home.deploy("ai_automation_0011223344556677", aDraft().automation);
    expect(deployed.outcome).to.equal("away");
    expect(fake.requests).to.deep.equal([]);
  });

  it("cannot tell who somebody is", async () => {
    const { fake, seen } = await connect(SECOND);
    await seen.reach("other_home");
    expect(await seen.home.users.userOf("owner-2")).to.deep.equal({ outcome: "away" });
    const token = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"iss":"owner-2","exp":4000000000}').toString("base64url")}.x`;
    expect(await seen.home.users.userOfToken(token, "192.0.2.1")).to.deep.equal({ outcome: "away" });
    expect(fake.tokensTried).not.to.include(token);
  });

  it("is refused with a token without administrator rights too", async () => {
    const { seen } = await connect({ ...SECOND, user: { id: "anna-2", name: "Anna", is_admin: false } });
    await seen.reach("other_home");
    expect(seen.archive.covered()).to.deep.equal([]);
  });

  it("does not stay refused once the first one answers again", async () => {
    const { seen } = await connect(SECOND);
    await seen.reach("other_home");
    await seen.home.stop();
    const back = await connect(FIRST);
    await back.seen.reach("connected");
  });

  it("is not assumed after a new onboarding, nor if an integration was added again", async () => {
    const onboarded = await connect({ ...FIRST, user: { id: "owner-new", name: "Owner", is_admin: true } });
    await onboarded.seen.reach("connected");
    const { seen } = await connect({
      ...FIRST,
      user: { id: "owner-new", name: "Owner", is_admin: true },
      configEntries: [{ entry_id: "sun-new" }],
    });
    await seen.reach("connected");
  });

  it("is not assumed if the token's user is no longer an administrator", async () => {
    const { seen } = await connect({ ...FIRST, user: { id: "anna-1", name: "Anna", is_admin: false } });
    await seen.reach("not_admin");
  });
});
