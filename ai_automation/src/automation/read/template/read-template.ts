import type { ConditionPlan } from "../../plan.ts";
import { choicesIn } from "./choices.ts";
import { parseExpression, type Variables } from "./parse-expression.ts";
import { tokensOf } from "./tokens.ts";
import { truthOf, UnreadTemplate, type Value } from "./value.ts";

const COMMENT = /\{#[\s\S]*?#\}/g;
const SET = /^\s*\{%-?\s*set\s+(\w+)\s*=([^{}]*?)-?%\}/;
const OUTPUT = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/;

/**
 * Reads a template of one of the closed forms that people write as conditions: comparisons of states, numbers and the
 * time, joined by `and`, `or` and `not`, also by way of `set`. A string is what is not read in it. Templates of any other
 * form are not evaluated.
 */
export function readTemplate(template: string): ConditionPlan | string {
  try {
    return read(template.replaceAll(COMMENT, ""));
  } catch (error) {
    if (error instanceof UnreadTemplate) return error.message;
    throw error;
  }
}

function read(template: string): ConditionPlan {
  const variables = new Map<string, Value>();
  let rest = template;
  for (let set = SET.exec(rest); set !== null; set = SET.exec(rest)) {
    const [statement, name = "", expression = ""] = set;
    variables.set(name, valueOf(expression, variables));
    rest = rest.slice(statement.length);
  }
  const choices = rest.includes("{%") ? choicesIn(rest) : undefined;
  if (choices === undefined) return truthOf(valueOf(OUTPUT.exec(rest)?.[1], variables));
  const met = choices.filter(({ text }) => isYes(text));
  if (met.length === choices.length) throw new UnreadTemplate("equal answers");
  const conditions = met.map(({ condition }) => truthOf(valueOf(OUTPUT.exec(condition)?.[1], variables)));
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { kind: "or", conditions };
}

function isYes(answer: string): boolean {
  if (!/^(?:true|false)$/i.test(answer)) throw new UnreadTemplate("an answer that is neither true nor false");
  return answer.toLowerCase() === "true";
}

function valueOf(expression: string | undefined, variables: Variables): Value {
  const tokens = expression === undefined ? undefined : tokensOf(expression);
  if (tokens === undefined) throw new UnreadTemplate("statements or signs of Jinja");
  return parseExpression(tokens, variables);
}
