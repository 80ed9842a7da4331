import { expect } from "chai";
import { createChangeArchive } from "../../../../src/archive/change-archive.ts";
import type { StateChange } from "../../../../src/model/state-change.ts";
import { DAY, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";
import { until } from "../../../support/until.ts";

const ID = "evening";
const BEFORE = {
  alias: "Pantry light in the evening",
  triggers: [{ trigger: "time", at: "19:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
  mode: "single",
} as const;
const AFTER = { ...BEFORE, conditions: [{ condition: "time", weekday: ["mon", "tue", "wed", "thu", "fri"] }] } as const;

describe("a fix", () => {
  let service: RunningService;
  let id = 0;
  beforeEach(async () => {
    service = await aService();
    service.home.deployed.set(ID, BEFORE);
    id = await service.offer(
      aDraft({
        title: "Not on weekends",
        automation: AFTER,
        fix: { automationId: ID, configBefore: BEFORE, before: "every day it runs", after: "only on workdays" },
      }),
    );
  });
  afterEach(() => service.stop());
  const act = (step: string) => service.call("POST", `/api/suggestions/${id}/${step}`);

  it("shows the automation before and after", async () => {
    const { body } = await service.call("GET", `/api/suggestions/${id}`);
    expect(body.fix).to.deep.equal({
      automation_id: ID,
      before: "every day it runs",
      after: "only on workdays",
      automation_before: BEFORE,
    });
  });

  it("changes the automation by its id, and undo restores the old config", async () => {
    expect((await act("approve")).body).to.include({ status: "deployed", ha_automation_id: ID });
    expect([...service.home.deployed]).to.deep.equal([[ID, AFTER]]);
    expect((await act("undo")).body).to.include({ status: "pending", ha_automation_id: null });
    expect([...service.home.deployed]).to.deep.equal([[ID, BEFORE]]);
  });

  it("keeps the keys of an automation that we never write, and is outdated once they change", async () => {
    const keys = {
      variables: { room: "pantry" },
      max: 3,
      max_exceeded: "silent",
      trace: { stored_traces: 20 },
      initial_state: true,
    };
    const [before, after] = [
      { ...BEFORE, ...keys, mode: "parallel" },
      { ...AFTER, ...keys, mode: "parallel" },
    ] as const;
    service.home.deployed.set(ID, before);
    const fix = { automationId: ID, configBefore: before, before: "every day it runs", after: "only on workdays" };
    const other = await service.offer(aDraft({ title: "With keys", automation: after, fix }));
    service.home.deployed.set(ID, { ...before, variables: { room: "hall" } });
    expect((await service.call("POST", `/api/suggestions/${other}/approve`)).status).to.equal(409);
    service.home.deployed.set(ID, before);
    expect((await service.call("POST", `/api/suggestions/${other}/approve`)).body.status).to.equal("deployed");
    expect(service.home.deployed.get(ID)).to.deep.equal(after);
    await service.call("POST", `/api/suggestions/${other}/undo`);
    expect(service.home.deployed.get(ID)).to.deep.equal(before);
  });

  it("keeps an automation turned off", async () => {
    service.home.off.add(ID);
    await act("approve");
    expect(service.home.off.has(ID)).to.equal(true);
  });

  it("does not overwrite an automation that was changed since the fix was found", async () => {
    const edited = { ...BEFORE, triggers: [{ trigger: "time", at: "20:00:00" }] };
    service.home.deployed.set(ID, edited);
    expect((await act("approve")).status).to.equal(409);
    expect(service.home.deployed.get(ID)).to.deep.equal(edited);
  });

  it("is not undone if the automation was changed since", async () => {
    await act("approve");
    const edited = { ...AFTER, triggers: [{ trigger: "time", at: "20:00:00" }] };
    service.home.deployed.set(ID, edited);
    const { status, body } = await act("undo");
    expect([status, body.error?.code]).to.deep.equal([409, "conflict"]);
    expect(body.error.message).to.match(/was changed since; .*edit it in Home Assistant/);
    expect(service.home.deployed.get(ID)).to.deep.equal(edited);
  });

  const status = async (): Promise<string> => (await service.call("GET", `/api/suggestions/${id}`)).body.status;
  /** As a service that ended in the middle of an undo leaves it. */
  const cutOff = async (): Promise<void> => {
    const database = await openDatabase(service.databasePath);
    await createSuggestionStore(database).beginUndo(id);
    await database.destroy();
  };

  it("is undone once the home is back, if it was unreachable", async () => {
    await act("approve");
    service.home.goAway();
    expect((await act("undo")).status).to.equal(503);
    expect(await status()).to.equal("deployed");
    service.home.comeBack();
    await until(async () => (await status()) === "pending");
    expect([...service.home.deployed]).to.deep.equal([[ID, BEFORE]]);
  });

  for (const [moment, config] of [
    ["before", AFTER],
    ["after", BEFORE],
  ] as const)
    it(`is undone at the next connection if the undo was cut off ${moment} the home had changed`, async () => {
      await act("approve");
      service.home.deployed.set(ID, config);
      await cutOff();
      service.home.goAway();
      service.home.comeBack();
      await until(async () => (await status()) === "pending");
      expect([...service.home.deployed]).to.deep.equal([[ID, BEFORE]]);
    });

  it("stays if the undo was cut off and someone changed the automation since", async () => {
    await act("approve");
    const edited = { ...AFTER, triggers: [{ trigger: "time", at: "20:00:00" }] };
    service.home.deployed.set(ID, edited);
    await cutOff();
    service.home.goAway();
    service.home.comeBack();
    const database = await openDatabase(service.databasePath);
    await until(async () => (await createSuggestionStore(database).begunUndos()).length === 0);
    await database.destroy();
    expect([await status(), service.home.deployed.get(ID)]).to.deep.equal(["deployed", edited]);
  });

  it("is not listed as a separate automation", async () => {
    await act("approve");
    const { automations } = (await service.call("GET", "/api/automations")).body;
    expect(automations).to.have.length(1);
    expect((await act("pause")).status).to.equal(409);
  });
});

describe("a fix of a created automation", () => {
  let service: RunningService;
  let originId = 0;
  let configId = "";
  const created = aDraft().automation;
  const fixed = { ...created, conditions: AFTER.conditions };
  const again = { ...created, conditions: [{ condition: "sun", after: "sunset" }] };
  beforeEach(async () => {
    service = await aService();
    originId = await service.offer();
    configId = (await service.call("POST", `/api/suggestions/${originId}/approve`)).body.ha_automation_id;
  });
  afterEach(() => service.stop());
  const offerFix = (configBefore: typeof created, automation: typeof created): Promise<number> =>
    service.offer(
      aDraft({
        automation,
        fix: { automationId: configId, configBefore, before: "at all times", after: "less often" },
      }),
    );
  const act = (id: number, step: string) => service.call("POST", `/api/suggestions/${id}/${step}`);
  const shown = async () => (await service.call("GET", `/api/suggestions/${originId}`)).body;

  it("is shown in the suggestion that created the automation until it is undone", async () => {
    const id = await offerFix(created, fixed);
    await act(id, "approve");
    expect((await shown()).automation).to.deep.equal(fixed);
    expect((await shown()).automation_yaml).to.contain("weekday");
    await act(id, "undo");
    expect((await shown()).automation).to.deep.equal(created);
  });

  it("is shown if it is the latest; undoing it shows the previous one", async () => {
    await act(await offerFix(created, fixed), "approve");
    const last = await offerFix(fixed, again);
    await act(last, "approve");
    expect((await shown()).automation).to.deep.equal(again);
    await act(last, "undo");
    expect((await shown()).automation).to.deep.equal(fixed);
  });

  it("does not count as a user's edit", async () => {
    const id = await offerFix(created, fixed);
    await act(id, "approve");
    service.find([aDraft()]);
    await analysed(service);
    const database = await openDatabase(service.databasePath);
    expect(await createSuggestionStore(database).find(originId)).to.include({ status: "deployed", isModified: false });
    await database.destroy();
    await act(id, "undo");
    expect((await shown()).automation).to.deep.equal(created);
  });

  it("is shown only once the home has it", async () => {
    service.home.goAway();
    await act(await offerFix(created, fixed), "approve");
    expect((await shown()).automation).to.deep.equal(created);
    service.home.comeBack();
    await until(async () => (await shown()).automation.conditions.length === 1);
  });
});

describe("an automation that people keep undoing", () => {
  let service: RunningService;
  let id = 0;
  const begin = async (pauseWhenWrong: boolean): Promise<void> => {
    service = await aService({ pauseWhenWrong });
    id = await service.offer();
    await service.call("POST", `/api/suggestions/${id}/approve`);
    const now = Date.now();
    const database = await openDatabase(service.databasePath);
    await database("suggestions").update({ deployed_at: new Date(now - 30 * DAY).toISOString() });
    const runs = [1, 2, 3, 4, 5].map((day) => ({ entityId: "automation.test", at: now - day * DAY }));
    const changes = runs.flatMap(({ at }, index): StateChange[] => [
      { entityId: "light.pantry", state: "on", at: at + SECOND, cause: { kind: "automation", entityId: null } },
      {
        entityId: "light.pantry",
        state: "off",
        at: at + MINUTE,
        cause: index < 3 ? { kind: "physical" } : { kind: "automation", entityId: null },
      },
    ]);
    await createChangeArchive(database).record({ changes, covered: { from: 0, to: now }, runs });
    await database.destroy();
  };
  afterEach(() => service.stop());
  const ours = async () => (await service.call("GET", "/api/automations")).body.automations[0];

  it("needs attention after three reversals, and not again once it was resumed", async () => {
    await begin(false);
    expect((await ours()).needs_attention).to.deep.equal({
      reason: "often_undone",
      reversals: 3,
      runs: 5,
      precision: 0.4,
    });
    await service.call("POST", `/api/suggestions/${id}/pause`);
    await service.call("POST", `/api/suggestions/${id}/resume`);
    expect((await ours()).needs_attention).to.equal(null);
  });

  it("is turned off if enabled, and stays on once it is resumed", async () => {
    await begin(true);
    service.listener.onAutomations();
    await until(async () => (await ours()).paused_at !== null);
    expect(service.home.off.size).to.equal(1);
    await service.call("POST", `/api/suggestions/${id}/resume`);
    service.listener.onAutomations();
    expect(await ours()).to.include({ paused_at: null, is_on: true });
  });

  it("is not turned off by default", async () => {
    await begin(false);
    service.listener.onAutomations();
    expect(await ours()).to.include({ paused_at: null, is_on: true });
  });
});

describe("a created automation in Home Assistant", () => {
  let service: RunningService;
  let id = 0;
  let configId = "";
  beforeEach(async () => {
    service = await aService();
    id = await service.offer();
    configId = (await service.call("POST", `/api/suggestions/${id}/approve`)).body.ha_automation_id;
    service.find([aDraft()]);
  });
  afterEach(() => service.stop());
  const analyse = (): Promise<unknown> => analysed(service);
  const feedback = async (): Promise<readonly string[]> => {
    const database = await openDatabase(service.databasePath);
    const found: readonly string[] = await database("user_feedback").orderBy("id").pluck("action");
    await database.destroy();
    return found;
  };

  it("counts as rejected if two analyses find it deleted", async () => {
    service.home.deployed.delete(configId);
    await analyse();
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.status).to.equal("deployed");
    await analyse();
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.status).to.equal("rejected");
    expect(await feedback()).to.deep.equal(["approved", "rejected"]);
  });

  it("is not overwritten if it was edited, and the edit is recorded once", async () => {
    const edited = { ...aDraft().automation, triggers: BEFORE.triggers };
    service.home.deployed.set(configId, edited);
    await analyse();
    await analyse();
    const { body } = await service.call("GET", `/api/suggestions/${id}`);
    expect(body.automation.triggers).to.deep.equal(BEFORE.triggers);
    expect(service.home.deployed.get(configId)).to.deep.equal(edited);
    expect(await feedback()).to.deep.equal(["approved", "modified"]);
  });

  it("causes no feedback if it is unchanged", async () => {
    await analyse();
    const database = await openDatabase(service.databasePath);
    expect(await createSuggestionStore(database).find(id)).to.include({ status: "deployed", isModified: false });
    await database.destroy();
  });
});
