import type { Entity } from "../../model/home.ts";
import {
  act,
  at,
  dark,
  dim,
  drop,
  hold,
  hours,
  household,
  lastLeaves,
  lightsOff,
  onlyIf,
  shift,
  sun,
  weekend,
  when,
  workdays,
} from "./expected-changes.ts";

/** A request that was written before the parser, and is not used to build it; the plan has entity ids for things. */
export interface HeldOutRequest {
  readonly language: "en" | "de" | "nl" | "fr" | "es" | "it" | "pl" | "pt-BR" | "sv" | "cs";
  readonly about: "clock" | "motion" | "still" | "sun" | "new";
  readonly text: string;
  /** The expected changes; empty if no automation can express the request. */
  readonly changes: readonly object[];
}

type Language = HeldOutRequest["language"];

const IDS = [
  "light.hall",
  "light.kitchen",
  "light.bedroom",
  "light.desk",
  "switch.coffee",
  "climate.living",
  "cover.living",
  "media_player.tv",
  "lock.front",
  "binary_sensor.hall",
  "binary_sensor.bath",
  "sensor.bath",
  "person.anna",
  "person.ben",
] as const;

const CLASSES: Readonly<Record<string, string>> = {
  "cover.living": "shutter",
  "binary_sensor.hall": "motion",
  "binary_sensor.bath": "window",
  "sensor.bath": "humidity",
};

const NAMES: Readonly<Record<Language, string>> = {
  en: "Hall light|Kitchen light|Bedroom lamp|Desk lamp|Coffee machine|Living room thermostat|Living room shutter|TV|Front door|Hall motion|Bathroom window|Bathroom humidity|Anna|Ben",
  de: "Flurlicht|Küchenlicht|Schlafzimmerlampe|Schreibtischlampe|Kaffeemaschine|Thermostat Wohnzimmer|Rollladen Wohnzimmer|Fernseher|Haustür|Bewegung Flur|Badfenster|Luftfeuchtigkeit Bad|Anna|Ben",
  nl: "Ganglamp|Keukenlamp|Slaapkamerlamp|Bureaulamp|Koffiezetapparaat|Thermostaat woonkamer|Rolluik woonkamer|Televisie|Voordeur|Beweging gang|Badkamerraam|Luchtvochtigheid badkamer|Anna|Ben",
  fr: "Lumière du couloir|Lumière de la cuisine|Lampe de la chambre|Lampe de bureau|Cafetière|Thermostat du salon|Volet du salon|Télé|Porte d'entrée|Mouvement couloir|Fenêtre de la salle de bain|Humidité salle de bain|Anna|Ben",
  es: "Luz del pasillo|Luz de la cocina|Lámpara del dormitorio|Lámpara del escritorio|Cafetera|Termostato del salón|Persiana del salón|Tele|Puerta principal|Movimiento pasillo|Ventana del baño|Humedad del baño|Anna|Ben",
  it: "Luce corridoio|Luce cucina|Lampada camera da letto|Lampada scrivania|Macchina del caffè|Termostato soggiorno|Tapparella soggiorno|TV|Porta d'ingresso|Movimento corridoio|Finestra bagno|Umidità bagno|Anna|Ben",
  pl: "Światło w korytarzu|Światło w kuchni|Lampa w sypialni|Lampka na biurku|Ekspres do kawy|Termostat w salonie|Roleta w salonie|Telewizor|Drzwi wejściowe|Ruch w korytarzu|Okno w łazience|Wilgotność w łazience|Anna|Ben",
  "pt-BR":
    "Luz do corredor|Luz da cozinha|Abajur do quarto|Luminária da mesa|Cafeteira|Termostato da sala|Persiana da sala|TV|Porta da frente|Movimento corredor|Janela do banheiro|Umidade do banheiro|Anna|Ben",
  sv: "Hallampa|Kökslampa|Sovrumslampa|Skrivbordslampa|Kaffebryggare|Termostat vardagsrum|Rullgardin vardagsrum|TV|Ytterdörr|Rörelse hall|Badrumsfönster|Luftfuktighet badrum|Anna|Ben",
  cs: "Světlo v chodbě|Světlo v kuchyni|Lampa v ložnici|Lampička na stole|Kávovar|Termostat v obýváku|Roleta v obýváku|Televize|Vchodové dveře|Pohyb v chodbě|Okno v koupelně|Vlhkost v koupelně|Anna|Ben",
};

