import { expect } from "chai";
import { pairOf } from "../../../../src/automation/pair.ts";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import { HOUR, MINUTE } from "../../../../src/model/time.ts";
import { wordsOf } from "../../../../src/suggestions/follow-up/fix-words.ts";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { phrasesOf } from "../../../../src/suggestions/words/languages.ts";
import { TERMS } from "../../../../src/suggestions/words/terms.ts";
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

const aState = (entityId: string, state: string) => ({ kind: "state", entityIds: [entityId], state, hold: 0 }) as const;

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
      "Turn on Hall and turn off Fan at 07:05 from Monday to Friday",
      "Hall einschalten und Fan ausschalten um 07:05 montags bis freitags",
      "Hall aanzetten en Fan uitzetten om 07:05 van maandag tot en met vrijdag",
      "Allumer Hall et éteindre Fan à 07:05 du lundi au vendredi",
      "Encender Hall y apagar Fan a las 07:05 de lunes a viernes",
    ]);
  });

  it("say which button was pressed, and that it turns something on or off", () => {
    const trigger = { kind: "event", entityId: "event.remote", eventType: "press[button=off]" } as const;
    const both = [...hall, { entityId: "light.hall", state: "off" }];
    expect(LANGUAGES.map((language) => titleOf({ trigger, conditions: [] }, both, names(language)))).to.deep.equal([
      'Turn Hall on or off when X reports "press" (button "off")',
      "Hall ein- oder ausschalten, wenn X „Drücken“ (Taste „off“) meldet",
      'Hall aan- of uitzetten als X "indrukken" (knop "off") meldt',
      "Allumer ou éteindre Hall quand X signale « enfoncé » (bouton « off »)",
      "Encender o apagar Hall cuando X comunica «pulsar» (botón «off»)",
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

  it("use Home Assistant's terms for states and events, in the form that the sentence needs", () => {
    const lists = (kind: string, entityId: string, state: string) =>
      LANGUAGES.map((language) =>
        titleOf({ trigger: { kind: "sun", event: "sunset", offset: 0 }, conditions: [aState(entityId, state)] }, hall, {
          ...names(language),
          deviceClassOf: () => kind,
        }).replace(/^.+?, |^.+sol(eil)? |^.+onder(gang)? /, ""),
      );
    expect(lists("door", "binary_sensor.door", "on")).to.deep.equal([
      "while Porte is open",
      "solange Porte offen ist",
      "zolang Porte open is",
      "tant que Porte est ouvert",
      "mientras Porte está abierto",
    ]);
    expect(lists("smoke", "binary_sensor.door", "on")).to.deep.equal([
      "while Porte is detected",
      "solange Porte „Erkannt“ ist",
      "zolang Porte gedetecteerd is",
      "tant que Porte est détectée",
      "mientras Porte está detectado",
    ]);
    expect(lists("", "alarm_control_panel.x", "armed_night")[1]).to.equal("solange X „Aktiviert (Nacht)“ ist");
    expect(lists("", "switch.x", "on")[3]).to.equal("tant que X est activé");
    expect(lists("", "media_player.x", "playing")[3]).to.equal("tant que X est en lecture");
    const mode = [{ entityId: "climate.hall", state: "fan_only" }];
    const pressed = { kind: "event", entityId: "event.remote", eventType: "multi_press_1" } as const;
    expect(
      LANGUAGES.map((language) => titleOf({ trigger: pressed, conditions: [] }, mode, names(language))),
    ).to.deep.equal([
      'Set X to fan only when X reports "pressed once"',
      "X auf „Nur Lüftung“ stellen, wenn X „Einmal gedrückt“ meldet",
      'X op "alleen ventilator" zetten als X "1 keer ingedrukt" meldt',
      "Passer en « ventilation uniquement » : X quand X signale « appuyé une fois »",
      "Pasar a «solo ventilador»: X cuando X comunica «pulsado 1 vez»",
    ]);
  });

  it("do not inflect names where the language would", () => {
    const form = {
      trigger: DOOR,
      conditions: [aState("media_player.x", "playing"), { kind: "sun", isDark: true }],
    } as const;
    const titles = ["it", "pl", "pt-BR", "sv", "cs"].map((language) => titleOf(form, hall, names(language)));
    expect(titles).to.deep.equal([
      "Accendi Hall quando Porte si apre, mentre X è in esecuzione, mentre è buio",
      "Włącz: Hall, gdy Porte: otwarcie, jeśli X: odtwarzanie, jeśli jest ciemno",
      "Ligar Hall quando Porte abre, enquanto X está reproduzindo, enquanto está escuro",
      "Slå på Hall när Porte öppnas, medan X är spelande, medan det är mörkt",
      "Zapnout: Hall, když Porte: otevření, pokud X: přehrává, pokud je tma",
    ]);
  });

  it("count as Slavic languages do", () => {
    const lines = ["pl", "cs"].flatMap((language) =>
      [1, 2, 5].map((minutes) => phrasesOf(language).sun(-minutes, "sunset")),
    );
    expect(lines).to.deep.equal([
      "1 minutę przed zachodem słońca",
      "2 minuty przed zachodem słońca",
      "5 minut przed zachodem słońca",
      "1 minutu před západem slunce",
      "2 minuty před západem slunce",
      "5 minut před západem slunce",
    ]);
  });

  it("have a term in every language for each state that a trigger or condition can have", () => {
    const keys = (language: string) =>
      Object.entries(TERMS[language]?.states ?? {}).flatMap(([domain, kinds]) =>
        Object.entries(kinds).flatMap(([kind, states]) =>
          Object.keys(states).map((state) => `${domain} ${kind} ${state}`),
        ),
      );
    expect(keys("en")).to.have.length.above(120);
    for (const language of Object.keys(CATALOGUES)) {
      expect(keys(language).toSorted(), language).to.deep.equal(keys("en").toSorted());
      expect(Object.keys(TERMS[language]?.events ?? {})).to.deep.equal(Object.keys(TERMS.en?.events ?? {}));
    }
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
    const facts = { kind: "habit", days: 60, times: 12, right: 4, of: 5, owner: null, off: null } as const;
    expect(descriptionOf(facts, names("es"))).to.equal(
      "Lo hiciste tú 12 veces en 60 días. En una prueba con días que no conocía, acertó 4 de 5 veces.",
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
    expect(["pt_BR", "pt", "fi"].map((language) => phrasesOf(language).locale)).to.deep.equal([
      "pt-BR",
      "pt-BR",
      "en-GB",
    ]);
  });
});

describe("the text of a fix", () => {
  it("has before and after in every language", () => {
    const before = { before: 0, after: 5 * MINUTE };
    const texts = LANGUAGES.map((language) =>
      wordsOf(
        { kind: "for", ...before },
        { alias: "", triggers: [], conditions: [], actions: [] },
        names(language),
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
          names(language),
          phrasesOf(language),
        ).after,
    );
    expect(days.slice(0, 2)).to.deep.equal(["only from Monday to Friday", "nur montags bis freitags"]);
  });
});
