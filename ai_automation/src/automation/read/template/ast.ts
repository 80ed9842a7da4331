import { Signal } from "./signal.ts";
import { tokensOf, type Token } from "./tokens.ts";

/** A Jinja expression as a tree (jinja2/parser.py). */
export type Ast =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Ast[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Ast, Ast])[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Ast; readonly key: Ast; readonly isDotted: boolean }
  | { readonly kind: "slice"; readonly of: Ast; readonly bounds: readonly (Ast | null)[] }
  | { readonly kind: "call"; readonly of: Ast; readonly given: Arguments }
  | { readonly kind: "filter"; readonly name: string; readonly of: Ast; readonly given: Arguments }
  | {
      readonly kind: "test";
      readonly name: string;
      readonly of: Ast;
      readonly given: Arguments;
      readonly isOpposite: boolean;
    }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Ast; readonly right: Ast }
  | { readonly kind: "unary"; readonly operator: "not" | "-" | "+"; readonly of: Ast }
  | { readonly kind: "if"; readonly test: Ast; readonly met: Ast; readonly unmet: Ast | null };

export interface Arguments {
  readonly values: readonly Ast[];
  readonly named: Readonly<Record<string, Ast>>;
}

/** The tree of an expression, or undefined for what is no expression of the supported grammar. */
export function parseAst(expression: string): Ast | undefined {
  const tokens = tokensOf(expression);
  if (tokens === undefined || tokens.length > MAX_TOKENS) return undefined;
  const parser = new Parser(tokens);
  try {
    const ast = parser.ternary();
    return parser.isAtEnd() ? ast : undefined;
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

class NoExpression extends Signal {}

/** Far above what people write. Deeper templates would exhaust the stack, because they are read recursively. */
const MAX_TOKENS = 1_500;
const MAX_DEPTH = 50;

const NOTHING: Arguments = { values: [], named: {} };
const COMPARISONS = ["==", "!=", "<=", ">=", "<", ">", "in"];

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  ternary(): Ast {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NoExpression();
    let met = this.#or();
    while (this.#take("if")) {
      const test = this.#or();
      met = { kind: "if", test, met, unmet: this.#take("else") ? this.ternary() : null };
    }
    this.#depth -= 1;
    return met;
  }

  #or(): Ast {
    return this.#binary(["or"], () => this.#and());
  }

  #and(): Ast {
    return this.#binary(["and"], () => this.#not());
  }

  #not(): Ast {
    let isOpposite = false;
    let isNegated = false;
    while (this.#take("not")) {
      isNegated = true;
      isOpposite = !isOpposite;
    }
    const of = this.#comparison();
    if (!isNegated) return of;
    const negated: Ast = { kind: "unary", operator: "not", of };
    return isOpposite ? negated : { kind: "unary", operator: "not", of: negated };
  }

  #comparison(): Ast {
    const left = this.#sum();
    const isOpposite = this.#peek(0) === "not" && this.#peek(1) === "in" && this.#take("not");
    const operator = COMPARISONS.find((sign) => this.#take(sign));
    if (operator === undefined) return left;
    const compared: Ast = { kind: "binary", operator, left, right: this.#sum() };
    if (COMPARISONS.includes(this.#peek(0) ?? "")) throw new NoExpression();
    return isOpposite ? { kind: "unary", operator: "not", of: compared } : compared;
  }

  #sum(): Ast {
    return this.#binary(["+", "-"], () => this.#joined());
  }

  #joined(): Ast {
    return this.#binary(["~"], () => this.#product());
  }

  #product(): Ast {
    return this.#binary(["*", "/", "//", "%"], () => this.#power());
  }

  #power(): Ast {
    return this.#binary(["**"], () => this.#unary());
  }

  #binary(operators: readonly string[], operand: () => Ast): Ast {
    let left = operand();
    for (;;) {
      const operator = operators.find((sign) => this.#take(sign));
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: operand() };
    }
  }

  #unary(): Ast {
    const operator = (["-", "+"] as const).find((sign) => this.#take(sign));
    if (operator !== undefined) return this.#filtered({ kind: "unary", operator, of: this.#postfixed() });
    return this.#filtered(this.#postfixed());
  }

  #postfixed(): Ast {
    let of = this.#primary();
    for (;;) {
      if (this.#take(".")) {
        const token = this.#token();
        if (token.kind !== "name" && token.kind !== "number") throw new NoExpression();
        const value = token.kind === "number" ? Number(token.text) : token.text;
        of = { kind: "member", of, key: { kind: "literal", value }, isDotted: true };
      } else if (this.#take("[")) of = this.#subscript(of);
      else if (this.#take("(")) of = { kind: "call", of, given: this.#given() };
      else return of;
    }
  }

  #subscript(of: Ast): Ast {
    const bounds: (Ast | null)[] = [];
    let isSlice = false;
    let last: Ast | null = null;
    while (!this.#take("]")) {
      if (this.#take(":")) {
        isSlice = true;
        bounds.push(last);
        last = null;
      } else last = this.ternary();
    }
    if (isSlice) return { kind: "slice", of, bounds: [...bounds, last] };
    if (last === null) throw new NoExpression();
    return { kind: "member", of, key: last, isDotted: false };
  }

  #filtered(value: Ast): Ast {
    let of = value;
    for (;;) {
      if (this.#take("|"))
        of = { kind: "filter", name: this.#name(), of, given: this.#take("(") ? this.#given() : NOTHING };
      else if (this.#take("is")) of = this.#test(of);
      else if (this.#peek(0) === "(") of = { kind: "call", of, given: (this.#take("("), this.#given()) };
      else return of;
    }
  }

  /** A test may have one argument without brackets: `is divisibleby 3`. */
  #test(of: Ast): Ast {
    const isOpposite = this.#take("not");
    const name = this.#name();
    if (this.#take("(")) return { kind: "test", name, of, given: this.#given(), isOpposite };
    const token = this.#tokens[this.#next];
    const hasOperand =
      token !== undefined &&
      (token.kind === "text" ||
        token.kind === "number" ||
        token.text === "[" ||
        (token.kind === "name" && !["and", "or", "if", "else", "is", "in", "not"].includes(token.text)));
    const given = hasOperand ? { values: [this.#postfixed()], named: {} } : NOTHING;
    return { kind: "test", name, of, given, isOpposite };
  }

  #primary(): Ast {
    if (this.#take("(")) return this.#bracket();
    if (this.#take("[")) return { kind: "list", items: this.#items("]") };
    if (this.#take("{")) return this.#dict();
    const token = this.#token();
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "text") return { kind: "literal", value: this.#moreText(token.text) };
    if (token.kind !== "name") throw new NoExpression();
    if (/^(?:true|True)$/.test(token.text)) return { kind: "literal", value: true };
    if (/^(?:false|False)$/.test(token.text)) return { kind: "literal", value: false };
    if (/^(?:none|None)$/.test(token.text)) return { kind: "literal", value: null };
    return { kind: "name", name: token.text };
  }

  /** Texts beside each other are one. */
  #moreText(text: string): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "text") return text;
    this.#next += 1;
    return this.#moreText(text + token.text);
  }

  #bracket(): Ast {
    if (this.#take(")")) return { kind: "list", items: [] };
    const first = this.ternary();
    if (this.#take(")")) return first;
    this.#expect(",");
    return { kind: "list", items: [first, ...this.#items(")")] };
  }

  #items(end: string): readonly Ast[] {
    const items: Ast[] = [];
    while (!this.#take(end)) {
      if (items.length > 0) {
        this.#expect(",");
        if (this.#take(end)) return items;
      }
      items.push(this.ternary());
    }
    return items;
  }

  #dict(): Ast {
    const entries: [Ast, Ast][] = [];
    while (!this.#take("}")) {
      if (entries.length > 0) {
        this.#expect(",");
        if (this.#take("}")) break;
      }
      const key = this.ternary();
      this.#expect(":");
      entries.push([key, this.ternary()]);
    }
    return { kind: "dict", entries };
  }

  #given(): Arguments {
    const values: Ast[] = [];
    const named: Record<string, Ast> = {};
    let isFirst = true;
    while (!this.#take(")")) {
      if (!isFirst) {
        this.#expect(",");
        if (this.#take(")")) break;
      }
      isFirst = false;
      if (this.#tokens[this.#next]?.kind === "name" && this.#peek(1) === "=") {
        const name = this.#name();
        this.#expect("=");
        named[name] = this.ternary();
      } else values.push(this.ternary());
    }
    return { values, named };
  }

  #peek(ahead: number): string | undefined {
    const token = this.#tokens[this.#next + ahead];
    return token === undefined || token.kind === "text" ? undefined : token.text;
  }

  #take(text: string): boolean {
    if (this.#peek(0) !== text) return false;
    this.#next += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new NoExpression();
  }

  #token(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new NoExpression();
    this.#next += 1;
    return token;
  }

  #name(): string {
    const token = this.#token();
    if (token.kind !== "name") throw new NoExpression();
    return token.text;
  }
}
