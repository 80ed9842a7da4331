import { literalText } from "./literal.ts";

/** A text that a template may make, and the template of the condition under which it does. */
export interface Choice {
  readonly condition: string;
  readonly text: string;
}

const IF = /\{%-?\s*if\b([^{}]*?)-?%\}([\s\S]*)\{%-?\s*endif\s*-?%\}/;
const NEXT = /\{%-?\s*(?:elif\b([^{}]*?)|else\s*)-?%\}/;
const OUTPUT = /\{\{-?([^{}]*?)-?\}\}/;

/**
 * The texts of a template that chooses between fixed ones, by `if`, `a if b else c` or `iif`. Each condition excludes the
 * others, so that with an error in one none is met, as the template then makes none. Undefined for any other template.
 */
export function choicesIn(template: string): readonly Choice[] | undefined {
  const statement = IF.exec(template);
  const found = statement ?? OUTPUT.exec(template);
  if (found === null) return undefined;
  const before = template.slice(0, found.index);
  const after = template.slice(found.index + found[0].length);
  if (/\{[{%]/.test(before + after)) return undefined;
  const branches = statement === null ? branchesOf(found[1] ?? "") : statementBranches(found[1] ?? "", found[2] ?? "");
  if (branches === undefined) return undefined;
  return branches.map(({ conditions, text }) => ({
    condition: `{{ ${conditions.map((condition) => `(${condition.trim()})`).join(" and ")} }}`,
    text: `${before}${text.trim()}${after}`.trim(),
  }));
}

interface Branch {
  readonly conditions: readonly string[];
  readonly text: string;
}

/** What follows `{% if condition %}` up to `{% endif %}`; without an `else`, the template may make no text. */
function statementBranches(
  condition: string,
  rest: string,
  failed: readonly string[] = [],
): readonly Branch[] | undefined {
  const next = NEXT.exec(rest);
  if (next === null) return undefined;
  const text = plainText(rest.slice(0, next.index));
  if (text === undefined) return undefined;
  const own = { conditions: [...failed, condition], text };
  const others = [...failed, `not (${condition.trim()})`];
  const left = rest.slice(next.index + next[0].length);
  if (next[1] !== undefined) {
    const more = statementBranches(next[1], left, others);
    return more === undefined ? undefined : [own, ...more];
  }
  const last = plainText(left);
  return last === undefined ? undefined : [own, { conditions: others, text: last }];
}

function plainText(text: string): string | undefined {
  if (!/\{[{%#]/.test(text)) return text;
  const expression = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/.exec(text)?.[1];
  return expression === undefined ? undefined : literalText(expression);
}

const LITERAL = String.raw`('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?)`;
const TERNARY = new RegExp(`^${LITERAL}\\s+if\\s+([\\s\\S]+?)\\s+else\\s+([\\s\\S]+)$`);
const IIF = new RegExp(`^iif\\(([\\s\\S]+),\\s*${LITERAL}\\s*,\\s*${LITERAL}\\s*\\)$`);
const PIPED = new RegExp(`^([\\s\\S]+)\\|\\s*iif\\(\\s*${LITERAL}\\s*,\\s*${LITERAL}\\s*\\)$`);

function branchesOf(expression: string, failed: readonly string[] = []): readonly Branch[] | undefined {
  const text = bare(expression);
  const [, chosen, condition, rest] = TERNARY.exec(text) ?? [];
  if (chosen !== undefined && condition !== undefined && rest !== undefined) {
    const others = [...failed, `not (${condition})`];
    const last = literalText(rest);
    const more = last === undefined ? branchesOf(rest, others) : [{ conditions: others, text: last }];
    return more === undefined
      ? undefined
      : [{ conditions: [...failed, condition], text: literalText(chosen) ?? "" }, ...more];
  }
  const [, asked, met, unmet] = IIF.exec(text) ?? PIPED.exec(text) ?? [];
  if (asked === undefined || met === undefined || unmet === undefined) return undefined;
  return [
    { conditions: [...failed, asked], text: literalText(met) ?? "" },
    { conditions: [...failed, `not (${asked})`], text: literalText(unmet) ?? "" },
  ];
}

/** Without brackets around all of it. */
function bare(expression: string): string {
  const text = expression.trim();
  return text.startsWith("(") && text.endsWith(")") && isBalanced(text.slice(1, -1)) ? bare(text.slice(1, -1)) : text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
