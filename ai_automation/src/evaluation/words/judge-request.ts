import type { AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import type { Entity } from "../../model/home.ts";
import type { LanguageModel } from "../../model/language-model.ts";
import { applyPlan } from "../../suggestions/asking/apply-plan.ts";
import { changePlan, type ChangePlan } from "../../suggestions/asking/plan/change-plan.ts";
import { plannedRequest } from "../../suggestions/asking/planned-request.ts";
import { homeIn, type HeldOutRequest } from "./held-out-requests.ts";

/**
 * `right`: the expected automation. `asked`: the expected one, to be confirmed. `refused`: none. `doubted`: a wrong one,
 * to be confirmed. `wrong`: a wrong one without any doubt. Refusing a request that no automation can express is right.
 */
export type RequestOutcome = "right" | "asked" | "refused" | "doubted" | "wrong";

/** Judges by the automation that results, not by the plan. Null as model: what is understood without one. */
export async function judgeRequest(
  request: HeldOutRequest,
  model: LanguageModel | null,
  entities = homeIn(request.language),
): Promise<RequestOutcome> {
  const { language, about, text, changes } = request;
  const home = { info: { language }, entities, persons: [] };
  const refused = changes.length === 0 ? "right" : "refused";
  const asked = { text, automation: AUTOMATIONS[about], signal: new AbortController().signal };
  const planned = await orRefused(() => plannedRequest(asked, home, model));
  if (planned === undefined) return refused;
  const { plan, entityOf, mismatches } = planned;
  const result = await orRefused(() => applied(about, plan, entityOf, entities));
  if (plan.changes.length === 0 || result === undefined || (about === "new" && isIncomplete(result))) return refused;
  const isQuestion = mismatches.length > 0 || plan.not_possible !== null;
  const expected = { changes: changes.map(plannedOf), not_possible: null };
  const right =
    changes.length === 0
      ? undefined
      : await orRefused(() => applied(about, expected, (id) => entities.get(id), entities));
  const isRight = right !== undefined && JSON.stringify(result) === JSON.stringify(right);
  if (isRight) return isQuestion ? "asked" : "right";
  return isQuestion ? "doubted" : "wrong";
}

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

const applied = (
  about: HeldOutRequest["about"],
  plan: ChangePlan,
  entityOf: (thing: string) => Entity | undefined,
  entities: ReadonlyMap<string, Entity>,
): AutomationConfig =>
  applyPlan(AUTOMATIONS[about] ?? EMPTY, plan, { entityOf, entities, personIds: ["person.anna", "person.ben"] });

const isIncomplete = ({ triggers, actions }: AutomationConfig): boolean =>
  triggers.length === 0 || actions.length === 0;

/** Undefined if it is refused in words. */
async function orRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
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
