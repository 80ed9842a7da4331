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
const messageOf = (issue: z.core.$ZodIssue): string => ownMessageIn(issue) ?? issue.message;

function ownMessageIn(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "custom") return issue.message;
  if (issue.code !== "invalid_union") return undefined;
  return issue.errors
    .flat()
    .map(ownMessageIn)
    .find((message) => message !== undefined);
}
