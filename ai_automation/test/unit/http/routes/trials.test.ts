import { expect } from "chai";
import { pairOf } from "../../../../src/automation/pair.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";

const { automation } = aDraft();

describe("trying out a suggestion", () => {
  let service: RunningService;
  let id = 0;
  beforeEach(async () => {
    service = await aService();
    id = await service.offer();
  });
  afterEach(() => service.stop());

  const preview = async (language = "en") =>
    (await service.call("GET", `/api/suggestions/${id}/trial`, undefined, { "accept-language": language })).body;
  const run = (body: unknown = {}) => service.call("POST", `/api/suggestions/${id}/trial`, body);
  const takeBack = () => service.call("POST", `/api/suggestions/${id}/trial/undo`, {});

  it("says first what it would do, in the reader's language", async () => {
    expect(await preview()).to.deep.equal({
      choices: [{ text: "Turn on Pantry", is_notification: false }],
      obstacle: null,
      is_simulated: true,
    });
    expect((await preview("de")).choices[0].text).to.equal("Pantry einschalten");
    expect(service.home.tried).to.deep.equal([]);
  });

  it("runs the actions once, and brings back the states from before", async () => {
    service.home.states.set("light.pantry", "off");
    const { body } = await run();
    expect(body).to.deep.equal({
      before: [{ entity_id: "light.pantry", name: "Pantry", state: "off", state_text: "off" }],
      can_take_back: true,
    });
    expect(service.home.tried).to.deep.equal(["light.turn_on light.pantry"]);
    const { states } = (await takeBack()).body;
    expect(states).to.deep.equal([{ entity_id: "light.pantry", name: "Pantry", state: "off", state_text: "off" }]);
    expect(service.home.tried.at(-1)).to.equal("restore light.pantry off");
    expect((await takeBack()).status).to.equal(409);
  });

  it("runs either part of a pair", async () => {
    const off = { ...automation, actions: [{ action: "light.turn_off", target: { entity_id: ["light.pantry"] } }] };
    id = await service.offer(aDraft({ automation: pairOf([automation, off], { alias: "Pantry", description: "" }) }));
    expect((await preview()).choices.map(({ text }: { text: string }) => text)).to.deep.equal([
      "Turn on Pantry",
      "Turn off Pantry",
    ]);
    await run({ choice: 1 });
    expect(service.home.tried).to.deep.equal(["light.turn_off light.pantry"]);
  });

  it("is refused while the home is away, and does nothing then", async () => {
    service.home.goAway();
    expect((await preview()).obstacle).to.deep.equal({ kind: "away", names: [] });
    const { status, body } = await run();
    expect([status, body.error.message]).to.deep.equal([503, "Nothing was done: It is away."]);
  });

  it("is refused where a thing is missing or unavailable", async () => {
    service.home.states.set("light.pantry", "unavailable");
    expect((await preview()).obstacle).to.deep.equal({ kind: "unavailable", names: ["Pantry"] });
    expect((await run()).body.error.message).to.equal("Nothing was done: Pantry is unavailable.");
    const actions = [{ action: "light.turn_on", target: { entity_id: ["light.gone"] } }];
    id = await service.offer(aDraft({ automation: { ...automation, actions } }));
    expect((await preview()).obstacle).to.deep.equal({ kind: "missing", names: ["light.gone"] });
    expect((await run()).status).to.equal(409);
    expect(service.home.tried).to.deep.equal([]);
  });

  for (const [what, action] of [
    ["a delay", { delay: "00:01:00" }],
    ["a template", { action: "light.turn_on", data: { brightness_pct: "{{ 5 }}" } }],
  ] as const)
    it(`is refused where a step is ${what}, which only Home Assistant can run`, async () => {
      id = await service.offer(aDraft({ automation: { ...automation, actions: [action] } }));
      expect((await preview()).obstacle.kind).to.equal("complex");
      expect((await run()).status).to.equal(409);
    });

  it("passes on why Home Assistant refuses it", async () => {
    service.home.refuse("not now");
    const { status, body } = await run();
    expect([status, body.error.code]).to.deep.equal([422, "home_refused"]);
    expect(body.error.message).to.contain("not now");
  });

  it("may only be run by those who may create automations", async () => {
    await service.stop();
    service = await aService({ apiToken: "a-token-of-the-panel" });
    service.home.logins.byToken.set("of-ben", { userId: "ben", name: "Ben", isAdmin: false });
    id = await service.offer();
    const headers = { authorization: "Bearer of-ben" };
    expect((await service.call("GET", `/api/suggestions/${id}/trial`, undefined, headers)).status).to.equal(200);
    expect((await service.call("POST", `/api/suggestions/${id}/trial`, {}, headers)).status).to.equal(403);
    expect(service.home.tried).to.deep.equal([]);
  });
});
