import { expect } from "chai";
import type { AutomationConfig } from "../../../src/model/automation.ts";
import type { Looks } from "../../../src/model/home.ts";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, type ObservedHome } from "./a-home.ts";

const ID = "ai_automation_7";

const CONFIG: AutomationConfig = {
  alias: "Hall light on",
  description: "Made from a habit",
  triggers: [{ trigger: "time", at: "07:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  mode: "single",
};

const PLAIN: Looks = { label: null, areaId: null, icon: null, similar: [] };

describe("home assistant: automations", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome = {}, options: Parameters<typeof aHome>[1] = {}): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake, options);
    await observed.home.start();
    await until(() => ["connected", "not_admin"].includes(observed.home.connection().state), "the home");
  };
  const posts = () => fake.requests.filter(({ method }) => method === "POST");

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("deploys one that then exists, is on and has the label", async () => {
    await start();
    expect(await observed.home.deploy(ID, CONFIG)).to.deep.equal({
      outcome: "deployed",
      entityId: "automation.hall_light_on",
    });
    expect(fake.automations.get(ID)).to.deep.equal({ ...CONFIG, id: ID });
    expect(fake.stateOf("automation.hall_light_on")).to.equal("on");
    expect(fake.entry("automation.hall_light_on")?.labels).to.deep.equal(["ai_automation"]);
    await until(() => observed.home.snapshot()?.automations[0]?.id === ID, "the new automation");
  });

  it("can be repeated without creating a second automation or label", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
    expect(fake.automations.size).to.equal(1);
    expect(fake.count("config/label_registry/create")).to.equal(1);
  });

  it("keeps labels that the user assigned", async () => {
    await start({ labels: [{ label_id: "evening", name: "Evening" }] });
    await observed.home.deploy(ID, CONFIG);
    const entry = fake.entry("automation.hall_light_on");
    if (entry !== undefined) entry.labels = ["evening"];
    await observed.home.deploy(ID, CONFIG);
    expect(fake.entry("automation.hall_light_on")?.labels).to.deep.equal(["evening", "ai_automation"]);
  });

  it("assigns the chosen label, but none that does not exist", async () => {
    await start({ labels: [{ label_id: "evening", name: "Evening" }] });
    expect(observed.home.snapshot()?.labels).to.deep.equal(["Evening"]);
    await observed.home.deploy(ID, CONFIG, { ...PLAIN, label: "Evening" });
    expect(fake.entry("automation.hall_light_on")?.labels).to.deep.equal(["ai_automation", "evening"]);
    await observed.home.deploy(ID, CONFIG, { ...PLAIN, label: "Made up" });
    expect(fake.entry("automation.hall_light_on")?.labels).to.deep.equal(["ai_automation", "evening"]);
  });

  it("creates its label with a name, an icon and a color, and gives an earlier one these", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    const looks = { label_id: "ai_automation", name: "AI Automation", icon: "mdi:creation" };
    expect(fake.labels).to.deep.equal([{ ...looks, color: "light-blue" }]);
    fake.labels.splice(0, 1, { label_id: "ai_automation", name: "ai_automation" });
    await observed.home.deploy(ID, CONFIG);
    expect(fake.labels).to.deep.equal([looks]);
  });

  it("gives it an area, an icon and the category of the area", async () => {
    const categories = [
      { category_id: "c1", name: "Other" },
      { category_id: "c2", name: "hallway" },
    ];
    await start({ categories, areas: [{ area_id: "hall", name: "Hallway" }] });
    await observed.home.deploy(ID, CONFIG, { ...PLAIN, areaId: "hall", icon: "mdi:lightbulb-auto" });
    expect(fake.entry("automation.hall_light_on")).to.include({ area_id: "hall", icon: "mdi:lightbulb-auto" });
    expect(fake.entry("automation.hall_light_on")?.categories).to.deep.equal({ automation: "c2" });
  });

  it("puts it into the category of most similar automations", async () => {
    const categories = [
      { category_id: "c1", name: "Other" },
      { category_id: "c2", name: "Lights" },
    ];
    await start({ categories });
    for (const [id, category] of Object.entries({ a: "c1", b: "c2", c: "c2", d: "c1" })) {
      await observed.home.deploy(`id_${id}`, { ...CONFIG, alias: id });
      Object.assign(fake.entry(`automation.${id}`) ?? {}, { categories: { automation: category } });
    }
    const similar = ["automation.a", "automation.b", "automation.c"];
    await observed.home.deploy(ID, CONFIG, { ...PLAIN, similar });
    expect(fake.entry("automation.hall_light_on")?.categories).to.deep.equal({ automation: "c2" });
  });

  it("keeps the area, icon and category that the user chose", async () => {
    await start({ categories: [{ category_id: "c1", name: "Lights" }], areas: [{ area_id: "hall", name: "Lights" }] });
    await observed.home.deploy(ID, CONFIG);
    const chosen = { area_id: "attic", icon: "mdi:star", categories: { automation: "c9" } };
    Object.assign(fake.entry("automation.hall_light_on") ?? {}, chosen);
    await observed.home.deploy(ID, CONFIG, { ...PLAIN, areaId: "hall", icon: "mdi:lightbulb-auto" });
    expect(fake.entry("automation.hall_light_on")).to.deep.include(chosen);
  });

  it("removes its label with the last automation, unless the user changed its icon", async () => {
    await start();
    const other = "ai_automation_8";
    await observed.home.deploy(ID, CONFIG);
    await observed.home.deploy(other, { ...CONFIG, alias: "Other" });
    await observed.home.remove(other);
    expect(fake.labels.map(({ label_id }) => label_id)).to.deep.equal(["ai_automation"]);
    await observed.home.remove(ID);
    expect(fake.labels).to.deep.equal([]);
    await observed.home.deploy(ID, CONFIG);
    Object.assign(fake.labels[0] ?? {}, { icon: "mdi:star" });
    await observed.home.remove(ID);
    expect(fake.labels).to.have.length(1);
  });

  it("removes its label when the last automation was deleted in Home Assistant", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    await observed.home.removeUnusedLabel();
    expect(fake.labels).to.have.length(1);
    const entry = fake.entry("automation.hall_light_on");
    if (entry !== undefined) entry.labels = [];
    await observed.home.removeUnusedLabel();
    expect(fake.labels).to.deep.equal([]);
  });

  it("deploys one that cannot be labelled", async () => {
    await start();
    fake.intercept(({ type }) => {
      if (type === "config/label_registry/list") throw fake.refuse("unknown_error");
    });
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
    expect(observed.logged).to.include("automation could not be labelled and sorted");
  });

  it("turns on once an automation that Home Assistant loads turned off", async () => {
    await start();
    fake.behaviour.posting = "loads_off";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
    expect(fake.of("call_service")).to.have.length(1);
    expect(fake.stateOf("automation.hall_light_on")).to.equal("on");
  });

  it("never sends an id in the body, where it would override the one in the path", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    const [post] = posts();
    expect(post?.path).to.equal(`/api/config/automation/config/${ID}`);
    expect(JSON.parse(post?.body ?? "")).to.deep.equal(CONFIG);
  });

  it("refuses an invalid config with Home Assistant's message before anything is stored", async () => {
    await start();
    const triggers = [{ trigger: "nonsense" }];
    expect(await observed.home.deploy(ID, { ...CONFIG, triggers })).to.deep.equal({
      outcome: "refused",
      reason: "triggers: Invalid trigger 'nonsense' specified",
    });
    expect(posts()).to.deep.equal([]);
  });

  it("refuses with Home Assistant's message when storing fails", async () => {
    await start();
    fake.behaviour.posting = "is_malformed";
    expect(await observed.home.deploy(ID, CONFIG)).to.deep.equal({
      outcome: "refused",
      reason: "Message malformed: required key not provided at 'triggers'",
    });
  });

  it("removes it again and names the remedy when automations.yaml is not included", async () => {
    await start();
    fake.behaviour.posting = "is_not_included";
    const answer = await observed.home.deploy(ID, CONFIG);
    expect(answer.outcome).to.equal("refused");
    expect(answer).to.have.property("reason").that.contains("automation: !include automations.yaml");
    expect(fake.automations.size).to.equal(0);
  });

  it("removes it again when Home Assistant cannot load it", async () => {
    await start();
    fake.behaviour.posting = "fails_to_load";
    const answer = await observed.home.deploy(ID, CONFIG);
    expect(answer.outcome).to.equal("refused");
    expect(answer).to.have.property("reason").that.contains("Repairs");
    expect(fake.automations.size).to.equal(0);
  });

  it('returns "away" when the home is unreachable, fails or disconnects', async () => {
    await start();
    fake.behaviour.posting = "breaks";
    expect(await observed.home.deploy(ID, CONFIG)).to.deep.equal({
      outcome: "away",
      reason: "Home Assistant responded: Service unavailable.",
    });
    fake.behaviour.posting = "hangs_up";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "away" });
    expect(fake.automations.size, "what may have arrived stays for the next try").to.equal(1);
    fake.behaviour.posting = "loads";
    await observed.reach("connected");
    await fake.goAway();
    await observed.reach("unreachable");
    const answer = await observed.home.deploy(ID, CONFIG);
    expect(answer).to.deep.equal({ outcome: "away", reason: observed.home.connection().message });
    expect(await observed.home.validate(CONFIG)).to.equal(undefined);
    expect(await observed.home.remove(ID)).to.equal("away");
    await fake.comeBack();
    await observed.reach("connected");
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
  });

  it('returns "away" without administrator rights', async () => {
    await start({ user: { id: "anna", name: "Anna", is_admin: false } });
    const answer = await observed.home.deploy(ID, CONFIG);
    expect(answer.outcome).to.equal("away");
    expect(answer).to.have.property("reason").that.contains("administrator");
    expect(await observed.home.remove(ID)).to.equal("away");
  });

  it("reports a change once Home Assistant has reloaded; the snapshot shows it at once", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    const later = { ...CONFIG, triggers: [{ trigger: "time", at: "07:30:00" }] };
    const answer = await observed.home.update("theirs", later);
    expect(answer).to.deep.equal({ outcome: "deployed", entityId: "automation.hall_light_on" });
    const [shown] = observed.home.snapshot()?.automations ?? [];
    expect(shown).to.deep.include({ isOn: true, config: { ...later, id: "theirs" } });
    expect(fake.count("unsubscribe_events")).to.equal(1);
  });

  it("restores the previous config when Home Assistant cannot load the change", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    fake.behaviour.posting = "fails_to_load";
    const answer = await observed.home.update("theirs", { ...CONFIG, mode: "restart" });
    expect(answer.outcome).to.equal("refused");
    expect(answer).to.have.property("reason").that.contains("previous version was restored");
    expect(fake.automations.get("theirs")).to.deep.equal({ ...CONFIG, id: "theirs" });
  });

  it("does not change one that is missing, is invalid, cannot be stored, or when the connection is lost", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    expect(await observed.home.update("gone", CONFIG)).to.include({ outcome: "refused" });
    const actions = [{ action: "nonsense" }];
    expect(await observed.home.update("theirs", { ...CONFIG, actions })).to.include({ outcome: "refused" });
    expect(posts()).to.deep.equal([]);
    fake.behaviour.posting = "is_malformed";
    expect(await observed.home.update("theirs", { ...CONFIG, mode: "restart" })).to.include({ outcome: "refused" });
    fake.behaviour.posting = "hangs_up";
    expect(await observed.home.update("theirs", { ...CONFIG, mode: "restart" })).to.include({ outcome: "away" });
  });

  it("removes one, also if it no longer exists", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    expect(await observed.home.remove(ID)).to.equal("removed");
    expect(fake.automations.size).to.equal(0);
    expect(await observed.home.remove(ID)).to.equal("removed");
    await until(() => observed.home.snapshot()?.automations.length === 0, "the automation to be gone");
  });

  describe("an automation that a cut-off removal left running", () => {
    const ENTITY = "automation.hall_light_on";
    beforeEach(async () => {
      await start();
      await observed.home.deploy(ID, CONFIG);
      fake.behaviour.isRemovalCutOff = true;
      expect(await observed.home.remove(ID)).to.equal("away");
      expect(fake.automations.has(ID)).to.equal(false);
      expect(fake.stateOf(ENTITY)).to.equal("on");
    });
    const expectNothingLeft = async (): Promise<void> => {
      expect(fake.stateOf(ENTITY)).to.equal(undefined);
      expect(fake.entry(ENTITY)).to.equal(undefined);
      await until(() => observed.home.snapshot()?.automations.length === 0, "the automation to be gone");
    };

    it("is removed by the next attempt, which gets “not found”", async () => {
      expect(await observed.home.remove(ID)).to.equal("removed");
      await expectNothingLeft();
      expect(fake.of("call_service").at(-1)).to.deep.include({ service: "reload", service_data: { id: ID } });
    });

    it("is removed after a reload, when only its registry entry is left", async () => {
      fake.reload();
      expect(fake.stateOf(ENTITY)).to.equal("unavailable");
      expect(await observed.home.remove(ID)).to.equal("removed");
      await expectNothingLeft();
    });

    it("is removed although a broken configuration.yaml prevents the reload", async () => {
      fake.behaviour.isReloadBroken = true;
      expect(await observed.home.remove(ID)).to.equal("removed");
      await expectNothingLeft();
    });

    it("does not count as removed while it exists", async () => {
      fake.behaviour.isReloadBroken = true;
      fake.intercept(({ type }) => {
        if (type === "config/entity_registry/remove") throw fake.refuse("home_assistant_error");
      });
      expect(await observed.home.remove(ID)).to.equal("away");
      expect(observed.logged).to.include("automation still exists after its removal");
    });

    it("does not count as removed when the connection is lost", async () => {
      fake.intercept(({ type }) => {
        if (type === "config/entity_registry/list") fake.dropConnections();
      });
      expect(await observed.home.remove(ID)).to.equal("away");
      fake.intercept(() => undefined);
      await observed.reach("connected");
      await until(async () => (await observed.home.remove(ID)) === "removed", "the removal");
      await expectNothingLeft();
    });
  });

  it("loads what a cut-off request stored, once it is repeated", async () => {
    await start();
    fake.behaviour.posting = "is_cut_off";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "away" });
    expect([fake.automations.has(ID), fake.entry("automation.hall_light_on")]).to.deep.equal([true, undefined]);
    fake.behaviour.posting = "loads";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
    expect(fake.stateOf("automation.hall_light_on")).to.equal("on");
  });

  it("removes what a cut-off request stored before it reports a refusal", async () => {
    await start();
    fake.behaviour.posting = "is_cut_off";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "away" });
    fake.behaviour.posting = "is_malformed";
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "refused" });
    expect(fake.automations.size).to.equal(0);
  });

  it("does not report a refusal while something of the automation is left", async () => {
    await start();
    fake.behaviour.posting = "fails_to_load";
    fake.behaviour.isRemovalCutOff = true;
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "away" });
    expect(fake.entry("automation.hall_light_on")).not.to.equal(undefined);
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "refused" });
    expect(fake.entry("automation.hall_light_on")).to.equal(undefined);
  });

  it("does not report a change that is stored but not loaded", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    const later = { ...CONFIG, triggers: [{ trigger: "time", at: "07:30:00" }] };
    fake.behaviour.posting = "is_not_included";
    expect(await observed.home.update("theirs", later)).to.include({ outcome: "away" });
    fake.behaviour.posting = "loads";
    expect(await observed.home.update("theirs", later)).to.include({ outcome: "deployed" });
  });

  it("does not report a change as refused that an earlier attempt stored", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    const later = { ...CONFIG, triggers: [{ trigger: "time", at: "07:30:00" }] };
    fake.behaviour.posting = "is_cut_off";
    expect(await observed.home.update("theirs", later)).to.include({ outcome: "away" });
    fake.behaviour.posting = "is_malformed";
    const answer = await observed.home.update("theirs", later);
    expect(answer.outcome).to.equal("away");
    expect(answer).to.have.property("reason").that.contains("undo it to restore");
  });

  it("creates none without its label when the connection is lost", async () => {
    await start();
    fake.intercept(({ type }) => {
      if (type === "config/entity_registry/update") fake.dropConnections();
    });
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "away" });
    fake.intercept(() => undefined);
    await observed.reach("connected");
    await until(async () => (await observed.home.deploy(ID, CONFIG)).outcome === "deployed", "the automation");
    expect(fake.entry("automation.hall_light_on")?.labels).to.deep.equal(["ai_automation"]);
  });

  it("does not report a switch that has no effect", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    fake.behaviour.isDeaf = true;
    expect(await observed.home.setEnabled("theirs", false)).to.include({ outcome: "away" });
    fake.behaviour.isDeaf = false;
    expect(await observed.home.setEnabled("theirs", false)).to.deep.equal({ outcome: "done" });
    expect(fake.stateOf("automation.hall_light_on")).to.equal("off");
  });

  it("does not report a switch as refused if the connection is lost meanwhile", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    fake.intercept(({ type }) => {
      if (type === "call_service") throw fake.refuse("home_assistant_error");
    });
    const refused = await observed.home.setEnabled("theirs", false);
    expect(refused)
      .to.have.property("reason")
      .that.matches(/^Home Assistant could not turn the automation off/);
    fake.intercept(({ type }) => {
      if (type === "call_service") fake.dropConnections();
    });
    expect(await observed.home.setEnabled("theirs", false)).to.deep.equal({
      outcome: "away",
      reason: "Home Assistant may have turned the automation off or not: the connection to Home Assistant was lost.",
    });
  });

  it("checks a config without storing it", async () => {
    await start();
    expect(await observed.home.validate(CONFIG)).to.deep.equal({ valid: true });
    expect(await observed.home.validate({ ...CONFIG, actions: [{ action: "nonsense" }] })).to.deep.equal({
      valid: false,
      reason: "actions: Invalid trigger 'nonsense' specified",
    });
    expect(fake.requests).to.deep.equal([]);
  });

  it("turns one off and stops its actions, and on again; the snapshot shows it at once", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    await until(() => observed.home.snapshot()?.automations.length === 1, "the automation");
    const isOn = () => observed.home.snapshot()?.automations[0]?.isOn;
    expect(await observed.home.setEnabled(ID, false)).to.deep.equal({ outcome: "done" });
    expect([isOn(), fake.stateOf("automation.hall_light_on")]).to.deep.equal([false, "off"]);
    expect(observed.news.at(-1)?.map((automation) => automation.isOn)).to.deep.equal([false]);
    expect(fake.of("call_service").at(-1)).to.deep.include({
      service: "turn_off",
      service_data: { entity_id: "automation.hall_light_on", stop_actions: true },
    });
    expect(await observed.home.setEnabled(ID, true)).to.deep.equal({ outcome: "done" });
    expect([isOn(), fake.stateOf("automation.hall_light_on")]).to.deep.equal([true, "on"]);
  });

  it("knows that a disabled one exists, leaves it off, and enables it to turn it on", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    fake.register("automation.hall_light_on", { disabled_by: "user" });
    fake.removeState("automation.hall_light_on");
    await until(() => observed.home.snapshot()?.disabledAutomations?.has(ID) === true, "the disabled automation");
    await until(() => observed.home.snapshot()?.automations.length === 0, "the removed entity");
    expect(await observed.home.setEnabled(ID, false)).to.deep.equal({ outcome: "done" });
    expect(fake.stateOf("automation.hall_light_on")).to.equal(undefined);
    expect(await observed.home.setEnabled(ID, true)).to.deep.equal({ outcome: "done" });
    expect(fake.stateOf("automation.hall_light_on")).to.equal("on");
    await until(() => observed.home.snapshot()?.disabledAutomations?.size === 0, "the enabled automation");
  });

  it("changes a disabled one, which Home Assistant does not load, and leaves it disabled", async () => {
    await start({ automations: { theirs: { ...CONFIG } } });
    fake.register("automation.hall_light_on", { disabled_by: "user" });
    fake.removeState("automation.hall_light_on");
    await until(() => observed.home.snapshot()?.disabledAutomations?.has("theirs") === true, "the disabled automation");
    const later = { ...CONFIG, triggers: [{ trigger: "time", at: "07:30:00" }] };
    expect(await observed.home.update("theirs", later)).to.include({ outcome: "deployed" });
    expect(fake.automations.get("theirs")).to.deep.include(later);
    expect(fake.stateOf("automation.hall_light_on")).to.equal(undefined);
    const actions = [{ action: "nonsense" }];
    expect(await observed.home.update("theirs", { ...CONFIG, actions })).to.include({ outcome: "refused" });
  });

  it("does not delete one that was disabled after an attempt that was cut off", async () => {
    await start();
    await observed.home.deploy(ID, CONFIG);
    fake.register("automation.hall_light_on", { disabled_by: "user" });
    fake.removeState("automation.hall_light_on");
    expect(await observed.home.deploy(ID, CONFIG)).to.include({ outcome: "deployed" });
    expect(fake.entry("automation.hall_light_on")).not.to.equal(undefined);
  });

  it("turns nothing on or off that is missing, or while the home is unreachable", async () => {
    await start();
    expect(await observed.home.setEnabled(ID, false)).to.deep.equal({ outcome: "missing" });
    fake.intercept(({ type }) => {
      if (type === "call_service") throw fake.refuse("home_assistant_error");
    });
    await observed.home.deploy(ID, CONFIG);
    expect(await observed.home.setEnabled(ID, false)).to.include({ outcome: "away" });
    await fake.goAway();
    await observed.reach("unreachable");
    const answer = await observed.home.setEnabled(ID, false);
    expect(answer).to.deep.equal({ outcome: "away", reason: observed.home.connection().message });
  });

  it("notices when one is turned off in Home Assistant", async () => {
    await start({ automations: { theirs: { alias: "Away mode" } } });
    fake.changeState("automation.away_mode", "off");
    await until(() => observed.home.snapshot()?.automations[0]?.isOn === false, "the automation to be off");
    expect(observed.news.at(-1)?.[0]).to.include({ entityId: "automation.away_mode", isOn: false });
  });

  it("sends the correlation id", async () => {
    await start({}, { correlation: { current: () => "cause-1" } });
    await observed.home.deploy(ID, CONFIG);
    expect(posts()[0]?.headers["x-correlation-id"]).to.equal("cause-1");
  });
});
