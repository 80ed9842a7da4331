export type Token =
  | { readonly kind: "text" | "name" | "sign"; readonly text: string }
  | { readonly kind: "number"; readonly value: number };

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|'(?<single>[^'\\]*)'|"(?<double>[^"\\]*)"|(?<sign>==|!=|<=|>=|[-+*/<>()[\],.|=]))/y;

/** The tokens of a Jinja expression, or undefined if it has signs outside of the forms that are read. */
export function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = expression.trim();
  while (pattern.lastIndex < text.length) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return undefined;
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf({ number, name, single, double, sign }: Readonly<Record<string, string | undefined>>): Token {
  if (number !== undefined) return { kind: "number", value: Number(number) };
  if (name !== undefined) return { kind: "name", text: name };
  if (sign !== undefined) return { kind: "sign", text: sign };
  return { kind: "text", text: single ?? double ?? "" };
}
