import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { APP_FOLDER } from "./app-files.ts";

/**
 * Forms of address that Home Assistant 2026.11 does not use in a language. In its integrations' and its frontend's
 * texts, German, Spanish, Dutch, Italian, Polish and Swedish are familiar, Portuguese says "você", and French and Czech
 * say "vous" and "vy": 3,317 French texts have "vous" or "votre" and one has "tu".
 */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  de: words("Ihr Ihre Ihrem Ihren Ihrer Ihres Ihnen", "Sie"),
  es: words("usted ustedes Usted Ustedes vosotros vuestro vuestra vuestros vuestras"),
  fr: words("tu toi ton ta tes tien tienne tiens Tu Ton Ta Tes"),
  nl: words("u uw U Uw"),
  it: words("voi vostro vostra vostri vostre", "Lei Suo Sua Suoi Sue"),
  pl: words("Pan Pana Panu Panem Pani Panią Państwo Państwa Państwu"),
  "pt-BR": words("tu ti teu teus tua tuas vós vosso vossa senhor senhora"),
  sv: words("Er Ert Era", "Ni"),
  cs: words(
    "tvůj tvoje Tvoje tvá tvé tvého tvém tvým můžeš chceš máš jsi tobě tebe Vyber vyber Vytvoř vytvoř Zvol zvol Zkus zkus",
  ),
};

const FOLDERS = ["src/suggestions/words", "src/panel/words", "translations"];

describe("the form of address", () => {
  for (const [language, foreign] of Object.entries(FOREIGN)) {
    it(`is Home Assistant's in ${language}`, () => {
      expect(linesIn(language).filter((line) => foreign.test(line))).to.deep.equal([]);
    });
  }
});

/** How Home Assistant 2026.11 begins its word for an automation, and adverbs of the same root. */
const AUTOMATION: Readonly<Record<string, RegExp>> = {
  cs: /^(?:automatiza[cč]|automatick)/i,
  de: /^automation(?:en)?$|^automatisch/i,
  es: /^automatiza|^automátic/i,
  fr: /^automatisation|^automatique/i,
  it: /^automazion|^automatic/i,
  nl: /^automatisering|^automatisch/i,
  pl: /^automatyza|^automatyczn/i,
  "pt-BR": /^automaç|^automatic|^automátic/i,
  sv: /^automatisering|^automatisk/i,
};

describe("the word for an automation", () => {
  for (const [language, own] of Object.entries(AUTOMATION)) {
    it(`is Home Assistant's in ${language}`, () => {
      const texts = linesIn(language).map((line) => line.replaceAll(NAMES, ""));
      const used = texts.flatMap((text) => text.match(/(?<!\p{L})autom\p{L}*/giu) ?? []);
      expect(used).not.to.be.empty;
      expect(used.filter((word) => !own.test(word))).to.deep.equal([]);
    });
  }
});

/** The name of the app, placeholders, and what is written in YAML. */
const NAMES = /AI Automation|\{\w+\}|automations\.yaml|automation: !include/g;

/** The texts of all catalogues of a language. */
function linesIn(language: string): readonly string[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(APP_FOLDER, folder))
      .filter((name) => name === `${language}.json` || name === `${language}.yaml`)
      .map((name) => join(APP_FOLDER, folder, name)),
  );
  expect(files).to.have.lengthOf(FOLDERS.length);
  return files.flatMap((file) => readFileSync(file, "utf8").split("\n")).map((line) => valueIn(line));
}

/** A line without its key and its opening quote. */
const valueIn = (line: string): string => line.replace(/^\s*(?:"?\w+"?: )?"?/, "");

/** Some words have another meaning where a sentence begins with them. */
function words(anywhere: string, inside = "-"): RegExp {
  const alternatives = (list: string): string => `(?:${list.split(" ").join("|")})(?!\\p{L})`;
  return new RegExp(`(?<!\\p{L})${alternatives(anywhere)}|(?<=[\\p{L},] )${alternatives(inside)}`, "u");
}
