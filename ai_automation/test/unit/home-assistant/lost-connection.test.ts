import { expect } from "chai";
import { z } from "zod";
import { DELAYS } from "../../../src/home-assistant/delays.ts";
import { ConnectionLost } from "../../../src/home-assistant/errors.ts";
import { readLabels } from "../../../src/home-assistant/labels.ts";
import { readWindow, type WindowParts } from "../../../src/home-assistant/read-window.ts";
import { openSession, webSocketUrlOf, type Session } from "../../../src/home-assistant/session.ts";
import { readAutomations, readEntities, readPeople } from "../../../src/home-assistant/snapshot.ts";
import { createTasks } from "../../../src/home-assistant/tasks.ts";
import { validate } from "../../../src/home-assistant/validate.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { SILENT } from "../../support/silent.ts";

const CONFIG = {
  alias: "Hall light on",
  description: "",
  triggers: [{ trigger: "time", at: "07:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  mode: "single",
} as const;

const DAY = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 2) };
const PARTS: WindowParts = { userKindOf: () => "person", continuous: ["sensor.power"], levelEntities: ["light.hall"] };

/** Each question of the adapter, and the command that is under way when the socket closes. */
const CALLS: readonly (readonly [command: string, ask: (session: Session) => Promise<unknown>])[] = [
  ["get_config", (session) => session.call(z.unknown(), { type: "get_config" })],
  ["ping", (session) => session.ping()],
  ["subscribe_events", (session) => session.subscribe("automation_reloaded", z.unknown(), () => undefined)],
  ["get_states", readAutomations],
  ["automation/config", readAutomations],
  ["config/device_registry/list", readEntities],
  ["config/auth/list", (session) => readPeople(session, [])],
  ["config/label_registry/list", readLabels],
  ["validate_config", (session) => validate(session, CONFIG)],
  ["logbook/get_events", (session) => readWindow(session, DAY, PARTS)],
  ["logbook/get_action_calls", (session) => readWindow(session, DAY, { ...PARTS, continuous: [], levelEntities: [] })],
  ["history/history_during_period", (session) => readWindow(session, DAY, PARTS)],
];

describe("home assistant: a connection that is lost during a call", () => {
  let fake: FakeHomeAssistant;
  let session: Session;
  const stop = new AbortController();

  beforeEach(async () => {
    fake = await startFakeHomeAssistant({ automations: { theirs: CONFIG }, actionCalls: [], logbook: [] });
    const { url, token } = fake;
    const address = { url, webSocketUrl: webSocketUrlOf(url), token };
    session = await openSession({ address, delays: DELAYS, log: SILENT, stop: stop.signal });
  });
  afterEach(async () => {
    session.close();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });
  const breakDuring = (type: string): void =>
    fake.intercept((command) => {
      if (command.type === type) fake.dropConnections();
    });
  const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
      (error: unknown) => error,
    );

  for (const [command, ask] of CALLS)
    it(`is not a refusal: ${command}`, async () => {
      breakDuring(command);
      expect(await failureOf(ask(session))).to.be.instanceOf(ConnectionLost);
      expect(session.lost.aborted).to.equal(true);
      expect(await failureOf(ask(session)), "once it is closed").to.be.instanceOf(ConnectionLost);
    });

  it("is no answer of a language model", async () => {
    breakDuring("call_service");
    const answer = await createTasks(() => session).generate({ name: "Plan", instructions: "", entityId: null });
    expect(answer).to.deep.equal({ outcome: "away", reason: new ConnectionLost().message });
  });

  it("is not confused with a refusal, which leaves the connection open", async () => {
    fake.intercept(({ type }) => {
      if (type === "automation/config" || type === "logbook/get_action_calls") throw fake.refuse("not_found");
    });
    expect((await readAutomations(session)).map(({ config }) => config)).to.deep.equal([null]);
    expect(await readWindow(session, DAY, PARTS)).to.include({ isEmpty: true });
    expect(session.lost.aborted).to.equal(false);
  });
});
