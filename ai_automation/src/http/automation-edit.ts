import { z } from "zod";
import type { AutomationEdit } from "../automation/read/input.ts";
import { REPLAY_SPANS } from "../suggestions/deciding/review.ts";

/** Characters; ordinary automations have a tenth. The parser needs more than linear time for some texts. */
const MAX_YAML = 20_000;

const confirmation = { confirm_risky: z.boolean().default(false) };

/**
 * @openapi
 * components:
 *   requestBodies:
 *     AutomationEdit:
 *       required: true
 *       description: "Exactly one of the two. confirm_risky allows an automation that acts on doors, gates, locks, heating, water or alarms without asking."
 *       content:
 *         application/json:
 *           schema:
 *             oneOf:
 *               - { type: object, required: [automation], additionalProperties: false, properties: { automation: { type: object }, confirm_risky: { type: boolean } } }
 *               - { type: object, required: [automation_yaml], additionalProperties: false, properties: { automation_yaml: { type: string, maxLength: 20000 }, confirm_risky: { type: boolean } } }
 *     ReplayRequest:
 *       required: true
 *       description: An edit and the days to replay it on
 *       content:
 *         application/json:
 *           schema:
 *             description: "The span: the held-out days, or the whole recorded history"
 *             oneOf:
 *               - { type: object, required: [automation], additionalProperties: false, properties: { automation: { type: object }, span: { $ref: "#/components/schemas/ReplaySpan" }, confirm_risky: { type: boolean } } }
 *               - { type: object, required: [automation_yaml], additionalProperties: false, properties: { automation_yaml: { type: string, maxLength: 20000 }, span: { $ref: "#/components/schemas/ReplaySpan" }, confirm_risky: { type: boolean } } }
 *   schemas:
 *     ReplaySpan: { type: string, enum: [held_out, all], default: held_out }
 */
export const automationEdit = z
  .union(
    [
      z.strictObject({ automation: z.record(z.string(), z.unknown()), ...confirmation }),
      z.strictObject({ automation_yaml: z.string().max(MAX_YAML), ...confirmation }),
    ],
    'give exactly one of {"automation": …} and {"automation_yaml": "…"}',
  )
  .transform((body): AutomationEdit => ({
    ...("automation" in body ? { automation: body.automation } : { automationYaml: body.automation_yaml }),
    isRiskConfirmed: body.confirm_risky,
  }));

const span = z.enum(REPLAY_SPANS).default("held_out");

/** An edit and the days to replay it on. */
export const replayRequest = z.looseObject({ span }).transform(({ span, ...edit }, context) => {
  const parsed = automationEdit.safeParse(edit);
  if (parsed.success) return { edit: parsed.data, span };
  context.issues.push(
    ...parsed.error.issues.map(({ message, path }) => ({ code: "custom" as const, message, path, input: edit })),
  );
  return z.NEVER;
});
