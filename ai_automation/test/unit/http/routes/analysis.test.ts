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
      obstacle: null,
      near_misses: [
        {
          title: "Turn on Pantry when Pantry door opens",
          entity_id: "light.pantry",
          state: "on",
          reason: { kind: "too_few_times", text: "seen 6 times; at least 8 needed", has: 6, needs: 8 },
          learned: near.learned,
          held_out: near.heldOut,
          prospect: null,
        },
        {
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
