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
      { when: when / 1_000, ...RUN, message: "triggered by state of binary_sensor.hall", context_id: "1" },
      { when: (when + MINUTE) / 1_000, entity_id: "automation.hall_light", state: "off" },
      { when: (when + 2 * MINUTE) / 1_000, name: "Evening", entity_id: "script.evening", domain: "script" },
    ];
    await start({ logbook: rows });
    await observed.backfilled();
    expect(observed.archive.runs).to.deep.equal([{ entityId: "automation.hall_light", at: when }]);
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
