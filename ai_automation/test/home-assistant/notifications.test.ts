import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { createChangeArchive } from "../../src/history/archive/change-archive.ts";
import { createClock } from "../../src/model/clock.ts";
import { isCivil } from "../../src/notifications/civil-hours.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../integration/service/process.ts";
import { followed } from "./followed.ts";
import { until } from "../support/until.ts";
import { realHome, rest } from "./real-home.ts";

const home = realHome();
const PHONE = "Owner's phone";

describe("a suggestion on a phone, through a real Home Assistant", function () {
  this.timeout(120_000);
  let folder = "";
  let service: ServiceProcess | undefined;
  let pushService: Server | undefined;
  let configId = "";

  before(function () {
    if (home === undefined) this.skip();
  });
  after(async () => {
    service?.child.kill("SIGKILL");
    pushService?.close();
    if (home !== undefined && configId !== "") await rest(home, "DELETE", `config/automation/config/${configId}`);
    if (folder !== "") await rm(folder, { recursive: true });
  });

  it("asks whose habit it is, and creates it once on their answer", async function () {
    if (home === undefined) return this.skip();
    const { time_zone: zone } = await rest(home, "GET", "config");
    if (!isCivil(createClock(zone).timeOfDay(Date.now()))) return this.skip();
    const connection = await createConnection({ auth: createLongLivedTokenAuth(home.url, home.token) });
    const ask = (message: { readonly type: string; readonly [field: string]: unknown }): Promise<any> =>
      connection.sendMessagePromise<any>(message);
    const { id: ownerId } = await ask({ type: "auth/current_user" });

    const pushes: any[] = [];
    pushService = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        pushes.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
        response.writeHead(201, { "Content-Type": "application/json" }).end("{}");
      });
    });
    const port = await freePort();
    pushService.listen(port, "127.0.0.1");
    await once(pushService, "listening");
    await rest(home, "POST", "mobile_app/registrations", {
      device_id: `phone-${Date.now()}`,
      app_id: "test",
      app_name: "Test",
      app_version: "1",
      device_name: PHONE,
      manufacturer: "Test",
      model: "Test",
      os_name: "Test",
      os_version: "1",
      supports_encryption: false,
      app_data: { push_token: "token", push_url: `http://127.0.0.1:${port}/push` },
    });
    const tracker = async (): Promise<string | undefined> =>
      (await rest(home, "GET", "states")).find(({ entity_id }: any) =>
        /^device_tracker\.owner_?s_phone/.test(entity_id),
      )?.entity_id;
    await until(async () => (await tracker()) !== undefined);
    const { storage } = await ask({ type: "person/list" });
    const person = storage.find(({ user_id }: any) => user_id === ownerId);
    const tracked = { name: "Owner", user_id: ownerId, device_trackers: [await tracker()] };
    if (person === undefined) await ask({ type: "person/create", ...tracked });
    else await ask({ type: "person/update", person_id: person.id, ...tracked });

    folder = await mkdtemp(join(tmpdir(), "real-"));
    const before = Date.now();
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    const hand = { kind: "person", userId: ownerId, via: "app" } as const;
    const habit = followed("binary_sensor.kitchen_motion", "light.kitchen", before, hand);
    await createChangeArchive(database).record(habit, { from: 0, to: before });
    await database.destroy();
    const running = startProcess({
      TEST_FOLDER: folder,
      PORT: String(await freePort()),
      DATABASE_PATH: join(folder, "ai.db"),
      HA_URL: home.url,
      HA_TOKEN: home.token,
      NOTIFY: "mobile",
    });
    service = running;
    const push = await eventually(running, async () => pushes[0]);
    expect(push.data.actions.map(({ title }: any) => title)).to.deep.equal(["Create", "Watch", "Not now"]);
    const { action } = push.data.actions[0];
    const press = (other?: string): Promise<unknown> =>
      rest(home, "POST", "events/mobile_app_notification_action", { action: other ?? action });
    await press("ai_automation:create:000000000000");
    await press();
    const created = await eventually(running, async () => {
      const { suggestions } = await json(`${running.url}/api/suggestions?status=deployed`);
      return suggestions[0];
    });
    configId = created.ha_automation_id;
    expect(created.title).to.equal(push.title);
    expect((await rest(home, "GET", `config/automation/config/${configId}`)).alias).to.equal(created.title);
    await json(`${running.url}/api/suggestions/${created.id}/undo`, { method: "POST" });
    configId = "";
    await press();
    const { suggestions } = await json(`${running.url}/api/suggestions?status=deployed`);
    expect(suggestions).to.deep.equal([]);
    connection.close();
  });
});
