import { expect } from "chai";
import { judgeMessy, summariseMessy } from "../../../../../src/evaluation/quality/messy/messy-quality.ts";
import { NOTHING_RENAMED } from "../../../../../src/evaluation/quality/messy/nuisance.ts";
import { compareRules, rulesOf } from "../../../../../src/evaluation/quality/messy/suggestion-sets.ts";
import { plantHistory, plantRecording } from "../../../../../src/evaluation/quality/planted-frame.ts";
import type { AutomationConfig, ConfigPart } from "../../../../../src/model/automation.ts";
import { aDraft } from "../../../../support/a-draft.ts";

const opens: ConfigPart = { trigger: "state", entity_id: "binary_sensor.front_door", to: "on" };

const turningOn = (trigger: ConfigPart, entityIds: readonly string[], data?: ConfigPart): AutomationConfig => ({
  alias: "",
  triggers: [trigger],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: entityIds }, ...(data !== undefined && { data }) }],
});

const drafts = (...automations: readonly AutomationConfig[]) => automations.map((automation) => aDraft({ automation }));

describe("two sets of suggestions", () => {
  const compare = (before: readonly AutomationConfig[], after: readonly AutomationConfig[]) =>
    compareRules(rulesOf(drafts(...before)), rulesOf(drafts(...after)));

  it("are equal regardless of order and of how targets are grouped", () => {
    const [hall, study] = [turningOn(opens, ["light.hall"]), turningOn(opens, ["light.study"])];
    expect(compare([hall, study], [turningOn(opens, ["light.study", "light.hall"])])).to.deep.equal({
      unchanged: 2,
      changed: 0,
      lost: 0,
      gained: 0,
    });
  });

  it("differ if a level or time was added to the same trigger and effect", () => {
    const at = (time: string) => turningOn({ trigger: "time", at: time }, ["light.hall"]);
    const dimmed = turningOn(opens, ["light.hall"], { brightness_pct: 78 });
    expect(compare([turningOn(opens, ["light.hall"])], [dimmed])).to.include({ unchanged: 0, changed: 1 });
    expect(compare([at("07:00:00")], [at("07:10:00")])).to.include({ unchanged: 0, changed: 1 });
  });

  it("lose and gain one if the effect differs", () => {
    const [hall, study] = [turningOn(opens, ["light.hall"]), turningOn(opens, ["light.study"])];
    expect(compare([hall], [study])).to.deep.equal({ unchanged: 0, changed: 0, lost: 1, gained: 1 });
  });
});

describe("suggestions for a messy home", () => {
  const clean = plantHistory({ seed: 5, days: 30 });
  const { recording } = plantRecording({ seed: 5, days: 30 });
  const hall = turningOn(opens, ["light.hall"]);
  const disturbed = { recording, added: ["light.all_lamps"], renamed: new Map([["light.hall_main", "light.hall"]]) };

  it("are unchanged if nothing differs", () => {
    const judged = judgeMessy(clean, drafts(hall), disturbed, drafts(hall));
    expect(judged).to.include({ unchanged: 1, changed: 0, lost: 0, gained: 0, onAdded: 0 });
    expect(judged.f1).to.equal(judged.cleanF1);
    expect(judged.f1).to.be.above(0);
  });

  it("count those on added entities separately, and as wrong", () => {
    const both = turningOn(opens, ["light.hall", "light.all_lamps"]);
    const judged = judgeMessy(clean, drafts(hall), disturbed, drafts(both));
    expect(judged).to.include({ unchanged: 1, gained: 0, onAdded: 1 });
    expect(judged.f1).to.be.below(judged.cleanF1);
  });

  it("are unchanged under the new id of an old entity", () => {
    const judged = judgeMessy(clean, drafts(hall), disturbed, drafts(turningOn(opens, ["light.hall_main"])));
    expect(judged).to.include({ unchanged: 1, lost: 0, gained: 0, onAdded: 0 });
    expect(judged.f1).to.equal(judged.cleanF1);
  });

  it("are wrong if they need an added entity", () => {
    const byGroup = turningOn({ trigger: "state", entity_id: "light.all_lamps", to: "on" }, ["light.hall"]);
    expect(judgeMessy(clean, [], disturbed, drafts(byGroup))).to.include({ gained: 1, f1: 0 });
  });

  it("are summarised over homes", () => {
    const nothing = { ...disturbed, renamed: NOTHING_RENAMED };
    const judged = [drafts(hall), drafts(turningOn(opens, ["light.all_lamps"]))].map((offered) =>
      judgeMessy(clean, drafts(hall), nothing, offered),
    );
    expect(summariseMessy(judged)).to.include({
      homes: 2,
      lost: 0.5,
      onAdded: 0.5,
      shareOnAdded: 0.5,
      shareSameSet: 0.5,
    });
  });
});
