import type { Ast } from "./ast.ts";
import { UNDEFINED } from "./folded.ts";
import type { AstNames } from "./inlined.ts";

/** Names after a branch, of which either side may set some; of a namespace, each value for itself. */
export function mergedNames(test: Ast, met: AstNames, unmet: AstNames, namespaces: ReadonlySet<string>): AstNames {
  const names = [...new Set([...met.keys(), ...unmet.keys()])];
  return new Map(
    names.map((name): readonly [string, Ast] => {
      const open: Ast = { kind: "name", name };
      const [a, b] = [met.get(name) ?? open, unmet.get(name) ?? open];
      if (namespaces.has(name) && a.kind === "dict" && b.kind === "dict") return [name, mergedValues(test, a, b)];
      return [name, chosen(test, a, b)];
    }),
  );
}

type Dict = Extract<Ast, { kind: "dict" }>;

function mergedValues(test: Ast, met: Dict, unmet: Dict): Dict {
  const valuesOf = ({ entries }: Dict): ReadonlyMap<unknown, readonly [Ast, Ast]> =>
    new Map(entries.map((entry) => [entry[0].kind === "literal" ? entry[0].value : entry[0], entry]));
  const [a, b] = [valuesOf(met), valuesOf(unmet)];
  const entries = [...new Map([...b, ...a])].map(([name, [key]]): readonly [Ast, Ast] => [
    key,
    chosen(test, a.get(name)?.[1] ?? UNSET, b.get(name)?.[1] ?? UNSET),
  ]);
  return { kind: "dict", entries };
}

const UNSET: Ast = { kind: "name", name: UNDEFINED };

const chosen = (test: Ast, met: Ast, unmet: Ast): Ast => (met === unmet ? met : { kind: "if", test, met, unmet });
