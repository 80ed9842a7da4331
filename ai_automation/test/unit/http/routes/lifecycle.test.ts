import { expect } from "chai";
import { DAY } from "../../../../src/model/time.ts";
import { CLOCK_WINDOW } from "../../../../src/replay/match.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";

describe("watching, snoozing and pausing", () => {
  let service: RunningService;
  let id = 0;
  beforeEach(async () => {
    service = await aService();
    id = await service.offer();
  });
  afterEach(() => service.stop());

  const act = (action: string, body?: unknown) => service.call("POST", `/api/suggestions/${id}/${action}`, body);
  const read = async () => (await service.call("GET", `/api/suggestions/${id}`)).body;
  const steps = async (): Promise<readonly string[]> => {
    const database = await openDatabase(service.databasePath);
    try {
      return await database("lifecycle_events").orderBy("id").pluck("step");
    } finally {
      await database.destroy();
    }
  };

  it("watch and unwatch may be repeated, and are recorded once each", async () => {
    const { body: first } = await act("watch");
    expect(Date.parse(first.watching_since)).to.be.closeTo(Date.now(), 60_000);
    expect(first).to.include({ status: "pending", watch: null });
    expect((await act("watch")).body.watching_since).to.equal(first.watching_since);
    expect((await act("unwatch")).body.watching_since).to.equal(null);
    expect((await act("unwatch")).status).to.equal(200);
    expect(await steps()).to.deep.equal(["offered", "watched", "unwatched"]);
  });

  it("snooze hides a suggestion for seven days, unsnooze shows it again", async () => {
    const { body } = await act("snooze");
    expect(Date.parse(body.snoozed_until)).to.be.closeTo(Date.now() + 7 * DAY, 60_000);
    expect((await act("snooze")).body.snoozed_until).to.equal(body.snoozed_until);
    expect((await act("unsnooze")).body.snoozed_until).to.equal(null);
    expect((await act("unsnooze")).status).to.equal(200);
    expect(await steps()).to.deep.equal(["offered", "snoozed", "unsnoozed"]);
  });

  it("a snoozed suggestion is still watched, so that unsnooze restores the previous state", async () => {
    await act("watch");
    expect((await act("snooze")).body.watching_since).to.be.a("string");
    expect((await act("unsnooze")).body.watching_since).to.be.a("string");
  });

  it("only pending suggestions can be watched or snoozed", async () => {
    await act("approve");
    for (const action of ["watch", "snooze"]) {
      const { status, body } = await act(action);
      expect([status, body.error.code]).to.deep.equal([409, "conflict"]);
      expect(body.error.message).to.equal(
        `Suggestion ${id} is deployed; only pending suggestions can be watched or snoozed.`,
      );
    }
    expect((await act("unwatch")).status).to.equal(200);
  });

  it("an analysis does not change watched and snoozed suggestions", async () => {
    await act("watch");
    service.find([aDraft({ title: "Another title" })]);
    await analysed(service);
    expect(await read()).to.include({ title: aDraft().title });
    await act("unwatch");
    await act("snooze");
    service.find([]);
    await analysed(service);
    expect((await service.call("GET", "/api/suggestions")).body.total).to.equal(1);
    await act("unsnooze");
    await analysed(service);
    expect((await service.call("GET", "/api/suggestions")).body.total).to.equal(0);
  });

  it("an analysis scores watched suggestions on the days since the watch began", async () => {
    await act("watch");
    const since = new Date(Date.now() - CLOCK_WINDOW - 3 * DAY).toISOString();
    const database = await openDatabase(service.databasePath);
    await database("suggestions").where({ id }).update({ watching_since: since });
    await database.destroy();
    service.find([aDraft()]);
    await analysed(service);
    const { watch } = await read();
    expect(watch).to.deep.include({ since, days: 3 });
    expect(watch.replay).to.include({ tp: 9, fp: 0, from: since });
    expect((await act("watch")).body.watch).to.deep.equal(watch);
    await service.call("PATCH", `/api/suggestions/${id}`, { automation: aDraft().automation });
    expect(await read()).to.include({ watching_since: since, watch: null });
    expect((await act("unwatch")).body.watch).to.equal(null);
  });

  it("restore after reject resumes the watch", async () => {
    const { watching_since: since } = (await act("watch")).body;
    expect((await act("reject", { reason: "other" })).body).to.include({ status: "rejected", watching_since: null });
    expect((await act("restore")).body).to.include({ status: "pending", watching_since: since });
  });

  it("a created automation is no longer watched, even after undo", async () => {
    await act("watch");
    expect((await act("approve")).body).to.include({ status: "deployed", watching_since: null });
    expect((await act("undo")).body).to.include({ status: "pending", watching_since: null, snoozed_until: null });
  });

  it("pause turns the automation off in the home, resume turns it on, and both may be repeated", async () => {
    const { ha_automation_id: automation } = (await act("approve")).body;
    const { body } = await act("pause");
    expect(Date.parse(body.paused_at)).to.be.closeTo(Date.now(), 60_000);
    expect([...service.home.off]).to.deep.equal([automation]);
    expect((await act("pause")).body.paused_at).to.equal(body.paused_at);
    expect((await act("resume")).body.paused_at).to.equal(null);
    expect((await act("resume")).status).to.equal(200);
    expect([...service.home.off]).to.deep.equal([]);
    expect(await steps()).to.deep.equal(["offered", "approved", "deployed", "paused", "resumed"]);
  });

  it("resume turns on an automation that was turned off in the home", async () => {
    const { ha_automation_id: automation } = (await act("approve")).body;
    service.home.off.add(automation);
    expect((await act("resume")).status).to.equal(200);
    expect([...service.home.off]).to.deep.equal([]);
  });

  it("pause without an automation reports the remedy, and changes nothing", async () => {
    const pending = await act("pause");
    expect([pending.status, pending.body.error.message]).to.deep.equal([
      409,
      `Suggestion ${id} is pending; only deployed suggestions can be paused and resumed.`,
    ]);
    await act("approve");
    service.home.goAway();
    const away = await act("pause");
    expect([away.status, away.body.error.code]).to.deep.equal([503, "not_ready"]);
    expect(away.body.error.message).to.equal("It is away. Try again when it is back.");
    service.home.comeBack();
    service.home.deployed.clear();
    const gone = await act("pause");
    expect([gone.status, gone.body.error.code]).to.deep.equal([409, "conflict"]);
    expect((await read()).paused_at).to.equal(null);
  });

  it("a paused automation that is undone and created again is on", async () => {
    await act("approve");
    await act("pause");
    expect((await act("undo")).body.paused_at).to.equal(null);
    expect((await act("approve")).body).to.include({ status: "deployed", paused_at: null });
  });

  it("returns the area of the target", async () => {
    expect((await read()).area).to.equal("Kitchen");
    const other = await service.offer(aDraft({ targets: [{ entityId: "light.nowhere", state: "on" }] }));
    expect((await service.call("GET", `/api/suggestions/${other}`)).body.area).to.equal(null);
  });
});
