import { expect } from "chai";
import { aDraft } from "../../../support/a-draft.ts";
import { aReportedNearMiss, aReportedSelfActing } from "../../../support/a-near-miss.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";

const DAY = 86_400_000;
const FROM = Date.parse("2026-08-31T22:00:00Z");

describe("a job", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
  });
  afterEach(() => service.stop());

  it("that has ended is not changed by cancelling it", async () => {
    const job = await analysed(service);
    const { status, body } = await service.call("DELETE", `/api/jobs/${job.id}`);
    expect([status, body]).to.deep.equal([202, job]);
  });

  it("that is unknown cannot be cancelled", async () => {
    const { status, body } = await service.call("DELETE", "/api/jobs/7c9e6679-7425-40de-944b-e07fc1f90ae7");
    expect([status, body.error.code]).to.deep.equal([404, "not_found"]);
  });
});

describe("latest analysis", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
  });
  afterEach(() => service.stop());

  const latest = () => service.call("GET", "/api/analysis/latest");

  it("is not found before the first one, with the remedy", async () => {
    const { status, body } = await latest();
    expect([status, body.error.code, body.error.message]).to.deep.equal([
      404,
      "not_found",
      "No analysis has finished yet: start one with POST /api/analysis.",
    ]);
  });

  it("counts no days that nobody recorded", async () => {
    const unrecorded = Array.from({ length: 670 }, (_, day) => 20_000 + day);
    service.find([aDraft()], {
      interval: { from: FROM - 670 * DAY, to: FROM + 60 * DAY },
      unusual: { away: [20_700], crowded: [], paused: [], unrecorded },
    });
    await analysed(service);
    const { body } = await latest();
    expect(body.history.days).to.equal(60);
    expect(body.unusual_days.unrecorded).to.have.length(670).and.include("2024-10-04");
  });

  it("returns near misses with their shortfalls", async () => {
    const near = aReportedNearMiss();
    const done = aReportedNearMiss({
      reason: {
        kind: "already_automated",
        text: 'the automation "Pantry" already does this',
        has: null,
        needs: null,
        by: "automation.pantry",
      },
    });
    const byItself = aReportedSelfActing();
    service.find([aDraft()], {
      nearMisses: [near, done],
      selfActing: [byItself],
      interval: { from: FROM, to: FROM + 60 * DAY },
    });
    const asked = Date.now();
    const job = await analysed(service);
    expect(job.result).to.deep.include({ changes: 1_000, suggestions: 1, near_misses: 2 });
    const { status, body } = await latest();
    expect(status).to.equal(200);
    const { finished_at: finishedAt, ...rest } = body;
    expect(Date.parse(finishedAt)).to.be.within(asked, Date.now());
    expect(rest).to.deep.equal({
      seconds: 0.1,
      changes: 1_000,
      history: { from: "2026-08-31T22:00:00.000Z", to: "2026-10-30T22:00:00.000Z", days: 60 },
      suggestions: 1,
      unusual_days: { away: [], crowded: [], paused: [], unrecorded: [] },
      obstacle: null,
      watched_habits: [],
      near_misses: [
        {
          id: body.near_misses[0].id,
          watching_since: null,
          title: "Turn on Pantry when Pantry door opens",
          entity_id: "light.pantry",
          state: "on",
          reason: { kind: "too_few_times", text: "seen 6 times; at least 8 needed", has: 6, needs: 8 },
          learned: near.learned,
          held_out: near.heldOut,
          prospect: null,
        },
        {
          id: body.near_misses[1].id,
          watching_since: null,
          title: "Turn on Pantry when Pantry door opens",
          entity_id: "light.pantry",
          state: "on",
          reason: {
            kind: "already_automated",
            text: 'the automation "Pantry" already does this',
            has: null,
            needs: null,
            by: "automation.pantry",
          },
          learned: near.learned,
          held_out: near.heldOut,
          prospect: null,
        },
      ],
      self_acting: [
        {
          title: byItself.title,
          text: byItself.text,
          entity_id: "light.pantry",
          state: "off",
          cause: { kind: "after", entity_id: "binary_sensor.pantry_motion", state: "off", lag_seconds: 300 },
          count: 40,
          from: "2023-07-22T04:26:40.000Z",
          to: "2023-11-03T08:26:40.000Z",
          acts_as: null,
          id: body.self_acting[0].id,
          contradicted: false,
        },
      ],
    });
  });

  describe("of what acts by itself", () => {
    const named = async (): Promise<any> => (await latest()).body.self_acting[0];
    const say = (id: string, step: string) => service.call("POST", `/api/analysis/self-acting/${id}/${step}`);
    beforeEach(async () => {
      service.find([], { selfActing: [aReportedSelfActing()] });
      await analysed(service);
    });

    it("can be contradicted, which the next analysis is given, also after a restart", async () => {
      const { id } = await named();
      const { status, body } = await say(id, "contradict");
      expect([status, body.id, body.contradicted]).to.deep.equal([200, id, true]);
      expect(await named()).to.deep.equal(body);
      await service.restart();
      service.find([], { selfActing: [aReportedSelfActing()] });
      await analysed(service);
      const { target, cause } = aReportedSelfActing();
      expect(service.analysed.at(-1)?.contradicted).to.deep.equal([{ target, cause }]);
      expect((await named()).contradicted).to.equal(true);
    });

    it("can be contradicted and that taken back", async () => {
      const { id } = await named();
      await say(id, "contradict");
      expect((await say(id, "confirm")).body.contradicted).to.equal(false);
      await analysed(service);
      expect(service.analysed.at(-1)?.contradicted).to.deep.equal([]);
    });

    it("cannot be contradicted if the last analysis does not name it", async () => {
      const { status, body } = await say("0123456789abcdef", "contradict");
      expect([status, body.error.code]).to.deep.equal([404, "not_found"]);
    });
  });

  describe("of promising habits", () => {
    const prospect = { more: 2, likelyAt: FROM + 70 * DAY };
    const promising = aReportedNearMiss({ prospect });
    const near = async (): Promise<any> => (await latest()).body.near_misses[0];
    const say = (id: string, step: string) => service.call("POST", `/api/analysis/near-misses/${id}/${step}`);
    const search = async (...found: Parameters<RunningService["find"]>): Promise<any> => {
      service.find(...found);
      await analysed(service);
      return (await latest()).body.watched_habits;
    };
    const draft = aDraft();
    beforeEach(async () => {
      service.find([], { nearMisses: [promising] });
      await analysed(service);
    });

    it("can be watched until they become a suggestion, also after a restart", async () => {
      const { id } = await near();
      const { status, body } = await say(id, "watch");
      expect([status, body.watched_habits[0].id, body.watched_habits[0].outcome]).to.deep.equal([200, id, null]);
      expect((await near()).watching_since).to.equal(body.watched_habits[0].since);
      await service.restart();
      const [watched] = await search([draft]);
      expect(watched).to.include({ id, outcome: "offered", reason: null });
      const { body: offered } = await service.call("GET", `/api/suggestions/${watched.suggestion_id}`);
      expect(offered.title).to.equal(draft.title);
    });

    it("are dropped with the reason, which can be dismissed", async () => {
      const { id } = await near();
      await say(id, "watch");
      const [watched] = await search([], { nearMisses: [aReportedNearMiss()] });
      expect(watched).to.include({
        outcome: "dropped",
        reason: "seen 6 times; at least 8 needed",
        suggestion_id: null,
      });
      expect((await say(id, "unwatch")).body).to.deep.equal({ watched_habits: [] });
      expect((await say(id, "unwatch")).status).to.equal(404);
    });

    it("are dropped when they are no longer found at all", async () => {
      await say((await near()).id, "watch");
      const [watched] = await search([]);
      expect(watched).to.include({ outcome: "dropped", reason: "no longer seen often enough to tell" });
    });

    it("stay watched while nothing can be found at all", async () => {
      await say((await near()).id, "watch");
      const obstacle = { kind: "nothing_done_by_hand", text: "x", has: null, needs: null } as const;
      expect((await search([], { obstacle }))[0].outcome).to.equal(null);
    });

    it("have documented fields", async () => {
      const { body } = await say((await near()).id, "watch");
      const { schemas } = (await service.call("GET", "/openapi.json")).body.components;
      expect(Object.keys(body.watched_habits[0])).to.have.members(Object.keys(schemas.WatchedHabit.properties));
    });

    it("cannot be watched if they are not promising", async () => {
      await search([], { nearMisses: [aReportedNearMiss()] });
      const { status, body } = await say((await near()).id, "watch");
      expect([status, body.error.code]).to.deep.equal([409, "conflict"]);
    });
  });

  it("returns the reason why a home has no suggestions, even without history", async () => {
    const obstacle = { kind: "too_little_history", text: "21 more days are needed", has: 0, needs: 21 } as const;
    service.find([], { obstacle, changes: 0 });
    await analysed(service);
    const { body } = await latest();
    expect(body).to.deep.include({
      obstacle,
      history: { from: null, to: null, days: 0 },
      suggestions: 0,
      near_misses: [],
    });
  });

  it("is the latest one, and survives a restart", async () => {
    service.find([], { nearMisses: [aReportedNearMiss()] });
    await analysed(service);
    service.find([aDraft()]);
    await analysed(service);
    const { body } = await latest();
    expect([body.suggestions, body.near_misses]).to.deep.equal([1, []]);
    await service.restart();
    expect((await latest()).body).to.deep.equal(body);
  });

  it("has the documented fields", async () => {
    service.find([], {
      nearMisses: [aReportedNearMiss()],
      obstacle: { kind: "no_actuators", text: "x", has: null, needs: null },
    });
    await analysed(service);
    const { schemas } = (await service.call("GET", "/openapi.json")).body.components;
    const { body } = await latest();
    expect(Object.keys(body)).to.have.members(Object.keys(schemas.Analysis.properties));
    expect(Object.keys(body.obstacle)).to.have.members(Object.keys(schemas.Analysis.properties.obstacle.properties));
    const [near] = body.near_misses;
    expect(Object.keys(near)).to.have.members(Object.keys(schemas.NearMiss.properties));
    expect([...Object.keys(near.reason), "by"]).to.have.members(
      Object.keys(schemas.NearMiss.properties.reason.properties),
    );
  });
});
