import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type StateChange } from "../../../src/model/state-change.ts";
import { DAY, HOUR, MINUTE } from "../../../src/model/time.ts";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, createMemoryArchive, type MemoryArchive, type ObservedHome } from "./a-home.ts";

/** Several days of history: a wall switch turns a light on every hour, and a sensor measures in between. */
function aLifeOf(days: number, until: number): Pick<FakeHome, "entities" | "logbook" | "history"> {
  const logbook = [];
  const measured = [];
  for (let hour = 1; hour < days * 24; hour++) {
    const when = (until - hour * HOUR) / 1_000 + 0.000_25;
    logbook.push({ when, entity_id: "light.hall", state: hour % 2 === 0 ? "on" : "off" });
    measured.unshift({ s: String(hour), lu: when + 60 });
  }
  const light = { entity_id: "light.hall", state: "off" };
  const sensor = { entity_id: "sensor.attic", state: "1", attributes: { unit_of_measurement: "°C" } };
  return { entities: [light, sensor], logbook, history: { "sensor.attic": measured } };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

const starts = (fake: FakeHomeAssistant): readonly number[] =>
  fake.of("logbook/get_events").map(({ start_time }) => Date.parse(String(start_time)));

describe("home assistant: reading history", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome, archive: MemoryArchive = createMemoryArchive()): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake, { archive });
    await observed.home.start();
  };
  const of = (entityId: string): readonly StateChange[] =>
    observed.archive.changes.filter((change) => change.entityId === entityId);

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("reads everything once, newest first, and reports progress", async () => {
    await start(aLifeOf(3, Date.now()));
    await observed.backfilled();
    expect(of("light.hall")).to.have.length(71);
    expect(of("sensor.attic")).to.have.length(71);
    expect(observed.archive.repeats).to.deep.equal([]);
    const [newest, second, third] = starts(fake);
    expect([newest! - second!, second! - third!]).to.deep.equal([DAY, DAY]);
    const { state, daysRead, changesRead, coveredSince } = observed.home.backfill();
    expect({ state, changesRead }).to.deep.equal({ state: "done", changesRead: 142 });
    expect(daysRead).to.be.within(3, 4);
    expect(coveredSince).to.be.closeTo(Date.now() - 3 * DAY, DAY);
    const left = observed.progress.map(({ secondsLeft }) => secondsLeft);
    expect([left[0], left.at(-1)]).to.deep.equal([null, null]);
    expect(left.filter((seconds) => seconds !== null && seconds >= 0)).to.have.length.above(5);
  });

  it("drops the window it is reading when the history is deleted", async () => {
    fake = await startFakeHomeAssistant(aLifeOf(3, Date.now()));
    observed = aHome(fake);
    const forgetOnce = once(async () => {
      await observed.archive.record({ changes: [], covered: { from: 0, to: Date.now() } });
      observed.archive.changes.length = 0;
    });
    fake.intercept(async ({ type }) => {
      if (type === "logbook/get_events") await forgetOnce();
    });
    await observed.home.start();
    await observed.backfilled();
    expect(of("light.hall").filter(({ at }) => at < Date.now() - HOUR)).to.deep.equal([]);
  });

  it("reads levels from the recorder, and a light's from service calls", async () => {
    const now = Math.floor(Date.now() / 1_000);
    const [set, noted, dimmed] = [now - 3_600, now - 3_000, now - 2_000];
    await start({
      entities: [
        { entity_id: "climate.attic", state: "heat", attributes: { temperature: 21 } },
        { entity_id: "light.hall", state: "on" },
      ],
      logbook: [{ when: set, entity_id: "climate.attic", state: "heat", context_user_id: "anna" }],
      actionCalls: [
        {
          when: dimmed,
          domain: "light",
          service: "turn_on",
          service_data: { entity_id: ["light.hall"], brightness_pct: 30 },
          context_user_id: "anna",
        },
      ],
      history: {
        "climate.attic": [
          { s: "heat", lu: set, a: { temperature: 19.5, current_temperature: 18 } },
          { s: "heat", lu: noted, a: { temperature: 19.5, current_temperature: 18.4 } },
          { s: "heat", lu: dimmed, a: { temperature: 21, current_temperature: 19 } },
        ],
      },
    });
    await observed.backfilled();
    const anna = { kind: "person", userId: "anna", via: "app" };
    expect(
      observed.archive.levels.toSorted((a, b) => a.at - b.at || a.entityId.localeCompare(b.entityId)),
    ).to.deep.equal([
      { entityId: "climate.attic", at: set * 1_000, levels: { temperature: 19.5 }, cause: anna },
      { entityId: "climate.attic", at: dimmed * 1_000, levels: { temperature: 21 }, cause: { kind: "unknown" } },
      { entityId: "light.hall", at: dimmed * 1_000, levels: { brightness: 30 }, cause: anna },
    ]);
  });

  it("requests at most a day at a time, with a minute before it for causes", async () => {
    await start(aLifeOf(2, Date.now()));
    await observed.backfilled();
    for (const { start_time, end_time } of fake.of("history/history_during_period"))
      expect(Date.parse(String(end_time)) - Date.parse(String(start_time))).to.be.at.most(DAY + MINUTE);
  });

  it("treats two empty weeks as the beginning of the history, and requests nothing earlier", async () => {
    await start(aLifeOf(1, Date.now()));
    await observed.backfilled();
    expect(starts(fake)).to.have.length.within(15, 17);
    expect(await observed.archive.missing({ from: 0, to: Date.now() - MINUTE })).to.deep.equal([]);
  });

  it("continues across an empty week", async () => {
    await start(aLifeOf(1, Date.now() - 8 * DAY));
    await observed.backfilled();
    expect(of("light.hall")).to.have.length(23);
  });

  it("resumes where it was interrupted, and requests nothing twice", async () => {
    const archive = createMemoryArchive();
    const life = aLifeOf(6, Date.now());
    await start(life, archive);
    fake.intercept(() => sleep(2));
    await until(() => archive.changes.length > 60, "some history");
    await observed.home.stop();
    const covered = archive.covered()[0]!;
    await fake.stop();

    await start(life, archive);
    await observed.backfilled();
    expect(archive.changes).to.have.length(2 * 143);
    const asked = starts(fake).filter((from) => from >= covered.from + MINUTE);
    for (const from of asked) expect(from, "only what came after the stop").to.be.at.least(covered.to - MINUTE);
    expect(archive.repeats).to.deep.equal([]);
  });

  it("requests no history when nothing is missing", async () => {
    const archive = createMemoryArchive();
    await archive.record({ changes: [], covered: { from: 0, to: Date.now() } });
    await start(aLifeOf(1, Date.now()), archive);
    await observed.backfilled();
    const asked = starts(fake);
    expect(asked.length).to.be.at.most(2);
    for (const from of asked) expect(from).to.be.greaterThan(Date.now() - 2 * MINUTE);
  });

  it("stores a change once that is in both the logbook and the history", async () => {
    const when = Math.floor(Date.now() / 1_000) - 60 + 0.25;
    const entityId = "sensor.washing_machine";
    await start({
      entities: [{ entity_id: entityId, state: "idle", attributes: { device_class: "enum" } }],
      logbook: [{ when, entity_id: entityId, state: "idle" }],
      history: { [entityId]: [{ s: "idle", lu: when }] },
    });
    await observed.backfilled();
    expect(of(entityId).filter(({ at }) => at < Date.now() - 30_000)).to.have.length(1);
  });

  it("gives a change the same millisecond from both sources", async () => {
    await start({
      entities: [{ entity_id: "light.hall", state: "off" }],
      logbook: [{ when: Math.floor(Date.now() / 1_000) - 60 + 0.409_999_9, entity_id: "light.hall", state: "on" }],
    });
    await observed.backfilled();
    expect(of("light.hall")[0]!.at % 1_000).to.equal(410);
    fake.changeState("light.hall", "on", { at: Math.floor(Date.now() / 1_000) * 1_000 + 2_409 });
    await until(() => of("light.hall").length === 2, "the live change");
    expect(of("light.hall")[1]!.at % 1_000).to.equal(409);
  });

  it("does not treat the state at a window's start as a change", async () => {
    await start({
      entities: [{ entity_id: "sensor.attic", state: "1", attributes: { state_class: "measurement" } }],
      history: { "sensor.attic": [{ s: "21", lu: Date.now() / 1_000 - 30 * 3_600 }] },
    });
    await observed.backfilled();
    expect(of("sensor.attic").map(({ state }) => state)).to.deep.equal(["21"]);
  });

  it("uses causes from before a window, and drops changes outside it", async () => {
    const archive = createMemoryArchive();
    const edge = Date.now() - 2 * HOUR;
    await archive.record({ changes: [], covered: { from: 0, to: edge } });
    const rows = [
      { when: edge / 1_000 - 20, entity_id: "light.hall", state: "unavailable" },
      { when: edge / 1_000 + 20, entity_id: "light.hall", state: "on" },
    ];
    await start({ entities: [{ entity_id: "light.hall", state: "on" }], logbook: rows }, archive);
    await observed.backfilled();
    expect(of("light.hall").map(({ state, cause }) => [state, cause.kind])).to.deep.equal([["on", "unknown"]]);
  });

  it("uses service calls to distinguish an automation's late report from a wall switch within five seconds", async () => {
    const at = Math.floor(Date.now() / 1_000) - HOUR / 1_000;
    const byAutomation = {
      context_event_type: "automation_triggered",
      context_domain: "automation",
      context_entity_id: "automation.hall",
    };
    const call = { domain: "light", service: "turn_on", ...byAutomation };
    await start({
      entities: [{ entity_id: "light.hall", state: "off" }],
      actionCalls: [
        { when: at, ...call, service_data: { entity_id: "light.slow" } },
        { when: at, ...call, service_data: { entity_id: ["light.hall"] } },
      ],
      logbook: [
        { when: at + 1, entity_id: "light.hall", state: "on", ...byAutomation },
        { when: at + 3, entity_id: "light.hall", state: "off", ...byAutomation },
        { when: at + 8, entity_id: "light.slow", state: "on" },
        { when: at + 60, entity_id: "light.slow", state: "off" },
      ],
    });
    await observed.backfilled();
    const causes = observed.archive.changes.map(({ entityId, state, cause }) => [entityId, state, cause]);
    expect(causes).to.deep.equal([
      ["light.hall", "on", { kind: "automation", entityId: "automation.hall" }],
      ["light.hall", "off", { kind: "physical" }],
      ["light.slow", "on", { kind: "echo", of: "automation" }],
      ["light.slow", "off", { kind: "physical" }],
    ]);
  });

  it("rarely attributes a change to a manual action while Home Assistant starts", async () => {
    const started = Math.floor(Date.now() / 1_000) - 7_200;
    await start({
      entities: [{ entity_id: "light.hall", state: "off" }],
      logbook: [
        { when: started - 20, entity_id: "light.hall", state: "on" },
        { when: started, name: "Home Assistant", message: "started", domain: "homeassistant" },
        { when: started + 600, entity_id: "light.hall", state: "off" },
      ],
    });
    await observed.backfilled();
    expect(of("light.hall").map(({ cause }) => cause)).to.deep.equal([
      { kind: "physical", certainty: 0.3 },
      { kind: "physical" },
    ]);
  });

  it("stores what was pressed and started, and omits entities whose state does not describe the home", async () => {
    const when = Date.now() / 1_000 - 600;
    await start({
      entities: [{ entity_id: "event.button", state: "unknown" }],
      logbook: [
        { when, ...press(when) },
        { when: when + 1, ...press(when + 1) },
        { when: when + 2, ...press(when + 2, { button: "off" }) },
        { when: when + 3, ...press(when + 3, { button: ["on", "off"] }) },
        { when, entity_id: "scene.movie", state: "2026-01-01T00:00:00" },
        { when: when + 4, entity_id: "scene.movie", state: new Date((when + 4) * 1_000).toISOString() },
        { when: when + 5, entity_id: "script.night", state: "on" },
        { when: when + 6, entity_id: "script.night", state: "off" },
        { when: when + 7, entity_id: "input_button.guests", state: new Date((when + 7) * 1_000).toISOString() },
        { when, entity_id: "zone.home", state: "2" },
        { when, entity_id: "automation.hall", state: "on" },
        { when, entity_id: "person.anna", state: "home" },
      ],
    });
    await observed.backfilled();
    expect(observed.archive.changes.map(({ entityId, state }) => `${entityId} ${state}`)).to.have.members([
      "event.button press",
      "event.button press",
      "event.button press[button=off]",
      "scene.movie on",
      "script.night on",
      "input_button.guests press",
      "person.anna home",
    ]);
  });

  it("stores no press for an event entity that returns, be its time stamp old or new", async () => {
    const when = Math.floor(Date.now() / 1_000) - 600;
    const gone = { entity_id: "event.button", state: "unavailable" };
    await start({
      entities: [{ entity_id: "event.button", state: "unknown" }],
      logbook: [
        { when, ...gone },
        { when: when + 20, ...press(when - 86_400) },
        { when: when + 30, ...press(when + 30) },
        { when: when + 31, ...gone },
        { when: when + 32, ...press(when + 30) },
        { when: when + 33, ...gone },
        { when: when + 40, ...press(when + 40) },
        { when: when + 50, ...press(when + 50) },
      ],
    });
    await observed.backfilled();
    expect(of("event.button").map(({ at, state }) => [at / 1_000 - when, state])).to.deep.equal([
      [0, "unavailable"],
      [30, "press"],
      [31, "unavailable"],
      [33, "unavailable"],
      [50, "press"],
    ]);
  });

  it("waits while the recorder has a backlog", async () => {
    fake = await startFakeHomeAssistant(aLifeOf(1, Date.now()));
    fake.recorder.backlog = 5_000;
    observed = aHome(fake);
    await observed.home.start();
    await until(() => fake.count("recorder/info") > 4, "some looks at the recorder");
    expect(starts(fake)).to.deep.equal([]);
    fake.recorder.backlog = 10;
    await observed.backfilled();
  });

  it("uses smaller windows after one was too large for the connection", async () => {
    fake = await startFakeHomeAssistant(aLifeOf(1, Date.now()));
    observed = aHome(fake);
    fake.intercept(({ type, start_time, end_time }) => {
      const span = Date.parse(String(end_time)) - Date.parse(String(start_time));
      if (type === "logbook/get_events" && span > 13 * HOUR) fake.dropConnections();
    });
    await observed.home.start();
    await until(() => observed.archive.changes.length > 0, "a window that fits");
    // After ten windows that fit a longer one is tried again.
    const states = observed.states.map(({ state }) => state).slice(0, 3);
    expect(states).to.deep.equal(["connected", "unreachable", "connected"]);
  });

  it("retries, and stays connected, when Home Assistant refuses to return its history", async () => {
    fake = await startFakeHomeAssistant(aLifeOf(1, Date.now()));
    observed = aHome(fake, { retry: { settle: 10, backfillWithoutLive: 20, backfill: 20, record: 10 } });
    let refusals = 2;
    fake.intercept(({ type }) => {
      if (type === "logbook/get_events" && refusals-- > 0) throw fake.refuse("unknown_error");
    });
    await observed.home.start();
    await observed.backfilled();
    expect(observed.states.map(({ state }) => state)).to.deep.equal(["connected"]);
    expect(observed.logged.filter((event) => event === "history could not be read")).to.have.length(2);
    expect(of("light.hall")).to.have.length(23);
  });

  const REMOVED = [
    { s: "1", lu: (Date.now() - 3 * HOUR) / 1_000 },
    { s: null, lu: (Date.now() - 2 * HOUR) / 1_000 },
    { s: "2", lu: (Date.now() - HOUR) / 1_000 },
  ];

  it("reads past the row of an entity that was removed and added again, with a gap in between", async () => {
    await start({ ...aLifeOf(2, Date.now()), history: { "sensor.attic": REMOVED } });
    await observed.backfilled();
    expect(of("sensor.attic").map(({ state }) => state)).to.deep.equal(["1", "unavailable", "2"]);
    expect(of("light.hall")).to.have.length(47);
    expect(observed.logged).not.to.include("history could not be read");
  });

  it("drops rows that it cannot read, and logs this once per answer", async () => {
    const now = Date.now() / 1_000;
    const damaged = [{ when: "?" }, { when: now - 7_000, entity_id: 7 }, { entity_id: "light.hall", state: "on" }];
    fake = await startFakeHomeAssistant(aLifeOf(1, Date.now()));
    observed = aHome(fake);
    fake.damage("logbook/get_events", (rows) => [...damaged, ...rows, null]);
    await observed.home.start();
    await observed.backfilled();
    expect(of("light.hall")).to.have.length(23);
    const answers = fake.count("logbook/get_events");
    expect(observed.logged.filter((event) => event === "unreadable items of an answer were dropped")).to.have.length(
      answers,
    );
  });

  it("reports a problem once the history was unreadable for an hour, until it is readable", async () => {
    let elapsed = 0;
    let isDamaged = true;
    fake = await startFakeHomeAssistant(aLifeOf(1, Date.now()));
    const monotonic = (): number => (elapsed += 25 * MINUTE);
    observed = aHome(fake, { monotonic, retry: { settle: 10, backfillWithoutLive: 20, backfill: 20, record: 10 } });
    fake.damage("logbook/get_events", (rows) => (isDamaged ? "nothing" : rows));
    await observed.home.start();
    await until(() => observed.home.problems().length > 0, "the problem");
    expect(observed.home.problems().map(({ code }) => code)).to.deep.equal(["history_unreadable"]);
    expect(observed.home.connection().state).to.equal("connected");
    expect(elapsed).to.be.at.least(4 * 25 * MINUTE);
    isDamaged = false;
    await observed.backfilled();
    expect(observed.home.problems()).to.deep.equal([]);
  });
});

/** A row of the logbook about a button that was pressed at an instant in seconds. */
const press = (pressed: number, attributes: Readonly<Record<string, unknown>> = {}) => ({
  entity_id: "event.button",
  state: new Date(pressed * 1_000).toISOString(),
  attributes: { event_type: "press", ...attributes },
});
