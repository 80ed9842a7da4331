import { expect } from "chai";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import { AppError } from "../../../../src/model/errors.ts";
import type { Entity } from "../../../../src/model/home.ts";
import { applyPlan } from "../../../../src/suggestions/asking/apply-plan.ts";
import { mismatchesOf } from "../../../../src/suggestions/asking/mismatches.ts";
import { changePlan, type ChangePlan } from "../../../../src/suggestions/asking/plan/change-plan.ts";
import { planRequest } from "../../../../src/suggestions/asking/spoken/plan-request.ts";
import { HELD_OUT_REQUESTS, homeIn, type HeldOutRequest } from "./held-out-requests.ts";

const act = (action: string, entityId: string) => ({ action, target: { entity_id: [entityId] } });
const motion = { trigger: "state", entity_id: "binary_sensor.hall" };

const AUTOMATIONS: Readonly<Record<HeldOutRequest["about"], AutomationConfig | null>> = {
  clock: anAutomation({ trigger: "time", at: "07:10:00" }, act("light.turn_on", "light.hall")),
  motion: anAutomation({ ...motion, to: "on" }, act("light.turn_on", "light.hall")),
  still: anAutomation({ ...motion, to: "off", for: "00:05:00" }, act("light.turn_off", "light.hall")),
  sun: anAutomation({ trigger: "sun", event: "sunset" }, act("cover.close_cover", "cover.living")),
  new: null,
};

function anAutomation(trigger: object, action: object): AutomationConfig {
  return { alias: "", triggers: [{ ...trigger }], conditions: [], actions: [{ ...action }], mode: "single" };
}

const EMPTY: AutomationConfig = { alias: "", triggers: [], conditions: [], actions: [], mode: "single" };

/** Undefined if the plan cannot be applied. */
function applied(about: HeldOutRequest["about"], plan: ChangePlan, entities: ReadonlyMap<string, Entity>): unknown {
  try {
    return applyPlan(AUTOMATIONS[about] ?? EMPTY, plan, {
      entityOf: (id) => entities.get(id),
      entities,
      personIds: ["person.anna", "person.ben"],
    });
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

type Outcome = "right" | "asked" | "not_understood" | "wrong";

function outcomeOf({ language, about, text, changes }: HeldOutRequest): Outcome {
  const entities = homeIn(language);
  const read = planRequest(text, AUTOMATIONS[about], { entities, language });
  const isPossible = changes.length > 0;
  if (read.kind === "not_understood") return isPossible ? "not_understood" : "right";
  const result = applied(about, read.plan, entities);
  if (result === undefined) return isPossible ? "not_understood" : "right";
  const entityOf = (id: string): Entity | undefined => entities.get(id);
  const doubts = mismatchesOf(text, read.plan, { language, entityOf, isMentioned: () => true });
  const isQuestion = doubts.length > 0 || read.isHalfDayOpen;
  const expected = { changes: changes.map(plannedOf), not_possible: null };
  if (JSON.stringify(result) === JSON.stringify(applied(about, expected, entities)))
    return isQuestion ? "asked" : "right";
  return isQuestion ? "not_understood" : "wrong";
}

/** The expected change, whose `thing` is an entity id where a model's is a short name. */
function plannedOf(change: object): ChangePlan["changes"][number] {
  const thing = "thing" in change && typeof change.thing === "string" ? change.thing : null;
  const [planned] = changePlan.parse({
    changes: [thing === null ? change : { ...change, thing: "t1" }],
    not_possible: null,
  }).changes;
  if (planned === undefined) throw new Error("No change is expected");
  return thing !== null && "thing" in planned ? { ...planned, thing } : planned;
}

describe("requests that were written before the parser", () => {
  it("cover eight in each language", () => {
    const counts = Object.groupBy(HELD_OUT_REQUESTS, ({ language }) => language);
    expect(Object.values(counts).map((requests) => requests?.length)).to.deep.equal([8, 8, 8, 8, 8]);
  });

  it("are never understood wrongly, in any language", () => {
    const wrong = HELD_OUT_REQUESTS.filter((request) => outcomeOf(request) === "wrong");
    expect(wrong.map(({ text }) => text)).to.deep.equal([]);
  });

  it("are mostly understood without a model, some with a question", () => {
    const counts = Object.groupBy(HELD_OUT_REQUESTS.map(outcomeOf), (outcome) => outcome);
    expect({
      right: counts.right?.length,
      asked: counts.asked?.length,
      notUnderstood: counts.not_understood?.length,
    }).to.deep.equal({ right: 35, asked: 4, notUnderstood: 1 });
  });
});
