import { plural } from "./phrases.ts";

/** Stands in for an entity's name in shared text. */
export type Kind =
  | "light"
  | "switch"
  | "fan"
  | "player"
  | "thermostat"
  | "cover"
  | "door"
  | "window"
  | "lock"
  | "humidifier"
  | "helper"
  | "person"
  | "button"
  | "scene"
  | "script"
  | "motion"
  | "brightness"
  | "temperature"
  | "humidity"
  | "power"
  | "sensor"
  | "thing";

/** The text of a shared suggestion in one language. */
export interface ShareWords {
  /** Singular and plural, in the form in which `Phrases` take a name. */
  readonly kinds: Readonly<Record<Kind, readonly [one: string, many: string]>>;
  /** The target mentioned again, and another device of its kind. */
  readonly same: (kind: string) => string;
  readonly other: (kind: string) => string;
  /** For automations that no sentence covers. */
  readonly fallback: string;
  /** `perWeek` is formatted; `count` is the same number, for the plural rules. */
  readonly saves: (perWeek: string, count: number) => string;
  readonly alerts: (perWeek: string, count: number) => string;
  readonly right: (right: number, of: number) => string;
  readonly credit: string;
}

/** Falls back to English. */
export const shareWordsOf = (locale: string): ShareWords => ALL[locale] ?? en;

const en: ShareWords = {
  kinds: {
    light: ["a light", "lights"],
    switch: ["a switch", "switches"],
    fan: ["a fan", "fans"],
    player: ["a media player", "media players"],
    thermostat: ["a thermostat", "thermostats"],
    cover: ["a blind", "blinds"],
    door: ["a door", "doors"],
    window: ["a window", "windows"],
    lock: ["a lock", "locks"],
    humidifier: ["a humidifier", "humidifiers"],
    helper: ["a toggle helper", "toggle helpers"],
    person: ["someone", "people"],
    button: ["a button", "buttons"],
    scene: ["a scene", "scenes"],
    script: ["a script", "scripts"],
    motion: ["a motion sensor", "motion sensors"],
    brightness: ["the brightness", "the brightness"],
    temperature: ["the temperature", "the temperature"],
    humidity: ["the humidity", "the humidity"],
    power: ["the power", "the power"],
    sensor: ["a sensor", "sensors"],
    thing: ["a device", "devices"],
  },
  same: (kind) => `${kind} (the same device)`,
  other: (kind) => `${kind} (a different one)`,
  fallback: "An automation",
  saves: (perWeek, count) => `It saves about ${perWeek} ${plural("en-GB", count, "action", "actions")} a week.`,
  alerts: (perWeek, count) =>
    `It sends about ${perWeek} ${plural("en-GB", count, "notification", "notifications")} a week.`,
  right: (right, of) => `In a test on days it had not seen, it was right ${right} of ${of} times.`,
  credit: "Suggested by AI Automation for Home Assistant, which learns from what people do manually.",
};

const de: ShareWords = {
  kinds: {
    light: ["Licht", "Lichter"],
    switch: ["Schalter", "Schalter"],
    fan: ["Ventilator", "Ventilatoren"],
    player: ["Mediaplayer", "Mediaplayer"],
    thermostat: ["Thermostat", "Thermostate"],
    cover: ["Rollladen", "Rollläden"],
    door: ["Tür", "Türen"],
    window: ["Fenster", "Fenster"],
    lock: ["Schloss", "Schlösser"],
    humidifier: ["Luftbefeuchter", "Luftbefeuchter"],
    helper: ["Helfer-Schalter", "Helfer-Schalter"],
    person: ["jemand", "Personen"],
    button: ["Taster", "Taster"],
    scene: ["Szene", "Szenen"],
    script: ["Skript", "Skripte"],
    motion: ["Bewegungsmelder", "Bewegungsmelder"],
    brightness: ["Helligkeit", "Helligkeit"],
    temperature: ["Temperatur", "Temperatur"],
    humidity: ["Luftfeuchte", "Luftfeuchte"],
    power: ["Leistung", "Leistung"],
    sensor: ["Sensor", "Sensoren"],
    thing: ["Gerät", "Geräte"],
  },
  same: (kind) => `${kind} (dasselbe Gerät)`,
  other: (kind) => `${kind} (ein anderes Gerät)`,
  fallback: "Eine Automation",
  saves: (perWeek, count) => `Spart etwa ${perWeek} ${plural("de", count, "Handgriff", "Handgriffe")} pro Woche.`,
  alerts: (perWeek) => `Meldet sich etwa ${perWeek}-mal pro Woche.`,
  right: (right, of) => `Im Test an Tagen, die sie nicht kannte, lag sie ${right} von ${of} Mal richtig.`,
  credit: "Vorgeschlagen von AI Automation für Home Assistant, das aus dem lernt, was Menschen manuell tun.",
};

