import { expect } from "chai";
import type { Catalogue } from "../../../../src/suggestions/words/catalogue.ts";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { createFill, type Message } from "../../../../src/suggestions/words/fill.ts";

/** Every text of a catalogue by its path, such as "reasons.chance"; plural forms belong to one text. */
function textsOf(value: unknown, path = ""): readonly (readonly [path: string, text: Message])[] {
  if (typeof value === "string" || isPlural(value)) return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsOf(inner, path === "" ? key : `${path}.${key}`));
}

const isPlural = (value: unknown): value is Exclude<Message, string> =>
  typeof value === "object" && value !== null && "other" in value && "one" in value;

const formsOf = (text: Message): readonly string[] => (typeof text === "string" ? [text] : Object.values(text));

const sentencesOf = (catalogue: Catalogue) =>
  textsOf(catalogue).filter(([path]) => !/^(?:locale$|grammar\.|units\.)/.test(path));

const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{([^}|]*)/g)].map(([, name = ""]) => name))].toSorted();

const unitsIn = (catalogue: Catalogue): ReadonlySet<string> =>
  new Set(
    sentencesOf(catalogue)
      .flatMap(([, text]) => formsOf(text))
      .flatMap((form) => [...form.matchAll(/\|([^}]*)\}/g)].map(([, unit = ""]) => unit)),
  );

/** Forms of whole numbers below a million; "many" in Romance languages begins there. */
const formsIn = (language: string): readonly string[] => {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))].toSorted();
};

/** The form for one thing need not repeat the number: "about once a week". */
function hasPlaceholders(form: string, wanted: readonly string[]): boolean {
  const own = placeholdersOf(form);
  return own.every((name) => wanted.includes(name)) && wanted.every((name) => name === "count" || own.includes(name));
}

describe("the server's catalogues", () => {
  const english = new Map(sentencesOf(CATALOGUES.en!));
  for (const [language, catalogue] of Object.entries(CATALOGUES)) {
    it(`are complete in ${language}, and nothing is empty`, () => {
      const texts = sentencesOf(catalogue);
      expect(texts.map(([path]) => path)).to.have.members([...english.keys()]);
      expect(texts.filter(([, text]) => formsOf(text).some((form) => form.trim() === ""))).to.deep.equal([]);
    });

    it(`have the placeholders of English in every form in ${language}`, () => {
      const wrong = sentencesOf(catalogue).filter(([path, text]) => {
        if (path.startsWith("errors.")) return false;
        const wanted = placeholdersOf(formsOf(english.get(path) ?? "").at(-1) ?? "");
        return formsOf(text).some((form) => !hasPlaceholders(form, wanted));
      });
      expect(wrong).to.deep.equal([]);
    });

    it(`name the values of errors in ${language}, where the English message has them`, () => {
      const german = new Map(textsOf(CATALOGUES.de?.errors));
      const wrong = textsOf(catalogue.errors).filter(([path, text]) => {
        const own = formsOf(text).flatMap(placeholdersOf);
        return (
          own.join() !==
          (language === "en"
            ? "message"
            : formsOf(german.get(path) ?? "")
                .flatMap(placeholdersOf)
                .join())
        );
      });
      expect(wrong).to.deep.equal([]);
    });

    it(`have the plural forms that ${language} needs`, () => {
      const needed = formsIn(language);
      const wrong = [...sentencesOf(catalogue), ...textsOf(catalogue.units)].filter(
        ([, text]) => typeof text !== "string" && Object.keys(text).toSorted().join() !== withOther(needed).join(),
      );
      expect(wrong).to.deep.equal([]);
    });

    it(`define the units that they use in ${language}, and no others`, () => {
      expect([...unitsIn(catalogue)]).to.have.members(Object.keys(catalogue.units));
    });
  }

  it("put a number before its unit in the form that the sentence needs", () => {
    const fill = createFill({ locale: "pl", units: { days: FORMS }, elisions: {} });
    expect([1, 2, 5, 22].map((days) => fill("w ciągu {days|days}", { days }))).to.deep.equal([
      "w ciągu 1 dnia",
      "w ciągu 2 dni (few)",
      "w ciągu 5 dni",
      "w ciągu 22 dni (few)",
    ]);
  });

  it("write numbers as the language does", () => {
    const fill = (locale: string) => createFill({ locale, units: {}, elisions: {} })("{x}", { x: 1234.56 });
    expect([fill("en-GB"), fill("de")]).to.deep.equal(["1234.56", "1234,56"]);
  });

  it("do not read placeholders in values", () => {
    const fill = createFill({ locale: "en", units: {}, elisions: {} });
    expect(fill("{name} opens", { name: "{name} $&" })).to.equal("{name} $& opens");
  });
});

const FORMS = { one: "{count} dnia", few: "{count} dni (few)", many: "{count} dni", other: "{count} dnia" };

/** Fractions have the form "other" in every language. */
const withOther = (forms: readonly string[]): readonly string[] => [...new Set([...forms, "other"])].toSorted();
