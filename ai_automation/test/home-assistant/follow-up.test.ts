import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../src/history/archive/change-archive.ts";
import { createClock, weekdayOf } from "../../src/model/clock.ts";
import type { AutomationRun } from "../../src/model/automation.ts";
import type { StateChange } from "../../src/model/state-change.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/model/time.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../integration/service/process.ts";
import { followed } from "./followed.ts";
import { realHome, rest, stateOf } from "./real-home.ts";

const home = realHome();

const SENSOR = "binary_sensor.kitchen_motion";
const LIGHT = "light.kitchen";
const FOLLOWED_DAYS = 21;

describe("following up on a real Home Assistant", function () {
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

  for (const isUndoneOnWeekends of [true, false]) {
    const outcome = isUndoneOnWeekends
      ? "is offered workdays, gets them under its own id, and its old config back on undo"
      : "is offered nothing where nobody minds";
    it(`an automation of ours ${outcome}`, async function () {
      if (home === undefined) return this.skip();
      folder = await mkdtemp(join(tmpdir(), "real-"));
      const now = Date.now();
      await archive(followed(SENSOR, LIGHT, now - (FOLLOWED_DAYS + 1) * DAY), []);
      service = await start();
      const offered = await pending(({ fix }) => fix === null);
      const approved = await act(offered.id, "approve");
      configId = approved.ha_automation_id;
      const original = await rest(home, "GET", `config/automation/config/${configId}`);
      const entityId = (await ours()).entity_id;

      await stop();
      const { runs, changes } = lived(entityId, now, isUndoneOnWeekends);
      await archive(changes, runs, now - (FOLLOWED_DAYS + 1) * DAY);
      service = await start();
      await eventually(service, async () => ((await ours()).is_on === true ? true : undefined));
      await analyse();
      if (!isUndoneOnWeekends) {
        expect((await suggestions()).filter(({ fix }) => fix !== null)).to.deep.equal([]);
        expect((await ours()).needs_attention).to.equal(null);
        await act(offered.id, "undo");
        configId = "";
        return stop();
      }

      expect((await ours()).needs_attention.reason).to.equal("often_undone");
      const fix = await pending((one) => one.fix !== null);
      expect(fix.fix).to.include({ automation_id: configId, before: "on all its days" });
      expect(fix.fix.after).to.equal("only on workdays");
      expect(await act(fix.id, "approve")).to.include({ status: "deployed", ha_automation_id: configId });
      const changed = await rest(home, "GET", `config/automation/config/${configId}`);
      expect(changed.conditions).to.deep.equal([
        ...original.conditions,
        { condition: "time", weekday: ["mon", "tue", "wed", "thu", "fri"] },
      ]);
      expect(changed.triggers).to.deep.equal(original.triggers);
      expect(await ours()).to.include({ entity_id: entityId, is_on: true, needs_attention: null });
      expect(await act(fix.id, "undo")).to.include({ status: "pending" });
      expect(await rest(home, "GET", `config/automation/config/${configId}`)).to.deep.equal(original);
      expect(await stateOf(home, entityId)).to.equal("on");
      await act(offered.id, "undo");
      configId = "";
      return stop();
    });
  }

  const start = async (): Promise<ServiceProcess> =>
    startProcess({
      TEST_FOLDER: folder,
      PORT: String(await freePort()),
      DATABASE_PATH: join(folder, "ai.db"),
      HA_URL: home?.url ?? "",
      HA_TOKEN: home?.token ?? "",
    });
  const stop = async (): Promise<void> => {
    service?.child.kill("SIGTERM");
    expect(await service?.ended).to.equal(0);
  };
  const running = (): ServiceProcess => {
    if (service === undefined) throw new Error("the service was not started");
    return service;
  };
  const act = (id: number, step: string) => json(`${running().url}/api/suggestions/${id}/${step}`, { method: "POST" });
  const suggestions = async (): Promise<readonly any[]> =>
    (await json(`${running().url}/api/suggestions?status=pending`)).suggestions;
  const pending = (isWanted: (suggestion: any) => boolean): Promise<any> =>
    eventually(running(), async () => (await suggestions()).find(isWanted));
  const ours = async (): Promise<any> =>
    (await json(`${running().url}/api/automations`)).automations.find(({ is_ours }: any) => is_ours);
  const analyse = async (): Promise<void> => {
    const { id } = await eventually(running(), async () => {
      const job = await json(`${running().url}/api/analysis`, { method: "POST" });
      return job.id === undefined ? undefined : job;
    });
    await eventually(running(), async () => {
      const { status } = await json(`${running().url}/api/jobs/${id}`);
      return status === "running" ? undefined : status;
    });
  };
  const archive = async (
    changes: readonly StateChange[],
    runs: readonly AutomationRun[],
    deployedAt?: number,
  ): Promise<void> => {
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    await createChangeArchive(database).record(changes, { from: 0, to: Date.now() }, [], runs);
    if (deployedAt !== undefined)
      await database("suggestions")
        .where({ status: "deployed" })
        .update({ deployed_at: new Date(deployedAt).toISOString() });
    await database.destroy();
  };
});

/** Three weeks in which the automation turned the light on twice a day; on weekends somebody turned it off at once. */
function lived(
  entityId: string,
  now: number,
  isUndoneOnWeekends: boolean,
): { readonly runs: readonly AutomationRun[]; readonly changes: readonly StateChange[] } {
  const clock = createClock("Europe/Amsterdam");
  const today = clock.dayOf(now);
  const runs: AutomationRun[] = [];
  const changes: StateChange[] = [];
  for (let day = today - FOLLOWED_DAYS; day < today; day++) {
    for (const hour of [10, 17]) {
      const at = clock.instantOf(day, hour * HOUR);
      const isUndone = isUndoneOnWeekends && weekdayOf(day) > 4;
      runs.push({ entityId, at });
      changes.push(
        { entityId: SENSOR, state: "on", at, cause: { kind: "unknown" } },
        { entityId: SENSOR, state: "off", at: at + MINUTE, cause: { kind: "unknown" } },
        { entityId: LIGHT, state: "on", at: at + SECOND, cause: { kind: "automation", entityId } },
        {
          entityId: LIGHT,
          state: "off",
          at: isUndone ? at + 3 * MINUTE : at + 40 * MINUTE,
          cause: isUndone ? { kind: "physical" } : { kind: "automation", entityId: null },
        },
      );
    }
  }
  return { runs, changes };
}
