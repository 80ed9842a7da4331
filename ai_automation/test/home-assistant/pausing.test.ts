import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../src/history/archive/change-archive.ts";
import { SECOND } from "../../src/model/time.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../integration/service/process.ts";
import { followed } from "./followed.ts";
import { hardware, realHome, rest, stateOf } from "./real-home.ts";

const home = realHome();

/** Home Assistant keeps an action's context for 5 s. */
const CONTEXT_KEPT = 6 * SECOND;

describe("following automations on a real Home Assistant", function () {
  this.timeout(120_000);
  let folder = "";
  let service: ServiceProcess | undefined;
  let configId = "";

  before(function () {
    if (home === undefined) this.skip();
  });
  after(async () => {
    service?.child.kill("SIGKILL");
    if (home !== undefined && configId !== "") await rest(home, "DELETE", `config/automation/config/${configId}`);
    if (folder !== "") await rm(folder, { recursive: true });
  });

  it("counts runs heard and recorded, and what people undo; pause ends the runs, resume brings them back", async function () {
    if (home === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "real-"));
    const move = async (sensor: string): Promise<void> => {
      await hardware(home, sensor, "off");
      await sleep(SECOND);
      await hardware(home, sensor, "on");
    };
    const before = Date.now();
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    const habit = followed("binary_sensor.kitchen_motion", "light.kitchen", before);
    await createChangeArchive(database).record(habit, { from: 0, to: before });
    await database.destroy();
    await hardware(home, "light.kitchen", "off");
    await move("binary_sensor.hall_motion");

    const running = startProcess({
      TEST_FOLDER: folder,
      PORT: String(await freePort()),
      DATABASE_PATH: join(folder, "ai.db"),
      HA_URL: home.url,
      HA_TOKEN: home.token,
    });
    service = running;
    const list = async (): Promise<readonly any[]> => (await json(`${running.url}/api/automations`)).automations;
    const theirs = async () => (await list()).find(({ entity_id }) => entity_id === "automation.hall_light_on_motion");
    await eventually(running, async () => ((await theirs())?.runs.total === 1 ? true : undefined));
    await move("binary_sensor.hall_motion");
    await eventually(running, async () => ((await theirs())?.runs.total === 2 ? true : undefined));

    const [offered] = await eventually(running, async () => {
      const { suggestions } = await json(`${running.url}/api/suggestions`);
      return suggestions.length > 0 ? suggestions : undefined;
    });
    const act = (action: string) => json(`${running.url}/api/suggestions/${offered.id}/${action}`, { method: "POST" });
    const ours = async () => (await list()).find(({ is_ours }) => is_ours);
    const approved = await act("approve");
    configId = approved.ha_automation_id ?? "";
    expect(approved.status).to.equal("deployed");
    const created = await ours();
    expect(created).to.include({ is_on: true, suggestion_id: offered.id });

    expect((await act("pause")).paused_at).to.be.a("string");
    expect(await stateOf(home, created.entity_id)).to.equal("off");
    expect((await ours()).is_on).to.equal(false);
    await move("binary_sensor.kitchen_motion");
    await sleep(2 * SECOND);
    expect(await stateOf(home, "light.kitchen")).to.equal("off");

    expect((await act("resume")).paused_at).to.equal(null);
    expect(await stateOf(home, created.entity_id)).to.equal("on");
    await move("binary_sensor.kitchen_motion");
    await eventually(running, async () => ((await stateOf(home, "light.kitchen")) === "on" ? true : undefined));
    await eventually(running, async () => ((await ours()).runs.total === 1 ? true : undefined));
    await sleep(CONTEXT_KEPT);
    await hardware(home, "light.kitchen", "off");
    await eventually(running, async () => ((await ours()).corrections.total === 1 ? true : undefined));

    expect((await act("undo")).status).to.equal("pending");
    configId = "";
    expect((await list()).some(({ is_ours }) => is_ours)).to.equal(false);
    running.child.kill("SIGTERM");
    expect(await running.ended).to.equal(0);
  });
});

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
