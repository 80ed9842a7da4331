import { expect } from "chai";
import { aDraft } from "../../../support/a-draft.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";

const THEIRS = "automation.test";

describe("turning automations of the home on and off", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
    service.home.deployed.set("theirs", { alias: "Pantry light", triggers: [], conditions: [], actions: [] });
    service.home.off.add("theirs");
  });
  afterEach(() => service.stop());

  const turn = (way: string, entityId = THEIRS) => service.call("POST", `/api/automations/${entityId}/${way}`);

  it("reaches one that was not created here, and can be undone", async () => {
    expect((await turn("turn_on")).body).to.include({ entity_id: THEIRS, is_on: true, is_ours: false });
    expect([...service.home.off]).to.deep.equal([]);
    expect((await turn("turn_on")).status).to.equal(200);
    expect((await turn("turn_off")).body).to.include({ is_on: false });
    expect([...service.home.off]).to.deep.equal(["theirs"]);
  });

  it("resumes and pauses one that was created here", async () => {
    const id = await service.offer();
    await service.call("POST", `/api/suggestions/${id}/approve`);
    const { body: off } = await turn("turn_off", "automation.test_2");
    expect(off).to.include({ suggestion_id: id, is_on: false });
    expect(off.paused_at).to.be.a("string");
    expect((await turn("turn_on", "automation.test_2")).body).to.include({ paused_at: null, is_on: true });
  });

  it("fails where there is no such automation, or the home is away", async () => {
    for (const entityId of ["automation.missing", "light.pantry", "automation"])
      expect((await turn("turn_on", entityId)).status, entityId).to.equal(404);
    service.home.goAway();
    const { status, body } = await turn("turn_on");
    expect([status, body.error.code]).to.deep.equal([503, "not_ready"]);
    expect([...service.home.off]).to.deep.equal(["theirs"]);
  });

  it("is offered with the suggestion that one would do if it were on", async () => {
    const { evidence } = aDraft();
    const id = await service.offer(aDraft({ evidence: { ...evidence, wouldBeDoneBy: THEIRS } }));
    const twin = async () => (await service.call("GET", `/api/suggestions/${id}`)).body.would_be_done_by;
    expect(await twin()).to.deep.equal({ entity_id: THEIRS, name: "Pantry light", is_on: false });
    await turn("turn_on");
    expect(await twin()).to.include({ is_on: true });
    service.home.deployed.delete("theirs");
    expect(await twin()).to.equal(null);
  });
});