/** The same home, named in a language. */
export const homeIn = (language: Language): ReadonlyMap<string, Entity> =>
  new Map(
    NAMES[language].split("|").map((name, index) => {
      const entityId = IDS[index] ?? "";
      return [
        entityId,
        { entityId, name, areaId: null, areaName: null, deviceClass: CLASSES[entityId] ?? null, isMinable: true },
      ];
    }),
  );

type Row = readonly [about: HeldOutRequest["about"], text: string, ...changes: readonly object[]];

const rows = (language: Language, ...given: readonly Row[]): readonly HeldOutRequest[] =>
  given.map(([about, text, ...changes]) => ({ language, about, text, changes }));

export const HELD_OUT_REQUESTS: readonly HeldOutRequest[] = [
  ...rows(
    "en",
    ["clock", "Can you do this 20 minutes earlier on weekdays only?", shift(-20), workdays],
    ["motion", "dim it to 15% and only after dark please", dim(15), dark],
    ["still", "give it a bit longer, say 8 minutes", hold(8)],
    ["motion", "don't do it if Anna's not home", onlyIf("person.anna", "home")],
    ["motion", "turn the kitchen light on as well", act("light.kitchen", "on")],
    ["new", "Turn off all the lights when the last person leaves the house", lastLeaves, ...lightsOff],
    [
      "new",
      "Start the coffee machine at quarter past six on weekdays",
      at("06:15"),
      workdays,
      act("switch.coffee", "on"),
    ],
    ["new", "lock the front door at 11 pm"],
  ),
  ...rows(
    "de",
    ["clock", "bitte eine Viertelstunde später, aber nur unter der Woche", shift(15), workdays],
    ["motion", "nur nachts zwischen 22 Uhr und 5:30 Uhr", hours("22:00", "05:30")],
    ["motion", "das Küchenlicht soll auch angehen", act("light.kitchen", "on")],
    ["motion", "nur wenn Ben zu Hause ist", onlyIf("person.ben", "home")],
    ["motion", "etwas gedimmt, auf 20 Prozent", dim(20)],
    ["new", "Mach alle Lichter aus, wenn keiner mehr da ist", lastLeaves, ...lightsOff],
    ["new", "Rollladen im Wohnzimmer runter bei Sonnenuntergang", sun("sunset", 0), act("cover.living", "closed")],
    ["clock", "am Wochenende nicht", workdays],
  ),
  ...rows(
    "nl",
    ["clock", "doe maar een half uurtje later", shift(30)],
    ["clock", "alleen door de week", workdays],
    ["motion", "niet als Anna slaapt"],
    ["motion", "alleen wanneer er iemand thuis is", household("somebody_home")],
    ["motion", "zet de keukenlamp ook aan", act("light.kitchen", "on")],
    ["still", "wacht nog 10 minuten voordat hij uitgaat", hold(10)],
    ["new", "doe het koffiezetapparaat om 7 uur aan op werkdagen", at("07:00"), workdays, act("switch.coffee", "on")],
    [
      "new",
      "als de televisie aangaat, doe dan de ganglamp uit",
      when("media_player.tv", "on"),
      act("light.hall", "off"),
    ],
  ),
  ...rows(
    "fr",
    ["clock", "décale de vingt minutes plus tard s'il te plaît", shift(20)],
    ["clock", "pas le week-end", workdays],
    ["motion", "baisse la luminosité à 30 %", dim(30)],
    ["motion", "uniquement la nuit", dark],
    ["motion", "seulement si Anna est à la maison", onlyIf("person.anna", "home")],
    ["new", "éteins toutes les lumières quand il n'y a plus personne à la maison", lastLeaves, ...lightsOff],
    ["new", "allume la cafetière à sept heures et demie en semaine", at("07:30"), workdays, act("switch.coffee", "on")],
    [
      "new",
      "ferme le volet du salon 15 minutes après le coucher du soleil",
      sun("sunset", 15),
      act("cover.living", "closed"),
    ],
  ),
  ...rows(
    "es",
    ["clock", "un cuarto de hora más tarde", shift(15)],
    ["clock", "solo entre semana", workdays],
    ["motion", "que no se encienda si la tele está encendida", onlyIf("media_player.tv", "off")],
    ["motion", "al 50 por ciento", dim(50)],
    ["motion", "enciende también la luz de la cocina", act("light.kitchen", "on")],
    ["new", "apaga todas las luces cuando no quede nadie en casa", lastLeaves, ...lightsOff],
    [
      "new",
      "enciende la cafetera a las siete y media los fines de semana",
      at("07:30"),
      weekend,
      act("switch.coffee", "on"),
    ],
    ["still", "quita la espera", drop("for")],
  ),
];
