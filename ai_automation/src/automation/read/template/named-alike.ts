import { literal } from "./ast-source.ts";
import type { Choice } from "./choices.ts";
import { MAX_ALTERNATIVES } from "./closed.ts";

/** A text with one output, as `light.{{ states('input_text.room') }}_lamp`. */
const PATTERN = /^\s*([a-z_]+\.[\w]*)\{\{-?([^{}]*?)-?\}\}(\w*)\s*$/;

/**
 * The choices of a template that computes a part of an entity's id: those entities of the home whose ids begin and end
 * like it, each where the computed part is theirs. Home Assistant does nothing for any other id. Undefined if there are
 * none or too many, or if a part looks like a number, which might also be one.
 */
export function namedAlike(template: string, entityIds: readonly string[]): readonly Choice[] | undefined {
  const [, start, expression, end] = PATTERN.exec(template) ?? [];
  if (start === undefined || expression === undefined || end === undefined) return undefined;
  const found = entityIds.filter(
    (id) => id.length > start.length + end.length && id.startsWith(start) && id.endsWith(end),
  );
  const choices = found.map((id): Choice => {
    const part = id.slice(start.length, id.length - end.length);
    return { conditions: [`{{ (${expression.trim()}) == ${literal(part)} }}`], made: id };
  });
  const isOpen = found.length === 0 || found.length > MAX_ALTERNATIVES;
  return isOpen || found.some((id) => /^\d+$/.test(id.slice(start.length, id.length - end.length)))
    ? undefined
    : choices;
}