const nl: ShareWords = {
  kinds: {
    light: ["een lamp", "lampen"],
    switch: ["een schakelaar", "schakelaars"],
    fan: ["een ventilator", "ventilatoren"],
    player: ["een mediaspeler", "mediaspelers"],
    thermostat: ["een thermostaat", "thermostaten"],
    cover: ["een rolluik", "rolluiken"],
    door: ["een deur", "deuren"],
    window: ["een raam", "ramen"],
    lock: ["een slot", "sloten"],
    humidifier: ["een luchtbevochtiger", "luchtbevochtigers"],
    helper: ["een hulpschakelaar", "hulpschakelaars"],
    person: ["iemand", "mensen"],
    button: ["een knop", "knoppen"],
    scene: ["een scène", "scènes"],
    script: ["een script", "scripts"],
    motion: ["een bewegingssensor", "bewegingssensoren"],
    brightness: ["de lichtsterkte", "de lichtsterkte"],
    temperature: ["de temperatuur", "de temperatuur"],
    humidity: ["de luchtvochtigheid", "de luchtvochtigheid"],
    power: ["het vermogen", "het vermogen"],
    sensor: ["een sensor", "sensoren"],
    thing: ["een apparaat", "apparaten"],
  },
  same: (kind) => `${kind} (hetzelfde apparaat)`,
  other: (kind) => `${kind} (een ander apparaat)`,
  fallback: "Een automatisering",
  saves: (perWeek, count) =>
    `Bespaart ongeveer ${perWeek} ${plural("nl", count, "handeling", "handelingen")} per week.`,
  alerts: (perWeek) => `Waarschuwt ongeveer ${perWeek} keer per week.`,
  right: (right, of) => `In een test op dagen die ze niet kende, klopte ze ${right} van de ${of} keer.`,
  credit: "Voorgesteld door AI Automation voor Home Assistant, dat leert van wat mensen handmatig doen.",
};

const fr: ShareWords = {
  kinds: {
    light: ["un éclairage", "des éclairages"],
    switch: ["un interrupteur", "des interrupteurs"],
    fan: ["un ventilateur", "des ventilateurs"],
    player: ["un lecteur multimédia", "des lecteurs multimédias"],
    thermostat: ["un thermostat", "des thermostats"],
    cover: ["un volet", "des volets"],
    door: ["une porte", "des portes"],
    window: ["une fenêtre", "des fenêtres"],
    lock: ["un verrou", "des verrous"],
    humidifier: ["un humidificateur", "des humidificateurs"],
    helper: ["un interrupteur virtuel", "des interrupteurs virtuels"],
    person: ["quelqu'un", "des personnes"],
    button: ["un bouton", "des boutons"],
    scene: ["une scène", "des scènes"],
    script: ["un script", "des scripts"],
    motion: ["un détecteur de mouvement", "des détecteurs de mouvement"],
    brightness: ["la luminosité", "la luminosité"],
    temperature: ["la température", "la température"],
    humidity: ["l'humidité", "l'humidité"],
    power: ["la puissance", "la puissance"],
    sensor: ["un capteur", "des capteurs"],
    thing: ["un appareil", "des appareils"],
  },
  same: (kind) => `${kind} (le même appareil)`,
  other: (kind) => `${kind} (un autre appareil)`,
  fallback: "Une automatisation",
  saves: (perWeek, count) => `Elle évite environ ${perWeek} ${plural("fr", count, "geste", "gestes")} par semaine.`,
  alerts: (perWeek) => `Elle prévient environ ${perWeek} fois par semaine.`,
  right: (right, of) => `Lors d'un test sur des jours inconnus, elle était juste ${right} fois sur ${of}.`,
  credit: "Suggérée par AI Automation pour Home Assistant, qui apprend de ce que les gens font manuellement.",
};

const es: ShareWords = {
  kinds: {
    light: ["una luz", "luces"],
    switch: ["un interruptor", "interruptores"],
    fan: ["un ventilador", "ventiladores"],
    player: ["un reproductor multimedia", "reproductores multimedia"],
    thermostat: ["un termostato", "termostatos"],
    cover: ["una persiana", "persianas"],
    door: ["una puerta", "puertas"],
    window: ["una ventana", "ventanas"],
    lock: ["una cerradura", "cerraduras"],
    humidifier: ["un humidificador", "humidificadores"],
    helper: ["un interruptor virtual", "interruptores virtuales"],
    person: ["alguien", "personas"],
    button: ["un botón", "botones"],
    scene: ["una escena", "escenas"],
    script: ["un script", "scripts"],
    motion: ["un sensor de movimiento", "sensores de movimiento"],
    brightness: ["la luminosidad", "la luminosidad"],
    temperature: ["la temperatura", "la temperatura"],
    humidity: ["la humedad", "la humedad"],
    power: ["la potencia", "la potencia"],
    sensor: ["un sensor", "sensores"],
    thing: ["un aparato", "aparatos"],
  },
  same: (kind) => `${kind} (el mismo aparato)`,
  other: (kind) => `${kind} (otro aparato)`,
  fallback: "Una automatización",
  saves: (perWeek, count) => `Ahorra unas ${perWeek} ${plural("es", count, "acción", "acciones")} a la semana.`,
  alerts: (perWeek, count) => `Avisa unas ${perWeek} ${plural("es", count, "vez", "veces")} a la semana.`,
  right: (right, of) => `En una prueba con días que no conocía, acertó ${right} de ${of} veces.`,
  credit: "Sugerida por AI Automation para Home Assistant, que aprende de lo que la gente hace manualmente.",
};

const ALL: Readonly<Record<string, ShareWords>> = { "en-GB": en, de, nl, fr, es };
