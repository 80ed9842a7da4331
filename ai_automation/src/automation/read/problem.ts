import type { z } from "zod";
import { because, isReason, type Reason } from "../../model/reason.ts";

/** Why a trigger or condition of a kind could not be parsed: by the first problem. */
export function reasonOf(part: "trigger" | "condition", kind: string, error: z.ZodError): Reason {
  const [issue] = error.issues;
  const own = issue === undefined ? undefined : reasonIn(issue);
  if (own !== undefined) return own;
  const where = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : (issue?.path ?? []).join(".");
  return where === "" ? because(`${part}_invalid`, { kind }) : because(`${part}_form`, { kind, part: where });
}

/** An issue for a part that could be parsed, but for another reason is not understood. */
export const issueOf = (reason: Reason) => ({ code: "custom", params: reason, message: reason.code }) as const;

const reasonIn = (issue: z.core.$ZodIssue): Reason | undefined =>
  issue.code === "custom" && issue.params !== undefined && isReason(issue.params) ? issue.params : undefined;
