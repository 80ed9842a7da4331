import { closedValues } from "./closed-values.ts";
import { NotClosed, type ClosedItem, type ClosedWorld, type Plain } from "./closed.ts";
import { expressionOf } from "./expression-of.ts";

/** A possible result of a template: a text, a list, or nothing, with its conditions as templates. */
export interface Choice {
  readonly conditions: readonly string[];
  readonly made: Plain | readonly ListedItem[] | undefined;
}

/** An item that is in the list only under its conditions. */
interface ListedItem {
  readonly value: Plain;
  readonly conditions: readonly string[];
}

/**
 * The values of a template that chooses between known ones: by `if`, `iif`, lookups in lists and dictionaries, and
 * filters of these. The conditions of each exclude the others, so that with an error in one none is met, as the template
 * then makes none. Undefined for any other template.
 */
export function choicesIn(template: string, world: ClosedWorld = {}): readonly Choice[] | undefined {
  const ast = expressionOf(template);
  if (ast === undefined) return undefined;
  try {
    return closedValues(ast, world).map(({ when, value }): Choice => {
      const conditions = conditionsOf(when);
      if (value.kind === "plain") return { conditions, made: value.value };
      if (value.kind === "undefined") return { conditions, made: undefined };
      if (value.kind === "dict" || value.areStates) throw new NotClosed();
      return { conditions, made: value.items.map(listedItem) };
    });
  } catch (error) {
    if (error instanceof NotClosed) return undefined;
    throw error;
  }
}

const listedItem = ({ value, when }: ClosedItem): ListedItem => ({ value, conditions: conditionsOf(when) });

const conditionsOf = (when: readonly string[]): readonly string[] =>
  when.length === 0 ? [] : [`{{ ${when.map((one) => `(${one})`).join(" and ")} }}`];
