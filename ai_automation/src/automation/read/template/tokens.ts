export interface Token {
  readonly kind: "text" | "name" | "sign" | "number";
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<sign>==|!=|<=|>=|\/\/|\*\*|[-+*/%~<>()[\]{},.|=:]))/y;

/** The tokens of any Jinja expression, or undefined if it has other signs. */
export function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = expression.trim();
  while (pattern.lastIndex < text.length) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return undefined;
    const { number, name, single, double, sign } = groups;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "text", text: unescaped(single ?? double ?? "") });
  }
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const unescaped = (text: string): string => text.replaceAll(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign);
