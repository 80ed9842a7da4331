import { expect } from "chai";
import { AppError, ERROR_REASONS, ERROR_STATUS } from "../../../../src/model/errors.ts";
import { because, REASON_CODES } from "../../../../src/model/reason.ts";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { connectionText, errorText } from "../../../../src/suggestions/words/error-text.ts";

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
      "Die Automatisierung würde ungefragt Heizlüfter bedienen. Lass es weg oder bestätige, dass du das willst.",
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

  it("exists for every code and cause", () => {
    for (const { errors, parts } of Object.values(CATALOGUES)) {
      expect(Object.keys(errors.codes)).to.have.members(Object.keys(ERROR_STATUS));
      expect(Object.keys(errors.reasons)).to.have.members(ERROR_REASONS);
      expect(Object.keys(parts)).to.have.members(REASON_CODES);
    }
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
