import { expect } from "chai";
import { connectAsync, type MqttClient } from "mqtt";
import { AppError } from "../../../src/model/errors.ts";
import type { BrokerAddress } from "../../../src/mqtt/broker-address.ts";
import type { CommandActions } from "../../../src/mqtt/commands.ts";
import { createMqtt, type Mqtt } from "../../../src/mqtt/mqtt.ts";
import type { MqttState } from "../../../src/mqtt/state.ts";
import { aBroker, type Broker } from "../../support/a-broker.ts";
import { SILENT } from "../../support/silent.ts";
import { until } from "../../support/until.ts";

const STATE: MqttState = {
  service: "connected",
  suggestions_waiting: 2,
  best: { id: 7, title: "Pantry light on at 07:00", description: "You did it 20 times." },
  last_analysis: "2026-11-01T02:00:00.000Z",
  history_days: 42,
  learning_paused: false,
  week: { runs: 49, wrong: 2, saved: 47 },
};

interface Received {
  readonly topic: string;
  readonly text: string;
  readonly retain: boolean;
}

describe("service on an MQTT broker", () => {
  let broker: Broker | undefined;
  let other: MqttClient;
  let service: Mqtt | undefined;
  let received: Received[] = [];
  let done: string[] = [];
  let language = "en";
  let onLater: () => unknown = () => undefined;

  const actions: CommandActions = {
    analyse: async () => void done.push("analyse"),
    createBest: async () => {
      throw new AppError("not_found", "Nothing waits.");
    },
    laterBest: async () => {
      done.push("later");
      await onLater();
    },
    pauseLearning: async (isPaused) => void done.push(`paused ${isPaused}`),
  };
  const aService = (url: string): Mqtt => aServiceOf(async () => ({ url }));
  const aServiceOf = (address: () => Promise<BrokerAddress>): Mqtt => {
    service = createMqtt({
      broker: address,
      clientId: "ai_automation_test",
      version: "1.0.0",
      language: () => language,
      state: async () => STATE,
      actions,
      onProblem: () => undefined,
      now: Date.now,
      log: SILENT,
    });
    service.start();
    return service;
  };
  const last = (topic: string): Received | undefined => received.findLast((one) => one.topic === topic);
  const results = (): readonly any[] =>
    received.filter(({ topic }) => topic === "ai_automation/result").map(({ text }) => JSON.parse(text));
  const ready = () => until(() => last("ai_automation/state") !== undefined);

  beforeEach(async function () {
    broker = await aBroker();
    if (broker === undefined) return this.skip();
    received = [];
    done = [];
    language = "en";
    onLater = () => undefined;
    other = await connectAsync(broker.url, { reconnectPeriod: 50 });
    other.on(
      "message",
      (topic, payload, { retain }) => void received.push({ topic, text: payload.toString(), retain }),
    );
    await other.subscribeAsync(["ai_automation/#", "homeassistant/device/#"], { qos: 1 });
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    if (broker === undefined) return;
    await other.endAsync(true);
    await broker.destroy();
  });

  it("names its entities in the home's language, also after that changes, with the same ids", async () => {
    const named = () =>
      Object.values<any>(JSON.parse(last("homeassistant/device/ai_automation/config")?.text ?? "{}").components).map(
        (one) => [one.name, one.default_entity_id],
      );
    const running = aService(broker?.url ?? "");
    await ready();
    const english = named();
    expect(english).to.deep.include(["Pause learning", "switch.ai_automation_pause_learning"]);
    language = "de-CH";
    running.changed();
    await until(() => named().some(([name]) => name === "Lernen pausieren"));
    expect(named().map(([, id]) => id)).to.deep.equal(english.map(([, id]) => id));
    expect(named().map(([name]) => name)).not.to.include.members(english.map(([name]) => name));
  });

  it("finishes the command under way when it stops, and leaves the others to the next start", async () => {
    aService(broker?.url ?? "");
    await ready();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    onLater = () => released;
    for (let i = 0; i < 3; i++) other.publish("ai_automation/command/later_best", "", { qos: 1 });
    await until(() => done.length === 1);
    const stopped = service?.stop();
    release();
    await stopped;
    await until(() => results().length === 1);
    expect(done).to.have.length(1);
    aService(broker?.url ?? "");
    await until(() => results().length === 3);
    expect(done).to.have.length(3);
  });

  it("lets other work have its turn between commands, however many arrive at once", async () => {
    aService(broker?.url ?? "");
    await ready();
    let turn = 0;
    let isWatching = true;
    const watch = (): void => {
      turn += 1;
      if (isWatching) setImmediate(watch);
    };
    watch();
    const turns: number[] = [];
    onLater = () => void turns.push(turn);
    for (let i = 0; i < 300; i++) other.publish("ai_automation/command/later_best", "", { qos: 1 });
    await until(() => turns.length === 300);
    isWatching = false;
    expect(new Set(turns).size).to.equal(300);
  });

  it("publishes one device, its availability and its state, all retained", async () => {
    aService(broker?.url ?? "");
    await ready();
    const late = await connectAsync(broker?.url ?? "");
    const kept: Received[] = [];
    late.on("message", (topic, payload, { retain }) => void kept.push({ topic, text: payload.toString(), retain }));
    await late.subscribeAsync(["ai_automation/#", "homeassistant/device/#"]);
    await until(() => kept.length === 3);
    await late.endAsync();
    const texts = new Map(kept.map(({ topic, text, retain }) => [`${topic} ${retain}`, text]));
    expect(texts.get("ai_automation/status true")).to.equal("online");
    expect(JSON.parse(texts.get("ai_automation/state true") ?? "")).to.deep.equal(STATE);
    const device = JSON.parse(texts.get("homeassistant/device/ai_automation/config true") ?? "");
    expect(Object.keys(device.components)).to.deep.equal([
      "suggestions",
      "spared",
      "service",
      "last_analysis",
      "history_days",
      "event",
      "analyse",
      "create_best",
      "later_best",
      "pause_learning",
    ]);
    expect(device.components.create_best.enabled_by_default).to.equal(false);
  });

  it("publishes that it is offline when it stops", async () => {
    const running = aService(broker?.url ?? "");
    await ready();
    await running.stop();
    await until(() => last("ai_automation/status")?.text === "offline");
  });

  it("publishes everything again when Home Assistant has started", async () => {
    aService(broker?.url ?? "");
    await ready();
    received = [];
    await other.publishAsync("homeassistant/status", "online");
    await ready();
    expect(last("homeassistant/device/ai_automation/config")).not.to.equal(undefined);
  });

  it("executes commands and publishes each result with its correlation id", async () => {
    aService(broker?.url ?? "");
    await ready();
    await other.publishAsync("ai_automation/command/analyse", '{"correlation_id": "a1"}', { qos: 1 });
    await other.publishAsync("ai_automation/command/pause_learning", '{"paused": true}', { qos: 1 });
    await other.publishAsync("ai_automation/command/create_best", "", { qos: 1 });
    await other.publishAsync("ai_automation/command/later_best", "", { qos: 1 });
    await until(() => results().length === 4);
    expect(done).to.deep.equal(["analyse", "paused true", "later"]);
    expect(results()).to.deep.equal([
      { command: "analyse", correlation_id: "a1", ok: true, error: null },
      { command: "pause_learning", correlation_id: null, ok: true, error: null },
      {
        command: "create_best",
        correlation_id: null,
        ok: false,
        error: { code: "not_found", message: "Nothing waits." },
      },
      { command: "later_best", correlation_id: null, ok: true, error: null },
    ]);
  });

  it("executes a repeated correlation id once, and publishes its result again", async () => {
    aService(broker?.url ?? "");
    await ready();
    for (let time = 0; time < 3; time++)
      await other.publishAsync("ai_automation/command/analyse", '{"correlation_id": "a1"}', { qos: 1 });
    await until(() => results().length === 3);
    expect(done).to.deep.equal(["analyse"]);
  });

  for (const payload of [
    "rubbish",
    "[]",
    '{"paused": "yes"}',
    '{"paused": true, "more": 1}',
    "null",
    "x".repeat(5_000),
  ])
    it(`answers that it does not understand ${payload.slice(0, 30)}`, async () => {
      aService(broker?.url ?? "");
      await ready();
      await other.publishAsync("ai_automation/command/pause_learning", payload, { qos: 1 });
      await until(() => results().length === 1);
      expect(results()[0].error.code).to.equal("bad_request");
      expect(done).to.deep.equal([]);
    });

  it("ignores retained commands", async () => {
    await other.publishAsync("ai_automation/command/analyse", "{}", { qos: 1, retain: true });
    aService(broker?.url ?? "");
    await ready();
    await other.publishAsync("ai_automation/command/pause_learning", '{"paused": true}', { qos: 1 });
    await until(() => results().length === 1);
    expect(done).to.deep.equal(["paused true"]);
  });

  it("publishes events that are not retained", async () => {
    const running = aService(broker?.url ?? "");
    await ready();
    running.publishEvent("created", { id: 7, title: "Pantry light" });
    await until(() => last("ai_automation/event") !== undefined);
    const { text, retain } = last("ai_automation/event") ?? { text: "", retain: true };
    expect(JSON.parse(text)).to.deep.equal({ event_type: "created", suggestion_id: 7, title: "Pantry light" });
    expect(retain).to.equal(false);
  });

  it("executes commands that the broker acknowledged before it restarted while the service was offline", async () => {
    const url = broker?.url ?? "";
    const first = aService(url);
    await ready();
    await first.stop();
    for (let time = 0; time < 5; time++)
      await other.publishAsync("ai_automation/command/analyse", `{"correlation_id": "c${time}"}`, { qos: 1 });
    await broker?.stop();
    await broker?.start();
    aService(url);
    await until(() => done.length === 5);
    expect(done).to.deep.equal(["analyse", "analyse", "analyse", "analyse", "analyse"]);
  });

  it("requests the login again after it was refused", async () => {
    await broker?.letIn("home", "new");
    await broker?.stop();
    await broker?.start();
    const passwords = ["old", "new"];
    const running = aServiceOf(async () => ({
      url: broker?.url ?? "",
      username: "home",
      password: passwords.shift() ?? "none",
    }));
    await until(() => running.problem()?.code === "mqtt_login_refused");
    await until(() => running.problem() === undefined);
    expect(passwords).to.deep.equal([]);
  });

  it("reconnects after the broker restarted, and loses no acknowledged command", async () => {
    aService(broker?.url ?? "");
    await ready();
    await broker?.stop();
    await broker?.start();
    await until(() => other.connected);
    await other.publishAsync("ai_automation/command/analyse", '{"correlation_id": "b1"}', { qos: 1 });
    await until(() => done.length === 1);
  });
});
