import { expect } from "chai";
import { createFill, type Message } from "../../../src/panel/words/fill.ts";
import { languageFor, LANGUAGES, wordsFor } from "../../../src/panel/words/words.ts";

/** Every text of a catalogue by its path, such as "reasons.wrong"; plural forms belong to one text. */
function textsOf(value: unknown, path: string): readonly (readonly [path: string, text: Message])[] {
  if (typeof value === "string") return [[path, value]];
  if (isPlural(value)) return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsOf(inner, path === "" ? key : `${path}.${key}`));
}

const isPlural = (value: unknown): value is Exclude<Message, string> =>
  typeof value === "object" && value !== null && "other" in value && "one" in value;

const formsOf = (text: Message): readonly string[] => (typeof text === "string" ? [text] : Object.values(text));

const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w*)\}/g)].map(([, name = ""]) => name))].toSorted();

describe("the panel's words", () => {
  const english = new Map(textsOf(LANGUAGES.en, ""));

  for (const [language, words] of Object.entries(LANGUAGES)) {
    const texts = textsOf(words, "");

    it(`are complete in ${language}, and nothing is empty`, () => {
      expect(texts.map(([path]) => path)).to.have.members([...english.keys()]);
      expect(texts.filter(([, text]) => formsOf(text).some((form) => form.trim() === ""))).to.deep.equal([]);
    });

    it(`have the placeholders of English in every form in ${language}`, () => {
      const wrong = texts.filter(([path, text]) => {
        const wanted = JSON.stringify(placeholdersOf(formsOf(english.get(path) ?? "").at(-1) ?? ""));
        return formsOf(text).some((form) => JSON.stringify(placeholdersOf(form)) !== wanted);
      });
      expect(wrong).to.deep.equal([]);
    });

    it(`have only plural forms that ${language} has`, () => {
      const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const foreign = texts.filter(
        ([, text]) =>
          typeof text !== "string" && Object.keys(text).some((form) => !categories.some((one) => one === form)),
      );
      expect(foreign).to.deep.equal([]);
    });
  }

  it("choose the form by the count, and format numbers", () => {
    const runs = (language: string, count: number): string => createFill(language)(wordsFor(language).runs, { count });
    expect([runs("en", 1), runs("en", 2)]).to.deep.equal(["1 run in 7 days", "2 runs in 7 days"]);
    expect(runs("de", 1)).to.equal("1 Ausführung in 7 Tagen");
    expect(runs("en-GB", 1_234)).to.equal("1,234 runs in 7 days");
    expect(createFill("fr")(wordsFor("fr").corrections, { count: 0 })).to.equal("0 correction manuelle");
  });

  it("fall back to English as a whole, with its dates and numbers", () => {
    expect(languageFor("fi-FI")).to.equal("en");
    expect(languageFor("de-AT")).to.equal("de-AT");
    expect(wordsFor("fi-FI")).to.equal(LANGUAGES.en);
  });
});
