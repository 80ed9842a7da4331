import { expect } from "chai";
import { pairOf } from "../../../../src/automation/pair.ts";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import { HOUR, MINUTE } from "../../../../src/model/time.ts";
import { wordsOf } from "../../../../src/suggestions/follow-up/fix-words.ts";
import { phrasesOf } from "../../../../src/suggestions/words/languages.ts";
import { titleOfConfig } from "../../../../src/suggestions/words/title-of-config.ts";
import { descriptionOf, titleOf } from "../../../../src/suggestions/words/title.ts";

const LANGUAGES = ["en", "de", "nl", "fr", "es"] as const;
const names = (language: string) => ({
  language,
  nameOf: (entityId: string): string =>
    ({ "light.hall": "Hall", "fan.hall": "Fan", "binary_sensor.door": "Porte" })[entityId] ?? "X",
  deviceClassOf: () => "door",
  areaOf: () => null,
  personOf: () => "",
});
const hall = [{ entityId: "light.hall", state: "on" }];
const DOOR = { kind: "state", entityIds: ["binary_sensor.door"], state: "on", hold: 0 } as const;

describe("phrases", () => {
  it("describe a habit in every language", () => {
    const form = { trigger: DOOR, conditions: [{ kind: "sun", isDark: true }] } as const;
    expect(LANGUAGES.map((language) => titleOf(form, hall, names(language)))).to.deep.equal([
      "Turn on Hall when Porte opens, while it is dark",
      "Hall einschalten, wenn Porte geöffnet wird, solange es dunkel ist",
      "Hall aanzetten als Porte opengaat, zolang het donker is",
      "Allumer Hall quand Porte s'ouvre, tant qu'il fait nuit",
      "Encender Hall cuando Porte se abre, mientras está oscuro",
    ]);
  });

  it("describe two habits that undo each other in every language", () => {
    const off = [{ entityId: "light.hall", state: "off" }];
    const closes = { trigger: { ...DOOR, state: "off", hold: 5 * MINUTE }, conditions: [] } as const;
    const words = { alias: "", description: "" };
    const on = automationOf({ trigger: DOOR, conditions: [] }, hall, words);
    const pair = pairOf([on, automationOf(closes, off, words)], words);
    expect(LANGUAGES.map((language) => titleOfConfig(pair, names(language)))).to.deep.equal([
      "Turn on Hall when Porte opens, and turn off Hall when Porte closes for 5 minutes",
      "Hall einschalten, wenn Porte geöffnet wird, und Hall ausschalten, wenn Porte geschlossen wird (5 Minuten lang)",
      "Hall aanzetten als Porte opengaat, en Hall uitzetten als Porte dichtgaat (5 minuten lang)",
      "Allumer Hall quand Porte s'ouvre, et éteindre Hall quand Porte se ferme pendant 5 minutes",
      "Encender Hall cuando Porte se abre, y apagar Hall cuando Porte se cierra durante 5 minutos",
    ]);
  });

  it("describe what happened shortly before in every language", () => {
    const before = { kind: "recent", entityId: "fan.hall", state: "off", within: 10 * MINUTE } as const;
    const form = { trigger: DOOR, conditions: [before] };
    expect(LANGUAGES.map((language) => titleOf(form, hall, names(language)))).to.deep.equal([
      "Turn on Hall when Porte opens, less than 10 minutes after Fan turns off",
      "Hall einschalten, wenn Porte geöffnet wird, weniger als 10 Minuten, nachdem Fan ausgeschaltet wird",
      "Hall aanzetten als Porte opengaat, minder dan 10 minuten nadat Fan uitgaat",
      "Allumer Hall quand Porte s'ouvre, moins de 10 minutes après que Fan s'éteint",
      "Encender Hall cuando Porte se abre, si Fan se apaga menos de 10 minutos antes",
    ]);
  });

  it("describe a time, its days and several actions", () => {
    const trigger = { kind: "clock", timeOfDay: 7 * HOUR + 5 * MINUTE, weekdays: [0, 1, 2, 3, 4] } as const;
    const targets = [...hall, { entityId: "fan.hall", state: "off" }];
    expect(LANGUAGES.map((language) => titleOf({ trigger, conditions: [] }, targets, names(language)))).to.deep.equal([
      "Turn on Hall and turn off Fan at 07:05 on workdays",
      "Hall einschalten und Fan ausschalten um 07:05 an Werktagen",
      "Hall aanzetten en Fan uitzetten om 07:05 op werkdagen",
      "Allumer Hall et éteindre Fan à 07:05 en semaine",
      "Encender Hall y apagar Fan a las 07:05 los días laborables",
    ]);
  });

  it("say which button was pressed, and that it turns something on or off", () => {
    const trigger = { kind: "event", entityId: "event.remote", eventType: "press[button=off]" } as const;
    const both = [...hall, { entityId: "light.hall", state: "off" }];
    expect(LANGUAGES.map((language) => titleOf({ trigger, conditions: [] }, both, names(language)))).to.deep.equal([
      'Turn Hall on or off when X reports "press" (button "off")',
      "Hall ein- oder ausschalten, wenn X „press“ (Taste „off“) meldet",
      'Hall aan- of uitzetten als X "press" (knop "off") meldt',
      "Allumer ou éteindre Hall quand X signale « press » (bouton « off »)",
      "Encender o apagar Hall cuando X comunica «press» (botón «off»)",
    ]);
    const config = automationOf({ trigger, conditions: [] }, both, { alias: "", description: "" });
    expect(titleOfConfig(config, names("en"))).to.equal('Turn Hall on or off when X reports "press" (button "off")');
  });

  it("describe a press of a button, scenes and scripts", () => {
    const trigger = { kind: "event", entityId: "input_button.guests", eventType: "press" } as const;
    const targets = [
      { entityId: "scene.movie", state: "on" },
      { entityId: "script.night", state: "on" },
    ];
    expect(LANGUAGES.map((language) => titleOf({ trigger, conditions: [] }, targets, names(language)))).to.deep.equal([
      "Activate X and run X when X is pressed",
      "X aktivieren und X ausführen, wenn X gedrückt wird",
      "X activeren en X uitvoeren als X wordt ingedrukt",
      "Activer X et exécuter X quand X est actionné",
      "Activar X y ejecutar X cuando X se pulsa",
    ]);
  });

  it("use plurals and describe sun offsets", () => {
    const sunset = (minutes: number) => LANGUAGES.map((language) => phrasesOf(language).sun(minutes, "sunset"));
    expect(sunset(-1)).to.deep.equal([
      "1 minute before sunset",
      "1 Minute vor Sonnenuntergang",
      "1 minuut voor zonsondergang",
      "1 minute avant le coucher du soleil",
      "1 minuto antes del atardecer",
    ]);
    expect(sunset(20)[1]).to.equal("20 Minuten nach Sonnenuntergang");
    const counts = { tp: 4, fp: 1, noop: 0, duplicates: 0, saved: 0, days: 4 };
    expect(descriptionOf({ ...counts, tp: 8 }, counts, 60, "es")).to.equal(
      "Usted lo hizo 12 veces en 60 días. En una prueba con días que no conocía, acertó 4 de 5 veces.",
    );
  });

  it("elide the French “que”", () => {
    const { whileTrue, fix } = phrasesOf("fr");
    expect([whileTrue("Anna est absent"), whileTrue("Ben est absent")]).to.deep.equal([
      "tant qu'Anna est absent",
      "tant que Ben est absent",
    ]);
    expect(fix.onlyWhile("Anna est absent")).to.equal("seulement tant qu'Anna est absent");
  });

  it("ignore the country and fall back to English", () => {
    expect(phrasesOf("nl-BE").locale).to.equal("nl");
    expect(phrasesOf("pt_BR").locale).to.equal("en-GB");
  });
});

describe("the text of a fix", () => {
  it("has before and after in every language", () => {
    const before = { before: 0, after: 5 * MINUTE };
    const texts = LANGUAGES.map((language) =>
      wordsOf(
        { kind: "for", ...before },
        { alias: "", triggers: [], conditions: [], actions: [] },
        String,
        phrasesOf(language),
      ),
    );
    expect(texts.map(({ before: was, after }) => `${was} > ${after}`)).to.deep.equal([
      "immediately > after 5 minutes",
      "sofort > nach 5 Minuten",
      "meteen > na 5 minuten",
      "immédiatement > après 5 minutes",
      "de inmediato > tras 5 minutos",
    ]);
    const days = LANGUAGES.map(
      (language) =>
        wordsOf(
          { kind: "days", weekdays: [0, 1, 2, 3, 4] },
          { alias: "", triggers: [], conditions: [], actions: [] },
          String,
          phrasesOf(language),
        ).after,
    );
    expect(days.slice(0, 2)).to.deep.equal(["only on workdays", "nur an Werktagen"]);
  });
});
