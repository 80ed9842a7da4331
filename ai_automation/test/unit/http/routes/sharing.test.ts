import { expect } from "chai";
import { createChangeArchive } from "../../../../src/archive/change-archive.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";

describe("sharing over HTTP", () => {
  let service: RunningService;

  beforeEach(async () => {
    service = await aService();
  });
  afterEach(() => service.stop());

  it("counts runs of an automation, and those that were undone", async () => {
    const id = await service.offer();
    await service.call("POST", `/api/suggestions/${id}/approve`);
    const at = Date.now() + 1_000;
    const database = await openDatabase(service.databasePath);
    const runs = [0, 1, 2].map((run) => ({ entityId: "automation.test", at: at + run * 20_000 }));
    const undone = {
      entityId: "light.pantry",
      state: "off",
      at: at + 45_000,
      cause: { kind: "physical" },
    } as const;
    await createChangeArchive(database).record({ changes: [undone], covered: { from: at, to: at + 60_000 }, runs });
    await database.destroy();
    const { status, body } = await service.call("GET", "/api/digest");
    expect(status).to.equal(200);
    expect(body.total).to.deep.equal({ runs: 3, right: 2, wrong: 1, saved: 2 });
    expect(body.days).to.have.lengthOf(7);
    expect(body.automations).to.have.lengthOf(1);
    expect(body.automations[0]).to.include({ suggestion_id: id, runs: 3 });
  });

  it("returns an empty digest for a week before the first automation", async () => {
    const { body } = await service.call("GET", "/api/digest?week=2020-W10");
    expect(body.from).to.equal("2020-03-02");
    expect(body.total).to.deep.equal({ runs: 0, right: 0, wrong: 0, saved: 0 });
  });

  it("rejects an invalid week", async () => {
    expect((await service.call("GET", "/api/digest?week=soon")).status).to.equal(400);
  });

  it("returns a suggestion as a blueprint", async () => {
    const id = await service.offer();
    const { status, headers, body } = await service.call("GET", `/api/suggestions/${id}/blueprint`);
    expect(status).to.equal(200);
    expect(headers.get("content-type")).to.contain("application/yaml");
    expect(body).to.contain("entity_id: !input sensor_1");
    expect((await service.call("GET", "/api/suggestions/999/blueprint")).status).to.equal(404);
  });

  it("returns a suggestion as a text to post", async () => {
    const id = await service.offer();
    const { status, body } = await service.call("GET", `/api/suggestions/${id}/share`);
    expect(status).to.equal(200);
    expect(body.text)
      .to.contain("saves about 7 actions a week")
      .and.not.to.match(/pantry|kitchen/i);
    expect((await service.call("GET", "/api/suggestions/999/share")).status).to.equal(404);
  });
});
