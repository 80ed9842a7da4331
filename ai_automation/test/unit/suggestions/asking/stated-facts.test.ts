import { expect } from "chai";
import { isParaphrase } from "../../../../src/suggestions/asking/is-paraphrase.ts";
import { statedFacts } from "../../../../src/suggestions/asking/stated-facts.ts";

describe("facts that a request states", () => {
  it("are known in every language of the panel", () => {
    for (const [language, text, facts] of [
      ["en", "ten minutes later on workdays", { number: 10, days: [0, 1, 2, 3, 4], direction: "later" }],
      ["it", "dieci minuti più tardi il lunedì", { number: 10, days: [0], direction: "later" }],
      ["pl", "dziesięć minut później w sobotę", { number: 10, days: [5], direction: "later" }],
      ["pt-BR", "dez minutos mais cedo no fim de semana", { number: 10, days: [5, 6], direction: "earlier" }],
      ["sv", "tio minuter tidigare på vardagar", { number: 10, days: [0, 1, 2, 3, 4], direction: "earlier" }],
      ["cs", "o deset minut dřív v neděli", { number: 10, days: [6], direction: "earlier" }],
    ] as const) {
      const { numbers, days, direction } = statedFacts(text, language);
      expect({ number: numbers.has(facts.number), days: [...(days ?? [])], direction }, text).to.deep.equal({
        number: true,
        days: facts.days,
        direction: facts.direction,
      });
    }
  });

  it("do not take words that begin like a day for that day", () => {
    for (const [language, text] of [
      ["pl", "włącz o czwartej"],
      ["pl", "na środku pokoju"],
      ["cs", "střední jas"],
      ["cs", "nedělej to"],
    ] as const)
      expect(statedFacts(text, language).days, text).to.equal(null);
    expect([...(statedFacts("we czwartki i w środę", "pl").days ?? [])]).to.have.members([2, 3]);
  });

  it("do not take a word of one language for a number of another", () =>
    expect([...statedFacts("feed my pet", "en").numbers]).to.deep.equal([]));
});

describe("a rewording", () => {
  it("is no paraphrase if it turns the sentence around, in every language of the panel", () => {
    for (const [language, one, other] of [
      ["it", "Accende la luce quando è buio", "Accende la luce quando non è buio"],
      ["pl", "Włącza światło, gdy ktoś jest w domu", "Włącza światło, gdy nikogo nie ma w domu"],
      ["pt-BR", "Acende a luz antes do pôr do sol", "Acende a luz depois do pôr do sol"],
      ["sv", "Tänder lampan när det är mörkt", "Släcker lampan när det är mörkt"],
      ["cs", "Zavře roletu před západem slunce", "Zavře roletu po západu slunce"],
    ] as const) {
      expect(isParaphrase(one, other, { names: [], language }), other).to.equal(false);
      expect(isParaphrase(one, `${one}.`, { names: [], language }), one).to.equal(true);
    }
  });
});
