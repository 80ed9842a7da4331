import { entitiesNamedBy } from "../../automation/named-entities.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError } from "../../model/errors.ts";
import type { Entity, HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { LanguageModel } from "../../model/language-model.ts";
import { canPlan } from "./can-plan.ts";
import { chosenChanges } from "./choices/chosen-changes.ts";
import { examplesFor } from "./examples.ts";
import { hiddenNamesIn, type HiddenNames } from "./hidden-names.ts";
import { CHANGE_INSTRUCTIONS, inputOf } from "./instructions.ts";
import { knownThings } from "./known-things.ts";
import { mismatchesOf, type Mismatch } from "./mismatches.ts";
import { changePlan, type ChangePlan } from "./plan/change-plan.ts";
import { salvagedPlan } from "./salvaged-plan.ts";
import { openRequest } from "./spoken/open-request.ts";
import { planRequest, type ReadRequest } from "./spoken/plan-request.ts";

/** `automation` is the one to change; null for a new one. Aborting the signal ends the language model's work. */
export interface AskedRequest {
  readonly text: string;
  readonly automation: AutomationConfig | null;
  readonly signal: AbortSignal;
}

type AskedHome = Pick<HomeSnapshot, "entities" | "persons"> & { readonly info: Pick<HomeInfo, "language"> };

export interface PlannedRequest {
  readonly plan: ChangePlan;
  /** What a `thing` of the plan is. */
  readonly entityOf: (thing: string) => Entity | undefined;
  /** Differences between request and plan. If there are any, the plan is shown as a question. */
  readonly mismatches: readonly Mismatch[];
}

/**
 * Plans a request without a language model if all its words can be read, else with one.
 * @throws AppError no_language_model, language_model_failed, language_model_limit, not_understood
 */
export async function plannedRequest(
  { text, automation, signal }: AskedRequest,
  home: AskedHome,
  model: LanguageModel | null,
): Promise<PlannedRequest> {
  const { info, entities } = home;
  const { language } = info;
  const read = planRequest(text, automation, { entities, language });
  if (read.kind === "plan" || (read.kind === "partial" && model === null)) {
    const entityOf = (entityId: string): Entity | undefined => entities.get(entityId);
    return { plan: read.plan, entityOf, mismatches: mismatchesOfRead(text, read, { language, entityOf }) };
  }
  if (model === null) throw noModel(read.unexplained);
  const hidden = hiddenNamesIn(home);
  if (!(await canPlan(model, signal)))
    return chosenRequest({ text, automation, signal }, home, {
      model,
      unexplained: read.unexplained,
      hide: hidden.hide,
    });
  const own = automation === null ? [] : entitiesNamedBy(automation);
  const things = knownThings(text, entities, own, hidden.hide);
  const { dropped, ...answer } = await model.ask(
    {
      task: "change",
      instructions: `${CHANGE_INSTRUCTIONS}\n${examplesFor(text, { language, isNew: automation === null })}`,
      input: inputOf({ request: hidden.hide(text), language, things, automation }),
      form: salvagedPlan,
      shown: changePlan,
    },
    signal,
  );
  const plan = withNames(answer, hidden);
  const mismatches = mismatchesOf(text, plan, { ...things, language });
  const unused = dropped.map((what): Mismatch => ({ kind: "dropped", what }));
  return {
    plan,
    entityOf: things.entityOf,
    mismatches: [...mismatches, ...unused, interpreted(read.unexplained)],
  };
}

/** Models invent plans for words that no change expresses ("only when it rains"), so the user has to confirm. */
const interpreted = (unexplained: readonly string[]): Mismatch => ({
  kind: "interpreted",
  what: unexplained.map((words) => `“${words}”`).join(", "),
});

/** Plans with a model that only has to choose. */
async function chosenRequest(
  { text, automation, signal }: AskedRequest,
  { info: { language }, entities }: AskedHome,
  {
    model,
    unexplained,
    hide,
  }: {
    readonly model: LanguageModel;
    readonly unexplained: readonly string[];
    readonly hide: (text: string) => string;
  },
): Promise<PlannedRequest> {
  const open = openRequest(text, automation, { entities, language });
  const scope = { model, signal, automation, entities, hide };
  const changes = open === undefined ? undefined : await chosenChanges(text, open, scope);
  if (changes === undefined) throw neitherUnderstood(unexplained);
  const plan = { changes: [...changes], not_possible: null };
  const entityOf = (entityId: string): Entity | undefined => entities.get(entityId);
  const mismatches = mismatchesOf(text, plan, { language, entityOf, isMentioned: () => true });
  return { plan, entityOf, mismatches: [...mismatches, interpreted(unexplained)] };
}

/** Every number and day of a request in the home's language is in its plan: the parser leaves out no word. */
const ACCOUNTED_FOR: ReadonlySet<string> = new Set(["not_said", "left_out", "days"]);

function mismatchesOfRead(
  text: string,
  read: Exclude<ReadRequest, { readonly kind: "not_understood" }>,
  scope: { readonly language: string; readonly entityOf: (entityId: string) => Entity | undefined },
): readonly Mismatch[] {
  const isAccountedFor = read.kind === "plan" && read.isOwnLanguage;
  const found = mismatchesOf(text, read.plan, { ...scope, isMentioned: () => true });
  return [
    ...found.filter(({ kind }) => !isAccountedFor || !ACCOUNTED_FOR.has(kind)),
    ...(read.isHalfDayOpen ? [{ kind: "half_day" as const, what: "" }] : []),
    ...read.doubts.map((what): Mismatch => ({ kind: "spelling", what })),
    ...(read.kind === "partial" ? read.unexplained : []).map((what): Mismatch => ({ kind: "not_understood", what })),
  ];
}

const quoted = (unexplained: readonly string[]): string => unexplained.map((one) => `"${one}"`).join(", ");

function neitherUnderstood(unexplained: readonly string[]): AppError {
  const words = quoted(unexplained);
  return new AppError(
    "not_understood",
    `Neither the app nor the language model understood: ${words}. Say it in other words, or use the editor.`,
    { told: { reason: "words_not_understood_by_model", values: { words } } },
  );
}

function noModel(unexplained: readonly string[]): AppError {
  const words = quoted(unexplained);
  return new AppError(
    "no_language_model",
    `Not understood: ${words}. Say it in other words, use the editor, or set up a language model in the app's options.`,
    { told: { reason: "words_not_understood", values: { words } } },
  );
}

const withNames = ({ changes, not_possible }: ChangePlan, hidden: HiddenNames): ChangePlan => ({
  changes: changes.map((change) =>
    change.change === "name" ? { ...change, text: hidden.reveal(change.text) } : change,
  ),
  not_possible: not_possible === null ? null : hidden.reveal(not_possible),
});
