import { expect } from "chai";
import { plainTokensOf } from "../../../../../src/suggestions/asking/spoken/tokens.ts";
import { CATALOGUES } from "../../../../../src/suggestions/asking/spoken/words/languages.ts";

const DECISIVE: Readonly<Record<string, string>> = {
  en: "not never no nothing without only just",
  de: "nicht nie kein keine ohne nur bloß lediglich",
  nl: "niet nooit geen zonder alleen enkel slechts",
  fr: "pas jamais sans aucun seulement uniquement non",
  es: "no nunca sin solo solamente tampoco",
  it: "non mai senza solo soltanto solamente nessuno",
  pl: "nie nigdy bez tylko jedynie wyłącznie",
  pt: "não nunca sem só somente apenas nem",
  sv: "inte aldrig utan bara endast ingen ej",
  cs: "ne není nikdy bez jen jenom pouze",
};

/** Particles that are also part of a longer word for a limit: "jedes mal wenn". */
const HARMLESS: Readonly<Record<string, string>> = { de: "mal" };

/** Fillers that contain such a word, as they were reviewed. */
const REVIEWED: ReadonlySet<string> = new Set(
  [
    "leave it otherwise|not otherwise|no matter when the sun sets",
    "sonst nicht|sonst aber nicht|ansonsten nicht|nur so",
    "verder niet|anders niet|maakt niet uit wanneer de zon ondergaat",
    "sinon non|pas sinon|pas autrement|autrement non",
    "si no no|si no nada|de lo contrario no|sin importar cuándo se ponga el sol",
  ].flatMap((texts) => texts.split("|")),
);

for (const [language, catalogue] of Object.entries(CATALOGUES))
  describe(`the words of requests in "${language}"`, () => {
    it("have sentences for every clause, state and event", () => {
      for (const part of [catalogue.clauses, catalogue.states, catalogue.events])
        for (const [name, templates] of Object.entries(part)) expect(templates, name).not.to.be.empty;
    });

    it("skip nothing that turns the meaning around", () => {
      const skipped = [...catalogue.filler.split("|"), ...catalogue.particles.split("|")];
      const words = new Set(plainTokensOf(DECISIVE[language] ?? ""));
      const decisive = skipped.filter((text) => plainTokensOf(text).some((word) => words.has(word)));
      expect(decisive.filter((text) => !REVIEWED.has(text))).to.deep.equal([]);
    });

    it("skip no day, number or link", () => {
      const { days, shortDays, numbers, links } = catalogue;
      const meant = new Set(plainTokensOf([days, shortDays, numbers, links].join(" ")));
      expect(plainTokensOf(catalogue.particles).filter((word) => meant.has(word))).to.deep.equal([]);
    });

    it("are dropped one by one, and never when they limit or turn around a request", () => {
      const { particles, rules } = catalogue;
      const texts = particles.split("|");
      expect(texts.filter((text) => plainTokensOf(text).length !== 1)).to.deep.equal([]);
      const decisive = new Set(plainTokensOf([rules.only, rules.if, rules.when].join(" ")));
      const allowed = new Set(plainTokensOf(HARMLESS[language] ?? ""));
      expect(texts.flatMap(plainTokensOf).filter((word) => decisive.has(word) && !allowed.has(word))).to.deep.equal([]);
    });

    it("name a time wherever one is needed", () => {
      for (const name of ["at", "from", "instead_of_time"] as const)
        for (const template of catalogue.clauses[name])
          expect(template, name).to.match(/\{(time|dayTime|clock|span)\}/);
      for (const name of ["later", "earlier", "before_sunset", "after_sunset", "wait", "lasting"] as const)
        for (const template of catalogue.clauses[name]) expect(template, name).to.match(/\{duration\}/);
    });

    it("give every number word one meaning", () => {
      const words = catalogue.numbers.split(",").flatMap((entry) => {
        const [, texts = ""] = entry.trim().split(/ (.*)/);
        return [...new Set(texts.split("|").map((text) => plainTokensOf(text).join(" ")))];
      });
      expect(words.filter((word, index) => words.indexOf(word) !== index)).to.deep.equal([]);
    });
  });
