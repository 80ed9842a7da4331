import { expect } from "chai";
import { MINUTE } from "../../../src/model/time.ts";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, createMemoryArchive, type MemoryArchive, type ObservedHome } from "./a-home.ts";

const RUN = { name: "Hall light", entity_id: "automation.hall_light", domain: "automation" };

describe("home assistant: runs of automations", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome = {}, archive: MemoryArchive = createMemoryArchive()): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake, { archive });
    await observed.home.start();
    await observed.reach("connected");
  };
  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("are received live", async () => {
    await start();
    const at = Date.now();
    fake.emit("automation_triggered", RUN, undefined, at);
    await until(() => observed.archive.runs.length > 0, "the run");
    expect(observed.archive.runs).to.deep.equal([{ entityId: "automation.hall_light", at }]);
  });

  it("are read from the logbook, where being turned on or off is not a run", async () => {
    const when = Date.now() - 10 * MINUTE;
    const rows = [
      { when: when / 1_000, ...RUN, message: "triggered by …", source: "state of binary_sensor.hall", context_id: "1" },
      { when: (when + MINUTE) / 1_000, entity_id: "automation.hall_light", state: "off" },
      { when: (when + 2 * MINUTE) / 1_000, name: "Evening", entity_id: "script.evening", domain: "script" },
    ];
    await start({ logbook: rows });
    await observed.backfilled();
    const startedBy = { kind: "state", entityId: "binary_sensor.hall" };
    expect(observed.archive.runs).to.deep.equal([{ entityId: "automation.hall_light", at: when, startedBy }]);
  });

  // The descriptions of the triggers of Home Assistant 2026.11.0, and one of an integration.
  const SOURCES: readonly (readonly [string, string, string | null])[] = [
    ["state of light.kitchen", "state", "light.kitchen"],
    ["numeric state of sensor.lux", "state", "sensor.lux"],
    ["light.kitchen via template", "state", "light.kitchen"],
    ["person.anna entering Home", "zone", "person.anna"],
    ["time", "time", null],
    ["time set in input_datetime.alarm", "time", null],
    ["time pattern", "time", null],
    ["time change or manual update via template", "time", null],
    ["sun event sunset", "sun", null],
    ["event 'mobile_app_notification_action'", "event", null],
    ["mqtt topic home/door", "mqtt", null],
    ["webhook", "webhook", null],
    ["Tag scanned", "tag", null],
    ["Home Assistant starting", "home_assistant", null],
    ["Z-Wave value 49 updated on Door", "other", null],
  ];
  for (const [source, kind, entityId] of SOURCES)
    it(`have a trigger: ${source}`, async () => {
      await start();
      fake.emit("automation_triggered", { ...RUN, source });
      await until(() => observed.archive.runs.length > 0, "the run");
      expect(observed.archive.runs.map(({ startedBy }) => startedBy)).to.deep.equal([{ kind, entityId }]);
    });

  it("have the same instant when received and when read, so that each counts once", async () => {
    const archive = createMemoryArchive();
    const logbook: { when: number }[] = [];
    await start({ logbook }, archive);
    const began = Date.now();
    // Events of the millisecond in which the subscription began are left to the logbook.
    await until(() => Date.now() > began + 1, "the next millisecond");
    const at = Date.now();
    fake.emit("automation_triggered", RUN, undefined, at);
    await until(() => archive.runs.length > 0, "the run");
    logbook.push({ when: at / 1_000 + 0.000_321, ...RUN });
    await observed.home.stop();
    const again = createMemoryArchive();
    observed = aHome(fake, { archive: again });
    await observed.home.start();
    await observed.backfilled();
    expect(again.runs).to.deep.equal(archive.runs);
  });
});
