import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import type { AutomationConfig } from "../../../src/model/automation.ts";
import { migrate, openDatabase } from "../../../src/store/connection.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { killChild } from "../../support/children.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { preventFirstAnalysis } from "../../support/no-first-analysis.ts";
import { backfilled, connected, eventually, json, startIn, type ServiceProcess } from "../../support/process.ts";

const DOOR = "binary_sensor.pantry_door";
const LIGHT = "light.pantry";
const OWN_ID = "ai_automation_0011223344556677";
const deployed: AutomationConfig = {
  alias: "Turn off Hall",
  triggers: [{ trigger: "state", entity_id: DOOR, to: "off" }],
  conditions: [],
  actions: [{ action: "light.turn_off", target: { entity_id: ["light.hall"] } }],
  mode: "single",
};

/** The built service, which is stopped while entities of its home are renamed. */
describe("renames while the service is stopped", () => {
  let folder = "";
  let fake: FakeHomeAssistant;
  let service: ServiceProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "renames-"));
    fake = await startFakeHomeAssistant({
      entities: [DOOR, LIGHT, "light.hall", "light.secret"].map((entity_id) => ({
        entity_id,
        state: "off",
        registry: {},
      })),
      automations: { [OWN_ID]: deployed },
    });
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    const now = Date.now();
    await createChangeArchive(database).record({
      changes: [LIGHT, "light.hall"].map((entityId) => ({
        entityId,
        at: now - 1_000,
        state: "on",
        cause: { kind: "physical" },
      })),
      covered: { from: 0, to: now },
    });
    const store = createSuggestionStore(database);
    await store.offer(aDraft());
    const id = await store.offer(
      aDraft({ automation: deployed, title: deployed.alias, targets: [{ entityId: "light.hall", state: "off" }] }),
    );
    await store.move(id, {
      step: "deployed",
      from: ["pending"],
      to: "deployed",
      set: { haAutomationId: OWN_ID, deployedAt: new Date(now).toISOString() },
    });
    await preventFirstAnalysis(database, now);
    await database.destroy();
  });
  afterEach(async () => {
    if (service !== undefined) await killChild(service.child);
    await fake.stop();
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<ServiceProcess> => {
    service = await startIn(folder, {
      HA_URL: fake.url,
      HA_TOKEN: fake.token,
      EXCLUDE: "light.secret",
    });
    await connected(service);
    await backfilled(service);
    return service;
  };
  const stop = async (running: ServiceProcess): Promise<void> => {
    running.child.kill("SIGTERM");
    expect(await running.ended).to.equal(0);
  };
  const pending = async (running: ServiceProcess): Promise<readonly any[]> =>
    (await json(`${running.url}/api/suggestions?status=pending`)).suggestions;
  const changesOf = async (running: ServiceProcess): Promise<Record<string, number>> => {
    const { entities } = await json(`${running.url}/api/entities`);
    return Object.fromEntries(entities.map((one: any) => [one.entity_id, one.changes]));
  };

  it("are found at the next start: everything moves, also with swapped ids, and the automation gets its fix", async () => {
    const first = await start();
    expect((await pending(first)).map(({ automation_yaml: yaml }) => yaml.includes(LIGHT))).to.deep.equal([true]);
    await stop(first);
    fake.rename(DOOR, "binary_sensor.larder_door");
    fake.rename(LIGHT, "light.tmp");
    fake.rename("light.hall", LIGHT);
    fake.rename("light.tmp", "light.hall");

    const second = await start();
    const fix = await eventually(second, async () => (await pending(second)).find((one) => one.fix !== null));
    expect(fix.fix.automation_before.actions[0].target.entity_id).to.deep.equal(["light.hall"]);
    expect(fix.fix).to.include({
      before: "binary_sensor.pantry_door, light.hall",
      after: "binary_sensor.larder_door, light.pantry",
    });
    const [own] = (await pending(second)).filter((one) => one.fix === null);
    expect(own.automation_yaml).to.contain("light.hall").and.to.contain("binary_sensor.larder_door");
    expect(own.automation_yaml).not.to.contain("pantry_door");
    expect(await changesOf(second)).to.include({ "light.hall": 1, "light.pantry": 1 });

    const approved = await json(`${second.url}/api/suggestions/${fix.id}/approve`, { method: "POST" });
    expect(approved.status).to.equal("deployed");
    expect(fake.automations.get(OWN_ID)).to.deep.include({
      triggers: [{ trigger: "state", entity_id: "binary_sensor.larder_door", to: "off" }],
      actions: [{ action: "light.turn_off", target: { entity_id: ["light.pantry"] } }],
    });
    await stop(second);
    const third = await start();
    expect((await pending(third)).map(({ id }) => id)).to.deep.equal([own.id]);
  });

  it("leave an excluded entity excluded, live and at the next start", async () => {
    const first = await start();
    fake.rename("light.secret", "light.hidden");
    fake.changeState("light.hidden", "on");
    fake.changeState("light.hall", "on");
    await eventually(first, async () => ((await changesOf(first))["light.hall"] === 2 ? true : undefined));
    expect((await changesOf(first))["light.hidden"]).to.equal(0);
    await stop(first);
    fake.rename("light.hidden", "light.veiled");
    const second = await start();
    fake.changeState("light.veiled", "off");
    fake.changeState("light.hall", "off");
    await eventually(second, async () => ((await changesOf(second))["light.hall"] === 3 ? true : undefined));
    expect((await changesOf(second))["light.veiled"]).to.equal(0);
  });
});
