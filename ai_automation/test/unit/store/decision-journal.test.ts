import { dirname, join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import type { AutomationConfig } from "../../../src/model/automation.ts";
import { createDecisionJournal } from "../../../src/store/decision-journal.ts";
import { createExclusionStore } from "../../../src/store/exclusion-store.ts";
import { journaled } from "../../../src/store/journaled-store.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

describe("decision journal", () => {
  let lost: TemporaryDatabase;
  let fresh: TemporaryDatabase;
  beforeEach(async () => {
    lost = await temporaryDatabase();
    fresh = await temporaryDatabase();
  });
  afterEach(async () => {
    await lost.remove();
    await fresh.remove();
  });

  it("restores exclusions, former ids, the learning pause and deletions, but only into an empty database", async () => {
    const path = join(dirname(lost.path), "decisions.jsonl");
    const archive = createChangeArchive(lost.database);
    await createExclusionStore(lost.database).replace([{ kind: "entity", id: "camera.bedroom" }]);
    await createKeyValueStore(lost.database).set("learning_paused_since", 7);
    await createKeyValueStore(lost.database).set("something_else", 8);
    const move = { id: 1, batch: 1, kind: "renamed", from_id: "camera.bed", to_id: "camera.bedroom", at: 5 };
    await lost.database("entity_moves").insert(move);
    await createForgetter(lost.database, { now: () => 1_000, onForgotten: () => undefined, archive }).everything();
    await createDecisionJournal(lost.database, path).compact();

    const restore = () => createDecisionJournal(fresh.database, path).restore();
    await restore();
    const excluded = createExclusionStore(fresh.database);
    expect(await excluded.list()).to.deep.equal([{ kind: "entity", id: "camera.bedroom" }]);
    expect(await fresh.database("entity_moves")).to.deep.equal([move]);
    expect(await fresh.database("kept_values").pluck("name")).to.have.members([
      "learning_paused_since",
      "history_forgotten_until",
    ]);
    expect(await createChangeArchive(fresh.database).missing({ from: 0, to: 1_500 })).to.deep.equal([
      { from: 1_000, to: 1_500 },
    ]);
    await excluded.replace([]);
    await restore();
    expect(await excluded.list()).to.deep.equal([]);
  });

  it("restores a created automation with its fix applied", async () => {
    const path = join(dirname(lost.path), "decisions.jsonl");
    const store = journaled(createSuggestionStore(lost.database), createDecisionJournal(lost.database, path));
    const created = aDraft().automation;
    const fixed: AutomationConfig = { ...created, conditions: [{ condition: "time", weekday: ["mon"] }] };
    const haAutomationId = "ai_automation_0011223344556677";
    const deploy = { step: "deployed", from: ["pending"], to: "deployed", set: { haAutomationId } } as const;
    const originId = await store.offer(aDraft());
    await store.move(originId, deploy);
    const fix = { automationId: haAutomationId, configBefore: created, before: "always", after: "on Mondays" };
    const fixId = await store.offer(aDraft({ automation: fixed, fix }));
    await store.move(fixId, { ...deploy, becomes: { haAutomationId, automation: fixed } });

    expect(await createDecisionJournal(fresh.database, path).restore()).to.equal(2);
    expect((await createSuggestionStore(fresh.database).find(originId))?.automation).to.deep.equal(fixed);
  });
});
