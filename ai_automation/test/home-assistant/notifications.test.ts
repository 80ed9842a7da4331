import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { createClock } from "../../src/model/clock.ts";
import { isQuietTime } from "../../src/notifications/quiet-hours.ts";
import { freePort } from "../support/process.ts";
import { until } from "../support/until.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { followed } from "./followed.ts";
import { rest } from "./real-home.ts";

/**
 * With the apostrophe that iOS writes. Home Assistant has one action for all phones of a name (components/notify/legacy.py),
 * so that a second one of that name gets no buttons.
 */
const PHONE = `Owner’s phone ${Date.now()}`;

describe("a suggestion on a phone, through a real Home Assistant", () => {
  const at = aServiceAtHome();
  let pushService: Server | undefined;
  after(() => pushService?.close());

  it("notifies the person whose habit it is, and creates it once on their answer", async function () {
    const { home } = at;
    const { time_zone: zone } = await rest(home, "GET", "config");
    if (isQuietTime(createClock(zone).timeOfDay(Date.now()))) return this.skip();
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
      (await rest(home, "GET", "states")).find(
        ({ entity_id }: any) =>
          entity_id.startsWith("device_tracker.owners_phone_") && entity_id.endsWith(PHONE.split(" ").at(-1) ?? ""),
      )?.entity_id;
    await until(async () => (await tracker()) !== undefined);
    // People give trackers other ids; the notify entity of the same device still leads to the phone.
    const renamed = `device_tracker.renamed_${Date.now()}`;
    await ask({ type: "config/entity_registry/update", entity_id: await tracker(), new_entity_id: renamed });
    const { storage } = await ask({ type: "person/list" });
    const person = storage.find(({ user_id }: any) => user_id === ownerId);
    const tracked = { name: "Owner", user_id: ownerId, device_trackers: [renamed] };
    if (person === undefined) await ask({ type: "person/create", ...tracked });
    else await ask({ type: "person/update", person_id: person.id, ...tracked });

    const before = Date.now();
    const hand = { kind: "person", userId: ownerId, via: "app" } as const;
    await at.live(followed("binary_sensor.kitchen_motion", "light.kitchen", before, hand), before);
    await at.start({ NOTIFY: "mobile" });
    const push = await at.eventually(async () => pushes[0]);
    expect(push.data.actions.map(({ title }: any) => title)).to.deep.equal(["Create", "Watch", "Not now"]);
    const { action } = push.data.actions[0];
    const press = (other?: string): Promise<unknown> =>
      rest(home, "POST", "events/mobile_app_notification_action", { action: other ?? action });
    await press("ai_automation:create:000000000000");
    await press();
    const created = await at.eventually(async () => {
      const { suggestions } = await at.ask("suggestions?status=deployed");
      return suggestions[0];
    });
    const configId: string = created.ha_automation_id;
    at.leave(configId);
    expect(created.title).to.equal(push.title);
    const config = await rest(home, "GET", `config/automation/config/${configId}`);
    expect(config.alias)
      .to.equal(created.automation.alias)
      .and.match(/^Kitchen: /);
    expect(config.description).to.match(/^Suggested by AI Automation on \d+ \w+: right \d+ of \d+ times in a test\./);
    const entryOf = async (): Promise<any> =>
      (await ask({ type: "config/entity_registry/list" })).find(({ unique_id }: any) => unique_id === configId);
    const entry = await entryOf();
    expect(entry).to.deep.include({ area_id: "kitchen", icon: "mdi:lightbulb-auto", labels: ["ai_automation"] });
    expect(entry.entity_id).to.match(/^automation\.kitchen_/);
    const ownLabel = async (): Promise<any> =>
      (await ask({ type: "config/label_registry/list" })).find(({ label_id }: any) => label_id === "ai_automation");
    expect(await ownLabel()).to.include({ name: "AI Automation", icon: "mdi:creation", color: "light-blue" });
    await at.act(created.id, "undo");
    expect([await entryOf(), await ownLabel()]).to.deep.equal([undefined, undefined]);
    await press();
    const { suggestions } = await at.ask("suggestions?status=deployed");
    expect(suggestions).to.deep.equal([]);
    connection.close();
  });
});
