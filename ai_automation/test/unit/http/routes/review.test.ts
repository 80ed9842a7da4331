import { expect } from "chai";
import { aDraft } from "../../../support/a-draft.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";
import { until } from "../../../support/until.ts";

const EDITED = {
  alias: "Pantry light",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
  mode: "single",
};

describe("deciding on a suggestion", () => {
  let service: RunningService;
  let id = 0;
  beforeEach(async () => {
    service = await aService();
    id = await service.offer();
  });
  afterEach(() => service.stop());

  const act = (action: string, body?: unknown) => service.call("POST", `/api/suggestions/${id}/${action}`, body);
  const status = async (): Promise<string> => (await service.call("GET", `/api/suggestions/${id}`)).body.status;

  it("approve creates the automation under a generated id, and returns id and time", async () => {
    const { status: code, body } = await act("approve");
    expect([code, body.status]).to.deep.equal([200, "deployed"]);
    expect(body.ha_automation_id).to.match(/^ai_automation_[0-9a-f]{16}$/);
    expect(Date.parse(body.deployed_at)).to.be.closeTo(Date.now(), 60_000);
    const [[id, { description, ...automation }] = [null, aDraft().automation]] = service.home.deployed;
    expect(id).to.equal(body.ha_automation_id);
    expect({ ...automation, description: aDraft().automation.description }).to.deep.equal(aDraft().automation);
    expect(description).to.match(
      /^Suggested by AI Automation on .+: right 20 of 21 times in a test\. Undo or change it/,
    );
  });

  it("two concurrent approvals deploy once", async () => {
    const open = service.home.hold();
    const both = Promise.all([act("approve"), act("approve"), act("approve")]);
    open();
    const answers = await both;
    expect(answers.map(({ body }) => body.status)).to.deep.equal(["deployed", "deployed", "deployed"]);
    expect(service.home.calls).to.have.length(1);
    expect(new Set(answers.map(({ body }) => body.ha_automation_id)).size).to.equal(1);
    await act("approve");
    expect(service.home.calls).to.have.length(1);
  });

  it("an approval while the home is unreachable is deployed once it is back", async () => {
    service.home.goAway();
    expect((await act("approve")).body.status).to.equal("approved");
    service.home.comeBack();
    await until(async () => (await status()) === "deployed");
    expect(service.home.calls).to.have.length(1);
  });

  it("an approval interrupted by a restart is completed under the same id", async () => {
    service.home.goAway();
    const { body } = await act("approve");
    await service.restart();
    await until(async () => (await status()) === "deployed");
    expect([...service.home.deployed.keys()]).to.deep.equal([body.ha_automation_id]);
  });

  it("a suggestion that the home refuses is pending again, with the reason", async () => {
    service.home.refuse("there is no such entity");
    const { status: code, body } = await act("approve");
    expect([code, body.error.code, body.error.message]).to.deep.equal([422, "home_refused", "there is no such entity"]);
    const after = (await service.call("GET", `/api/suggestions/${id}`)).body;
    expect(after).to.include({ status: "pending", refusal: "there is no such entity", ha_automation_id: null });
    service.home.refuse(undefined);
    expect((await act("approve")).body).to.include({ status: "deployed", refusal: null });
  });

  it("undo deletes the automation and makes the suggestion pending again", async () => {
    await act("approve");
    const { body } = await act("undo");
    expect(body).to.include({ status: "pending", ha_automation_id: null, deployed_at: null });
    expect(service.home.deployed.size).to.equal(0);
    expect((await act("undo")).body.status).to.equal("pending");
  });

  it("an undo while the home is unreachable is completed once it is back, even after a restart", async () => {
    await act("approve");
    const before = service.home.deployed;
    service.home.goAway();
    expect((await act("undo")).body.status).to.equal("pending");
    expect(before.size).to.equal(1);
    service.home.comeBack();
    await until(async () => before.size === 0);
  });

  it("reject stores the reason as feedback, and restore offers the suggestion again", async () => {
    expect((await act("reject", { reason: "not_this_room", text: "the guests' room" })).body.status).to.equal(
      "rejected",
    );
    expect((await service.call("GET", "/api/suggestions?status=rejected")).body.total).to.equal(1);
    const refused = await act("approve");
    expect([refused.status, refused.body.error.code]).to.deep.equal([409, "conflict"]);
    expect((await act("restore")).body.status).to.equal("pending");
  });

  it("reject and restore of a deployed suggestion report the remedy", async () => {
    await act("approve");
    const rejected = await act("reject", { reason: "wrong" });
    expect([rejected.status, rejected.body.error.message]).to.deep.equal([
      409,
      `Suggestion ${id} is deployed; undo it first.`,
    ]);
    expect((await act("restore")).status).to.equal(409);
    expect(await status()).to.equal("deployed");
  });

  it("PATCH stores an edit with its replay, given as object or YAML", async () => {
    const patch = (body: unknown) => service.call("PATCH", `/api/suggestions/${id}`, body);
    const { status: code, body } = await patch({ automation: EDITED });
    expect([code, body.title, body.replay.tp]).to.deep.equal([200, "Pantry light", 9]);
    expect(body.automation).to.deep.equal(EDITED);
    const yaml =
      "alias: Mine\ntriggers:\n  - trigger: time\n    at: 07:30\nactions:\n  - action: light.turn_on\n    target: {entity_id: light.pantry}\n";
    expect((await patch({ automation_yaml: yaml })).body.automation.triggers).to.deep.equal([
      { trigger: "time", at: "07:30" },
    ]);
    await act("approve");
    const late = await patch({ automation: EDITED });
    expect([late.status, late.body.error.code]).to.deep.equal([409, "conflict"]);
  });

  it("PATCH rejects an invalid automation and names the fault", async () => {
    const patch = async (body: unknown) => (await service.call("PATCH", `/api/suggestions/${id}`, body)).body.error;
    expect(await patch({ automation: { ...EDITED, actions: [] } })).to.include({ code: "invalid_automation" });
    expect((await patch({ automation: { ...EDITED, id: "7" } })).message).to.match(/Unrecognized key: "id"/);
    expect((await patch({ automation_yaml: "alias: [x" })).message).to.match(/The YAML is not valid: .* at line 1/);
    service.home.refuse("triggers: not valid");
    expect((await patch({ automation: EDITED })).message).to.equal(
      "Home Assistant does not accept the automation: triggers: not valid",
    );
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.title).to.equal(aDraft().title);
  });

  it("PATCH lets an automation move a garage door only after confirmation", async () => {
    const patch = (body: object) => service.call("PATCH", `/api/suggestions/${id}`, body);
    const opening = { action: "cover.open_cover", target: { entity_id: "cover.garage" } };
    const automation = { ...EDITED, actions: [opening] };
    const refused = await patch({ automation });
    expect([refused.status, refused.body.error.code]).to.deep.equal([422, "needs_confirmation"]);
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.title).to.equal(aDraft().title);
    expect((await patch({ automation, confirm_risky: true })).body.automation.actions).to.deep.equal([opening]);
  });

  it("is refused with the names of entities that the home does not have", async () => {
    const gone = {
      ...EDITED,
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.gone", "light.pantry"] } }],
    };
    id = await service.offer(aDraft({ automation: { ...aDraft().automation, actions: gone.actions } }));
    const answers = [
      await act("approve"),
      await act("watch"),
      await service.call("PATCH", `/api/suggestions/${id}`, { automation: gone }),
      await service.call("POST", "/api/suggestions", { automation: gone }),
    ];
    for (const { status: code, body } of answers) {
      expect([code, body.error.code]).to.deep.equal([409, "conflict"]);
      expect(body.error.message).to.contain("light.gone").and.not.to.contain("light.pantry");
    }
    expect([await status(), service.home.calls]).to.deep.equal(["pending", []]);
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.watching_since).to.equal(null);
  });

  it("replay evaluates an edit and stores nothing", async () => {
    const { status: code, body } = await act("replay", { automation: EDITED });
    expect([code, body.tp, body.from]).to.deep.equal([200, 9, new Date(aDraft().replay.from).toISOString()]);
    expect((await service.call("GET", `/api/suggestions/${id}`)).body.title).to.equal(aDraft().title);
  });

  it("a new analysis offers new suggestions, refreshes pending ones, and does not change decided and edited ones", async () => {
    const other = aDraft({ targets: [{ entityId: "light.hall", state: "on" }], title: "Turn on Hall" });
    await service.call("PATCH", `/api/suggestions/${id}`, { automation: EDITED });
    service.find([aDraft({ confidence: 0.99 }), other]);
    await analysed(service);
    const { body } = await service.call("GET", "/api/suggestions");
    expect(body.suggestions.map((one: { title: string }) => one.title)).to.have.members([
      "Pantry light",
      "Turn on Hall",
    ]);
    service.find([]);
    await analysed(service);
    expect(
      (await service.call("GET", "/api/suggestions")).body.suggestions.map((one: { title: string }) => one.title),
    ).to.deep.equal(["Pantry light"]);
    await act("reject", { reason: "other" });
    service.find([aDraft()]);
    await analysed(service);
    expect((await service.call("GET", "/api/suggestions?status=pending")).body.total).to.equal(0);
  });
});
