import { z } from "zod";
import type { LanguageModel } from "../../model/language-model.ts";
import { examplesFor } from "./examples.ts";
import { CHANGE_INSTRUCTIONS } from "./instructions.ts";
import { changePlan } from "./plan/change-plan.ts";
import { salvagedPlan } from "./salvaged-plan.ts";

/**
 * Whether a model writes the right plan for a test request. Those that do not write wrong plans for most requests. Asked
 * once for each model. @throws AppError language_model_failed, language_model_limit
 */
export function canPlan(model: LanguageModel, signal: AbortSignal): Promise<boolean> {
  const known = answers.get(model);
  if (known !== undefined) return known;
  const asked = plansRightly(model, signal);
  answers.set(model, asked);
  asked.catch(() => answers.delete(model));
  return asked;
}

const answers = new WeakMap<LanguageModel, Promise<boolean>>();

async function plansRightly(model: LanguageModel, signal: AbortSignal): Promise<boolean> {
  const instructions = `${CHANGE_INSTRUCTIONS}\n${examplesFor(PROBE.request, { language: "en", isNew: true })}`;
  const input = JSON.stringify(PROBE);
  const plan = await model.ask({ task: "change", instructions, input, form: anyPlan, shown: changePlan }, signal);
  const textsOf = (changes: readonly object[]): string =>
    changes
      .map((one) => JSON.stringify(one))
      .toSorted()
      .join();
  return plan !== undefined && textsOf(plan.changes) === textsOf(PROBE_CHANGES);
}

/** Accepts every answer, since a wrong one is an answer too. */
const anyPlan = z.unknown().transform((answer) => salvagedPlan.safeParse(answer).data);

/** A request of which the right plan is known. */
export const PROBE = {
  language: "en",
  request: "turn the fountain off at a quarter past nine in the evening, but leave out Wednesdays",
  things: [
    { thing: "t1", kind: "light", name: "Pond light" },
    { thing: "t2", kind: "switch", name: "Fountain" },
  ],
  automation: null,
};

export const PROBE_CHANGES = [
  { change: "at", time: "21:15" },
  { change: "days", days: ["mon", "tue", "thu", "fri", "sat", "sun"] },
  { change: "act", thing: "t2", state: "off" },
];
