import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../src/history/archive/change-archive.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../integration/service/process.ts";
import { followed } from "./followed.ts";
import { until } from "../support/until.ts";
import { realHome, rest, stateOf } from "./real-home.ts";

const home = realHome();

describe("the service as a device of a real Home Assistant", function () {
  this.timeout(120_000);
  let folder = "";
  let service: ServiceProcess | undefined;

  before(function () {
    if (home === undefined) this.skip();
  });
  after(async () => {
    service?.child.kill("SIGKILL");
    if (folder !== "") await rm(folder, { recursive: true });
  });

  it("has entities with values, takes commands, and is unavailable once it was killed", async function () {
    if (home === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "real-"));
    const before = Date.now();
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    const habit = followed("binary_sensor.kitchen_motion", "light.kitchen", before);
    await createChangeArchive(database).record(habit, { from: 0, to: before });
    await database.destroy();
    const running = startProcess({
      TEST_FOLDER: folder,
      PORT: String(await freePort()),
      DATABASE_PATH: join(folder, "ai.db"),
      HA_URL: home.url,
      HA_TOKEN: home.token,
      MQTT_URL: home.mqttUrl,
    });
    service = running;
    const becomes = (entityId: string, isSo: (state: string | undefined) => boolean): Promise<true> =>
      eventually(running, async () => (isSo(await stateOf(home, entityId)) ? true : undefined));
    const call = (domain: string, name: string, entityId: string): Promise<unknown> =>
      rest(home, "POST", `services/${domain}/${name}`, { entity_id: entityId });

    const lastAnalysis = async (): Promise<string | undefined> =>
      (await json(`${running.url}/api/status`)).analysis.last?.id;
    const analysed = await eventually(running, lastAnalysis);
    await becomes("sensor.ai_automation_suggestions", (state) => Number(state) >= 1);
    await becomes("sensor.ai_automation_service", (state) => state === "connected");
    await becomes("sensor.ai_automation_history_days", (state) => Number(state) >= 39);
    await becomes("sensor.ai_automation_last_analysis", (state) => !Number.isNaN(Date.parse(state ?? "")));
    const { attributes } = await rest(home, "GET", "states/sensor.ai_automation_suggestions");
    expect(attributes.best.title).to.be.a("string");
    const happened = await rest(home, "GET", "states/event.ai_automation_event");
    expect(happened.attributes.event_type).to.equal("new_suggestion");

    await call("switch", "turn_on", "switch.ai_automation_pause_learning");
    await becomes("switch.ai_automation_pause_learning", (state) => state === "on");
    await call("switch", "turn_off", "switch.ai_automation_pause_learning");
    await becomes("switch.ai_automation_pause_learning", (state) => state === "off");

    await call("button", "press", "button.ai_automation_analyse");
    await eventually(running, async () => ((await lastAnalysis()) === analysed ? undefined : true));
    const registered = await stateOf(home, "button.ai_automation_create_best");
    expect(registered).to.equal(undefined);

    running.child.kill("SIGKILL");
    await running.ended;
    await until(async () => (await stateOf(home, "sensor.ai_automation_service")) === "unavailable");
  });
});
