import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, type ObservedHome } from "./a-home.ts";

describe("home assistant: connection", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome = {}, options: Parameters<typeof aHome>[1] = {}): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake, options);
  };

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("is connected once everything was read", async () => {
    await start();
    await observed.home.start();
    await observed.reach("connected");
    expect(observed.home.snapshot()?.info.name).to.equal("Fake home");
    expect(observed.home.connection()).to.include({ kind: "home_assistant", message: "Connected to Home Assistant." });
  });

  it("reports a wrong token, and connects once it is correct", async () => {
    await start();
    fake.behaviour.token = "another-token";
    await observed.home.start();
    const { message } = await observed.reach("invalid_token");
    expect(message).to.contain("create a new long-lived access token");
    fake.behaviour.token = fake.token;
    await observed.reach("connected");
  });

  it("reports that the home does not respond, and connects once it does", async () => {
    await start();
    await fake.goAway();
    await observed.home.start();
    const { message } = await observed.reach("unreachable");
    expect(message).to.contain(fake.url).and.to.contain("check that it is running");
    await fake.comeBack();
    await observed.reach("connected");
  });

  it("waits while the home starts", async () => {
    await start({ config: { state: "STARTING" } });
    await observed.home.start();
    const { message } = await observed.reach("starting");
    expect(message).to.contain("wait");
    expect(fake.count("get_states")).to.equal(0);
    fake.config.state = "RUNNING";
    await observed.reach("connected");
  });

  it("concludes nothing from a home in recovery mode, which has empty registries", async () => {
    await start({ config: { recovery_mode: true } });
    await observed.home.start();
    const { message } = await observed.reach("recovery_mode");
    expect(message).to.contain("Correct its configuration");
    expect(fake.count("config/entity_registry/list")).to.equal(0);
    fake.config.recovery_mode = false;
    await observed.reach("connected");
  });

  it("receives live events of a home without a recorder", async () => {
    await start({ entities: [{ entity_id: "light.hall", state: "off" }] });
    fake.intercept(({ type }) => {
      if (type === "recorder/info") throw fake.refuse("unknown_command");
    });
    await observed.home.start();
    await observed.reach("connected");
    fake.changeState("light.hall", "on");
    await until(() => observed.archive.changes.length === 1, "the live change");
  });

  it("receives live events while the recorder migrates, and reads history only afterwards", async () => {
    await start({ entities: [{ entity_id: "light.hall", state: "off" }] });
    fake.recorder.migration_in_progress = true;
    await observed.home.start();
    const { message } = await observed.reach("recorder_migrating");
    expect(message).to.contain("do not restart");
    fake.changeState("light.hall", "on");
    await until(() => observed.archive.changes.length === 1, "the live change");
    expect(fake.count("logbook/get_events")).to.equal(0);
    fake.recorder.migration_in_progress = false;
    await observed.reach("connected");
    await observed.backfilled();
    expect(fake.count("logbook/get_events")).to.be.greaterThan(0);
  });

  it("reads history without administrator rights, and reports what is missing", async () => {
    const light = { entity_id: "light.hall", state: "off" };
    const when = Date.now() / 1_000 - 3_600;
    await start({
      user: { id: "anna", name: "Anna", is_admin: false },
      entities: [light],
      logbook: [
        { when, entity_id: "light.hall", state: "on", context_user_id: "anna", context_event_type: "call_service" },
      ],
    });
    await observed.home.start();
    const { message } = await observed.reach("not_admin");
    expect(message).to.contain("make that user an administrator");
    await observed.backfilled();
    expect(observed.archive.changes.map(({ state, cause }) => [state, cause.kind])).to.deep.equal([["on", "person"]]);
  });

  it("records no live changes without the right to see their causes", async () => {
    await start({
      user: { id: "anna", name: "Anna", is_admin: false },
      entities: [{ entity_id: "light.hall", state: "off" }],
    });
    await observed.home.start();
    await observed.reach("not_admin");
    fake.changeState("light.hall", "on");
    await sleep(60);
    expect(observed.archive.changes).to.deep.equal([]);
  });

  it("notices when the user becomes an administrator", async () => {
    const user = { id: "anna", name: "Anna", is_admin: false };
    await start({ user }, { retry: { backfillWithoutLive: 30 } });
    await observed.home.start();
    await observed.reach("not_admin");
    user.is_admin = true;
    await observed.reach("connected");
  });

  for (const version of ["2026.6.4", "2025.12.0"]) {
    it(`refuses version ${version}`, async () => {
      await start({ version });
      await observed.home.start();
      const { message } = await observed.reach("unsupported_version");
      expect(message).to.equal(`Home Assistant ${version} is too old: update it to 2026.7 or later.`);
    });
  }

  for (const version of ["2026.7.0", "2026.7.0b1", "2026.12.0.dev202611220230", "2027.1.0"]) {
    it(`accepts version ${version}`, async () => {
      await start({ version });
      await observed.home.start();
      await observed.reach("connected");
    });
  }

  it("reconnects after a lost connection and sets everything up again", async () => {
    await start({ entities: [{ entity_id: "light.hall", state: "off" }] });
    await observed.home.start();
    await observed.reach("connected");
    fake.dropConnections();
    await observed.reach("unreachable");
    await observed.reach("connected");
    expect(observed.states.map(({ state }) => state)).to.deep.equal(["connected", "unreachable", "connected"]);
    fake.changeState("light.hall", "on");
    await until(() => observed.archive.changes.length === 1, "the live change");
    expect(observed.archive.repeats).to.deep.equal([]);
  });

  it("treats a home that no longer answers pings as lost", async () => {
    await start();
    await observed.home.start();
    await observed.reach("connected");
    fake.behaviour.isMute = true;
    await observed.reach("unreachable");
    fake.behaviour.isMute = false;
    await observed.reach("connected");
  });

  it("gives up on a home that accepts the connection and sends nothing", async () => {
    await start();
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const retry = { connect: 50, firstRetry: 10, longestRetry: 20 };
    const other = aHome({ url: `http://127.0.0.1:${port}`, token: fake.token }, { retry });
    await other.home.start();
    await other.reach("unreachable");
    await until(() => sockets.length > 1, "the next attempt");
    await other.home.stop();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it("uses a separate WebSocket address if one is given", async () => {
    await start();
    const proxied = aHome(
      { url: "http://127.0.0.1:1", token: fake.token },
      { webSocketUrl: `${fake.url.replace("http", "ws")}/api/websocket` },
    );
    await proxied.home.start();
    await proxied.reach("connected");
    await proxied.home.stop();
  });

  it("can be stopped at any time, more than once, and started again", async () => {
    await start();
    await observed.home.start();
    await observed.home.stop();
    await observed.home.stop();
    expect(observed.home.connection().state).to.equal("stopped");
    await observed.home.start();
    await observed.reach("connected");
    await observed.home.stop();
    await until(() => fake.connections() === 0, "the end of the connection");
  });
});
