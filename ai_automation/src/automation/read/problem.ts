import type { z } from "zod";

/** The first problem of a failed parse in words, as the end of "a state trigger with ...". */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "an unknown problem";
  if (issue.code === "unrecognized_keys") return `the key ${issue.keys.join(", ")}`;
  const where = issue.path.join(".");
  const message = messageOf(issue);
  return where === "" ? message : `${where}: ${message}`;
}

/** For a union, prefers our own message from any of its branches. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union") return issue.message;
  return issue.errors.flat().find(({ code }) => code === "custom")?.message ?? issue.message;
}
