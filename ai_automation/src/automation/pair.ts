import { z } from "zod";
import type { AutomationConfig, ConfigPart } from "../model/automation.ts";

/** Two automations in one: each has its own trigger, conditions and actions. */
export type Halves = readonly [first: AutomationConfig, second: AutomationConfig];

/** The trigger ids, by which the automation chooses what to do. */
const IDS = ["starts", "ends"] as const;

/** One automation that does what two with one trigger each do. */
export function pairOf(
  halves: Halves,
  { alias, description }: { readonly alias: string; readonly description: string },
): AutomationConfig {
  return {
    alias,
    description,
    triggers: halves.flatMap(({ triggers }, index) => triggers.map((trigger) => ({ ...trigger, id: IDS[index] }))),
    conditions: [],
    actions: [
      {
        choose: halves.map(({ conditions, actions }, index) => ({
          conditions: [{ condition: "trigger", id: IDS[index] }, ...conditions],
          sequence: actions,
        })),
      },
    ],
    mode: "single",
  };
}

const part = z.record(z.string(), z.unknown());
const triggered = z.object({ condition: z.literal("trigger"), id: z.string() });
const option = z.strictObject({ conditions: z.tuple([triggered], part), sequence: z.array(part) });
const pair = z.object({
  triggers: z.tuple([z.looseObject({ id: z.string() }), z.looseObject({ id: z.string() })]),
  actions: z.tuple([z.strictObject({ choose: z.tuple([option, option]) })]),
});

/** The two automations that a pair consists of; undefined for any other automation. */
export function halvesOf(config: AutomationConfig): Halves | undefined {
  const parsed = pair.safeParse(config);
  if (!parsed.success) return undefined;
  const { triggers, actions } = parsed.data;
  const [first, second] = actions[0].choose;
  const half = ({ conditions: [{ id }, ...own], sequence }: z.infer<typeof option>): AutomationConfig => ({
    ...config,
    triggers: triggers.filter((trigger) => trigger.id === id).map(({ id: _id, ...trigger }): ConfigPart => trigger),
    conditions: [...config.conditions, ...own],
    actions: sequence,
  });
  const halves: Halves = [half(first), half(second)];
  return halves.every((one) => one.triggers.length === 1) ? halves : undefined;
}

/** Edits both halves. A half that is left without an action is left out; of a pair without any, the first remains. */
export function withHalves(
  config: AutomationConfig,
  [first, second]: Halves,
  edit: (half: AutomationConfig) => AutomationConfig,
): AutomationConfig {
  const edited: Halves = [edit(first), edit(second)];
  const [only, other] = edited.filter(({ actions }) => actions.length > 0);
  if (only !== undefined && other !== undefined) return { ...config, ...pairOf(edited, textsOf(config)) };
  return only ?? edited[0];
}

const textsOf = ({ alias, description }: AutomationConfig): { alias: string; description: string } => ({
  alias,
  description: typeof description === "string" ? description : "",
});
