import { expect } from "chai";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import type { SuggestionStore } from "../../../src/suggestions/ports.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const PAGE = { limit: 50, offset: 0 };

describe("suggestion store", () => {
  let home: TemporaryDatabase;
  let store: SuggestionStore;
  beforeEach(async () => {
    home = await temporaryDatabase();
    store = createSuggestionStore(home.database);
  });
  afterEach(() => home.remove());

  const steps = (): Promise<readonly string[]> => home.database("lifecycle_events").orderBy("id").pluck("step");

  it("returns what was offered, with its pattern", async () => {
    const draft = aDraft();
    const id = await store.offer(draft);
    const suggestion = await store.find(id);
    expect(suggestion).to.deep.include({
      ...draft,
      id,
      status: "pending",
      isModified: false,
      refusal: null,
      haAutomationId: null,
    });
    const { items, total } = await store.patterns(PAGE);
    expect(total).to.equal(1);
    expect(items[0]).to.deep.include({
      deviceId: "light.pantry",
      patternType: "co_occurrence",
      occurrences: 2,
      confidence: 0.82,
    });
    expect(await steps()).to.deep.equal(["offered"]);
  });

  it("finds suggestions by status, including withdrawn ones", async () => {
    const [kept, gone, rejected] = [
      await store.offer(aDraft()),
      await store.offer(aDraft()),
      await store.offer(aDraft()),
    ];
    await store.withdraw(gone);
    await store.move(rejected, { step: "rejected", from: ["pending"], to: "rejected" });
    const ids = async (...found: Parameters<SuggestionStore["withStatus"]>) =>
      (await store.withStatus(...found)).map(({ id }) => id);
    expect(await ids("pending")).to.deep.equal([kept, gone]);
    expect(await ids("rejected")).to.deep.equal([rejected]);
    expect(await ids("deployed")).to.deep.equal([]);
  });

  it("finds the suggestions that created and fix an automation, whatever their status", async () => {
    const automationId = "ai_automation_0123456789abcdef";
    const { automation } = aDraft();
    const fix = { automationId, configBefore: automation, before: "at noon", after: "at one" };
    const [created, fixing] = [await store.offer(aDraft()), await store.offer({ ...aDraft(), fix })];
    await store.offer(aDraft());
    await store.offer({ ...aDraft(), fix: { ...fix, automationId: "another" } });
    await store.move(created, {
      step: "deployed",
      from: ["pending"],
      to: "deployed",
      set: { haAutomationId: automationId },
    });
    await store.move(fixing, { step: "rejected", from: ["pending"], to: "rejected" });
    expect((await store.byAutomation(automationId)).map(({ id }) => id)).to.deep.equal([created, fixing]);
  });

  it("uses an index to find suggestions by status or automation", async () => {
    const queries: { readonly sql: string; readonly bindings: readonly (string | number)[] }[] = [];
    const note = (query: (typeof queries)[number]): void => void queries.push(query);
    home.database.on("query", note);
    await store.byAutomation("an-id");
    await store.withStatus("deployed");
    home.database.removeListener("query", note);
    const plans: string[] = [];
    for (const { sql, bindings } of queries) {
      const plan: { detail: string }[] = await home.database.raw(`EXPLAIN QUERY PLAN ${sql}`, [...bindings]);
      plans.push(plan.map(({ detail }) => detail).join("; "));
    }
    expect(plans).to.have.length(2);
    expect(plans[0]).to.contain("suggestions_by_automation").and.to.contain("suggestions_by_fixed_automation");
    expect(plans[1]).to.contain("suggestions_by_status");
    expect(plans.join()).not.to.contain("SCAN");
  });

  it("formats YAML as Home Assistant does", async () => {
    await store.offer(aDraft());
    const [{ automation_yaml: yaml }] = await home.database("suggestions");
    expect(yaml).to.equal(
      [
        "alias: Turn on Pantry when Pantry door opens",
        "description: It was done by hand 41 times.",
        "triggers:",
        "  - trigger: state",
        "    entity_id: binary_sensor.pantry_door",
        '    to: "on"',
        "conditions: []",
        "actions:",
        "  - action: light.turn_on",
        "    target:",
        "      entity_id:",
        "        - light.pantry",
        "mode: single",
        "",
      ].join("\n"),
    );
  });

  it("lists the best first: confidence times saved actions", async () => {
    const worth = (confidence: number, savedPerWeek: number) =>
      store.offer(aDraft({ confidence, replay: { ...aDraft().replay, savedPerWeek } }));
    const [low, high, middle] = [await worth(0.9, 1), await worth(0.7, 10), await worth(0.8, 5)];
    const { items, total } = await store.list("pending", { limit: 2, offset: 0 });
    expect([items.map(({ id }) => id), total]).to.deep.equal([[high, middle], 3]);
    expect((await store.list(undefined, { limit: 2, offset: 2 })).items.map(({ id }) => id)).to.deep.equal([low]);
    expect((await store.list("deployed", PAGE)).total).to.equal(0);
  });

  it("changes a status only from the allowed ones, with feedback and a lifecycle event", async () => {
    const id = await store.offer(aDraft());
    const approve = {
      step: "approved",
      from: ["pending"],
      to: "approved",
      set: { haAutomationId: "ai_automation_1" },
      feedback: { action: "approved", text: null },
    } as const;
    expect(await store.move(id, approve)).to.equal(true);
    expect(await store.move(id, approve)).to.equal(false);
    expect(await store.find(id)).to.include({ status: "approved", haAutomationId: "ai_automation_1" });
    expect(await home.database("user_feedback").pluck("action")).to.deep.equal(["approved"]);
    expect(await steps()).to.deep.equal(["offered", "approved"]);
  });

  it("lets only one of two concurrent changes of status succeed", async () => {
    const id = await store.offer(aDraft());
    const won = await Promise.all([
      store.move(id, { step: "approved", from: ["pending"], to: "approved" }),
      store.move(id, { step: "rejected", from: ["pending"], to: "rejected" }),
    ]);
    expect(won.filter(Boolean)).to.have.length(1);
  });

  it("stores automations to be removed until they are", async () => {
    const id = await store.offer(aDraft());
    await store.move(id, {
      step: "approved",
      from: ["pending"],
      to: "approved",
      set: { haAutomationId: "ai_automation_1" },
    });
    await store.move(id, {
      step: "undone",
      from: ["approved"],
      to: "pending",
      set: { haAutomationId: null },
      remove: "ai_automation_1",
    });
    expect(await store.removals()).to.deep.equal(["ai_automation_1"]);
    await store.completeRemoval("ai_automation_1");
    expect(await store.removals()).to.deep.equal([]);
  });

  it("refreshes and withdraws only pending suggestions", async () => {
    const id = await store.offer(aDraft());
    await store.withdraw(id);
    expect((await store.list(undefined, PAGE)).total).to.equal(0);
    expect((await store.countByStatus()).pending).to.equal(0);
    await store.refresh(id, aDraft({ confidence: 0.9 }));
    expect((await store.list("pending", PAGE)).items.map(({ confidence }) => confidence)).to.deep.equal([0.9]);
    expect((await store.patterns(PAGE)).items[0]?.confidence).to.equal(0.9);
    await store.move(id, { step: "rejected", from: ["pending"], to: "rejected" });
    await store.refresh(id, aDraft({ confidence: 0.1 }));
    await store.withdraw(id);
    expect(await store.find(id)).to.include({ status: "rejected", confidence: 0.9 });
    expect((await store.countByStatus()).rejected).to.equal(1);
  });

  it("shows a withdrawn suggestion again once a user decides on it", async () => {
    const id = await store.offer(aDraft());
    await store.withdraw(id);
    await store.move(id, { step: "approved", from: ["pending"], to: "approved" });
    expect((await store.list("approved", PAGE)).items.map((suggestion) => suggestion.id)).to.deep.equal([id]);
    expect((await store.countByStatus()).approved).to.equal(1);
  });

  it("does not change a suggestion that a user edited, even during an analysis", async () => {
    const id = await store.offer(aDraft());
    await store.modify(id, { ...aDraft().automation, alias: "Mine" }, aDraft().replay, "Mine");
    await store.refresh(id, aDraft());
    await store.withdraw(id);
    expect((await store.list("pending", PAGE)).items.map(({ title }) => title)).to.deep.equal(["Mine"]);
    expect(await steps()).to.deep.equal(["offered", "modified"]);
  });

  it("omits a row that another program wrote with only the required columns", async () => {
    const id = await store.offer(aDraft());
    await home.database("suggestions").insert({ pattern_id: 1, title: "x", automation_yaml: "x", confidence: 1 });
    expect((await store.all()).map((suggestion) => suggestion.id)).to.deep.equal([id]);
    expect((await store.list(undefined, PAGE)).total).to.equal(1);
    expect((await store.countByStatus()).pending).to.equal(1);
  });

  it("stores an edit with its feedback while pending", async () => {
    const id = await store.offer(aDraft());
    const edited = { ...aDraft().automation, alias: "Mine" };
    expect(await store.modify(id, edited, aDraft().replay, "Mine")).to.equal(true);
    const changed = await store.find(id);
    expect(changed).to.deep.include({ title: "Mine", automation: edited, isModified: true });
    expect(await home.database("user_feedback").pluck("action")).to.deep.equal(["modified"]);
    await store.move(id, { step: "rejected", from: ["pending"], to: "rejected" });
    expect(await store.modify(id, edited, aDraft().replay, "Again")).to.equal(false);
  });
});
