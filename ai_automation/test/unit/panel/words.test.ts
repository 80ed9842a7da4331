import { expect } from "chai";
import { createFill, type Message } from "../../../src/panel/words/fill.ts";
import { languageFor, LANGUAGES, loadWords } from "../../../src/panel/words/words.ts";

/** Every text of a catalogue by its path, such as "reasons.wrong"; plural forms belong to one text. */
function textsOf(value: unknown, path: string): readonly (readonly [path: string, text: Message])[] {
  if (typeof value === "string") return [[path, value]];
  if (isPlural(value)) return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsOf(inner, path === "" ? key : `${path}.${key}`));
}

const isPlural = (value: unknown): value is Exclude<Message, string> =>
  typeof value === "object" && value !== null && "other" in value && "one" in value;

const formsOf = (text: Message): readonly string[] => (typeof text === "string" ? [text] : Object.values(text));

/** Of whole numbers below 200, and "other"; "many" in Romance languages begins at a million. */
function formsOfNumbers(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set([...Array.from({ length: 200 }, (_, count) => rules.select(count)), "other"])].toSorted();
}

const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w*)\}/g)].map(([, name = ""]) => name))].toSorted();

/** The form for one thing need not repeat the number: "about once a week". */
function hasPlaceholders(form: string, wanted: readonly string[]): boolean {
  const own = placeholdersOf(form);
  return own.every((name) => wanted.includes(name)) && wanted.every((name) => name === "count" || own.includes(name));
}

describe("the panel's words", () => {
  let english: ReadonlyMap<string, Message>;
  before(async () => {
    english = new Map(textsOf(await loadWords("en"), ""));
  });

  for (const language of LANGUAGES) {
    let texts: ReturnType<typeof textsOf>;
    before(async () => {
      texts = textsOf(await loadWords(language), "");
    });

    it(`are complete in ${language}, and nothing is empty`, () => {
      expect(texts.map(([path]) => path)).to.have.members([...english.keys()]);
      expect(texts.filter(([, text]) => formsOf(text).some((form) => form.trim() === ""))).to.deep.equal([]);
    });

    it(`have the placeholders of English in every form in ${language}`, () => {
      const wrong = texts.filter(([path, text]) => {
        const wanted = placeholdersOf(formsOf(english.get(path) ?? "").at(-1) ?? "");
        return formsOf(text).some((form) => !hasPlaceholders(form, wanted));
      });
      expect(wrong).to.deep.equal([]);
    });

    it(`have the plural forms that ${language} needs`, () => {
      const needed = formsOfNumbers(language);
      const wrong = texts.filter(
        ([, text]) => typeof text !== "string" && Object.keys(text).toSorted().join() !== needed.join(),
      );
      expect(wrong).to.deep.equal([]);
    });
  }

  it("choose the form by the count, and format numbers", async () => {
    const runs = async (language: string, count: number): Promise<string> =>
      createFill(language)((await loadWords(language)).runs, { count });
    expect(await runs("en", 1)).to.equal("1 run in 7 days");
    expect(await runs("en-GB", 1_234)).to.equal("1,234 runs in 7 days");
    expect(await runs("de", 1)).to.equal("1 Ausführung in 7 Tagen");
    expect(createFill("fr")((await loadWords("fr")).corrections, { count: 0 })).to.equal("0 correction manuelle");
  });

  it("fall back to English as a whole, with its dates and numbers", async () => {
    expect(languageFor("fi-FI")).to.equal("en");
    expect(languageFor("de-AT")).to.equal("de-AT");
    expect(await loadWords("fi-FI")).to.equal(await loadWords("en"));
  });
});
