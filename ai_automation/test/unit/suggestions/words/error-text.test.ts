import { expect } from "chai";
import { AppError, ERROR_REASONS, ERROR_STATUS } from "../../../../src/model/errors.ts";
import { PROBLEM_CODES } from "../../../../src/model/problem.ts";
import { because, REASON_CODES } from "../../../../src/model/reason.ts";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { connectionText, errorText, refusalText } from "../../../../src/suggestions/words/error-text.ts";
import { problemText } from "../../../../src/suggestions/words/problems.ts";

describe("the text of an error", () => {
  it("is its message in English", () => {
    expect(errorText(new AppError("not_found", "There is no suggestion 7."), "en-GB")).to.equal(
      "There is no suggestion 7.",
    );
  });

  it("names the cause in the reader's language, with its values", () => {
    const risky = new AppError("needs_confirmation", "It would act on Heater.", {
      told: { reason: "risky", values: { name: "Heizlüfter" } },
    });
    expect(errorText(risky, "de")).to.equal(
      "Die Automation würde ungefragt Heizlüfter bedienen. Lass es weg oder bestätige, dass du das willst.",
    );
  });

  it("is that of its code without a cause of its own, with what Home Assistant said", () => {
    expect(errorText(new AppError("not_found", "There is no suggestion 7."), "pl")).to.equal(
      "To już nie istnieje. Odśwież stronę.",
    );
    expect(errorText(new AppError("home_refused", "extra keys not allowed"), "fr")).to.equal(
      "Home Assistant ne l’a pas accepté : extra keys not allowed",
    );
  });

  it("lists the parts of an automation that cannot be replayed", () => {
    const parts = [because("attribute", { attribute: "brightness", entity: "light.hall" }), because("after_wait")];
    const error = new AppError("not_replayable", "This cannot be tested on the history: x.", {
      told: { reason: "parts_not_replayable", parts },
    });
    expect(errorText(error, "fr")).to.equal(
      "Cela ne peut pas être testé sur votre historique : l’attribut « brightness » de light.hall; des actions après une attente.",
    );
  });

  it("has no English in other languages, except what others reported", () => {
    expect(errorText(new AppError("conflict", "Suggestion 7 is deployed."), "nl")).not.to.include("deployed");
  });

  it("exists for every code and cause", () => {
    for (const { errors, parts } of Object.values(CATALOGUES)) {
      expect(Object.keys(errors.codes)).to.have.members(Object.keys(ERROR_STATUS));
      expect(Object.keys(errors.reasons)).to.have.members(ERROR_REASONS);
      expect(Object.keys(parts)).to.have.members(REASON_CODES);
    }
  });
});

describe("the reason why a suggestion was refused", () => {
  const text = (refusal: Parameters<typeof refusalText>[0], language: string) => refusalText(refusal, language);

  it("is in the reader's language", () => {
    const refusalCause = { reason: "wrong_when_watched", values: { wrong: "5", of: "9" } } as const;
    const dropped = { status: "rejected", refusal: "It would have been wrong 5 of 9 times.", refusalCause } as const;
    expect(text(dropped, "de")).to.equal("Beim Beobachten hätte die Automation 5 von 9 Mal nicht gestimmt.");
    expect(text(dropped, "en")).to.equal("It would have been wrong 5 of 9 times.");
  });

  it("says who said so if it has Home Assistant's own words, which older ones have alone", () => {
    expect(text({ status: "pending", refusal: "extra keys" }, "de")).to.equal(
      "Home Assistant hat das nicht angenommen: extra keys",
    );
    expect(text({ status: "rejected", refusal: "While being watched." }, "de")).to.equal("While being watched.");
    expect(text({ status: "pending", refusal: null }, "de")).to.equal(null);
  });
});

describe("the text of a problem", () => {
  const expired = { text: "mqtt_expired", values: { url: "mqtts://broker" } } as const;
  const problem = { code: "mqtt_not_trusted", message: "No secure connection.", told: expired } as const;

  it("names the remedy in the reader's language", () => {
    expect(problemText(problem, "nl")).to.equal(
      "Er is geen veilige verbinding met de MQTT-broker op mqtts://broker mogelijk: zijn certificaat is verlopen. Vernieuw het.",
    );
    expect(problemText(problem, "en")).to.match(
      /^No secure connection to the MQTT broker at mqtts:\/\/broker is possible/,
    );
  });

  it("exists for every code in every language", () => {
    for (const { problems } of Object.values(CATALOGUES))
      for (const code of PROBLEM_CODES) if (code !== "mqtt_not_trusted") expect(problems).to.have.property(code);
  });
});

describe("the text of a connection", () => {
  it("says what to do in the reader's language", () => {
    expect(connectionText({ state: "starting", message: "Home Assistant is starting." }, "es")).to.equal(
      "Home Assistant se está iniciando. No hay que hacer nada.",
    );
    expect(connectionText({ state: "connected", message: "Connected." }, "es")).to.equal("Connected.");
  });
});
