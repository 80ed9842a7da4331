import type { ConditionPlan } from "../../plan.ts";
import { parseExpression } from "./parse-expression.ts";
import { tokensOf } from "./tokens.ts";
import { not, UnreadTemplate } from "./value.ts";

const OUTPUT = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/;
const CHOICE =
  /^\s*\{%-?\s*if\b([^{}]*?)-?%\}\s*(?:\{\{-?)?\s*(true|false)\s*(?:-?\}\})?\s*\{%-?\s*else\s*-?%\}\s*(?:\{\{-?)?\s*(true|false)\s*(?:-?\}\})?\s*\{%-?\s*endif\s*-?%\}\s*$/i;

/**
 * Reads a template of one of the closed forms that people write as conditions: comparisons of states, numbers and the
 * time, joined by `and`, `or` and `not`. A string is what is not read in it. Templates of any other form are not
 * evaluated.
 */
export function readTemplate(template: string): ConditionPlan | string {
  const choice = CHOICE.exec(template);
  const [, whenTrue, whenFalse] =
    choice
      ?.slice(0, 4)
      .map((text) => text.toLowerCase())
      .slice(1) ?? [];
  if (choice !== null && whenTrue === whenFalse) return "two equal answers";
  const expression = choice?.[1] ?? OUTPUT.exec(template)?.[1];
  const tokens = expression === undefined ? undefined : tokensOf(expression);
  if (tokens === undefined) return "statements or signs of Jinja";
  try {
    const condition = parseExpression(tokens);
    return whenTrue === "false" ? not(condition) : condition;
  } catch (error) {
    if (error instanceof UnreadTemplate) return error.message;
    throw error;
  }
}
