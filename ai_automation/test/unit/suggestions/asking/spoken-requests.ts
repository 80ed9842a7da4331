/** A request about an automation, and a correct and a wrong answer of a model. */
export interface SpokenRequest {
  readonly language: "en" | "de" | "nl" | "fr" | "es";
  readonly about: "clock" | "motion" | "still" | "sun";
  readonly text: string;
  readonly good: string;
  readonly bad: string;
}

const plan = (...changes: readonly object[]): string => JSON.stringify({ changes, not_possible: null });

const shift = (minutes: number) => ({ change: "shift", minutes });
const at = (time: string) => ({ change: "at", time });
const days = (...names: readonly string[]) => ({ change: "days", days: names });
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];
const workdays = days(...WORKDAYS);
const weekend = days("sat", "sun");
const everyDay = days(...WORKDAYS, "sat", "sun");
const hours = (after: string, before: string) => ({ change: "hours", after, before });
const light = (only: string) => ({ change: "light", only });
const hold = (minutes: number) => ({ change: "for", minutes });
const act = (thing: string, state: string) => ({ change: "act", thing, state });
const level = (kind: string, value: number) => ({ change: "level", thing: null, kind, value });
const onlyIf = (thing: string, state: string) => ({ change: "only_if", thing, state });
const household = (state: string) => ({ change: "only_if_household", state });
const sun = (event: string, minutes: number) => ({ change: "sun", event, minutes });
const drop = (what: string) => ({ change: "drop", what });

const LAMP = "t_lamp";
const SENSOR = "t_sensor";
const TV = "t_tv";
const LOCK = "t_lock";

type Row = readonly [about: SpokenRequest["about"], text: string, good: string, bad: string];

const rows = (language: SpokenRequest["language"], ...given: readonly Row[]): readonly SpokenRequest[] =>
  given.map(([about, text, good, bad]) => ({ language, about, text, good, bad }));

/** `t_…` stands for the short name of an entity; answers include the malformed ones that models write. */
export const SPOKEN_REQUESTS: readonly SpokenRequest[] = [
  ...rows(
    "en",
    ["clock", "only on workdays, and ten minutes later", plan(workdays, shift(10)), plan(workdays)],
    ["clock", "Half an hour earlier please", plan(shift(-30)), plan(shift(30))],
    ["clock", "make it 6:45", `Sure! \`\`\`json\n${plan(at("06:45"))}\n\`\`\``, plan(at("06:54"))],
    ["clock", "not on Sundays", plan(days(...WORKDAYS, "sat")), plan(days("sun", "mon"))],
    ["motion", "only when it's dark", plan(light("dark")), plan(light("day"))],
    ["motion", "at 40 percent brightness", plan(level("brightness", 40)), plan(level("brightness", 4))],
    ["still", "wait 12 minutes instead", plan(hold(12)), plan(hold(20))],
    ["motion", "only between 22:00 and 6:30", plan(hours("22:00", "06:30")), plan(hours("10:00", "06:30"))],
    ["sun", "a quarter of an hour before sunset", plan(sun("sunset", -15)), "I cannot help with that."],
    ["motion", "not while the TV is on", plan(onlyIf(TV, "off")), plan(onlyIf("t77", "off"))],
    [
      "motion",
      "only when nobody is home",
      plan(household("nobody_home")),
      '{"changes":[{"change":"only_if_household"}]}',
    ],
    [
      "clock",
      "unlock the front door too",
      '{"changes":[],"not_possible":"Locks can only be notified about."}',
      plan(act(LOCK, "unlocked")),
    ],
  ),
  ...rows(
    "de",
    ["clock", "nur an Werktagen und zehn Minuten später", plan(workdays, shift(10)), plan(shift(10))],
    ["clock", "eine halbe Stunde früher", plan(shift(-30)), plan(shift(30))],
    ["clock", "um halb acht", plan(at("07:30")), plan(at("08:30"))],
    ["clock", "auch am Wochenende, also jeden Tag", plan(everyDay), `${plan(everyDay)} ${plan(everyDay)}`],
    ["motion", "nur wenn es dunkel ist", plan(light("dark")), plan(light("day"))],
    ["motion", "mit 25 % Helligkeit", plan(level("brightness", 25)), plan(level("brightness", 52))],
    ["still", "warte 20 Minuten", plan(hold(20)), plan(hold(2))],
    ["motion", "nur zwischen 23 und 6 Uhr", plan(hours("23:00", "06:00")), plan(hours("23:00", "07:00"))],
    ["sun", "45 Minuten nach Sonnenuntergang", plan(sun("sunset", 45)), plan({ ...sun("sunset", 45), yaml: "x" })],
    ["clock", "samstags und sonntags erst um 9:15", plan(weekend, at("09:15")), plan(at("09:15"))],
    [
      "motion",
      "nicht, wenn der Fernseher läuft",
      plan(onlyIf(TV, "off")),
      plan(onlyIf(SENSOR, "off"), act(LOCK, "off")),
    ],
    ["motion", "die Bedingung mit der Dunkelheit weg", plan(drop("light")), plan({ change: "drop", what: "lock" })],
  ),
  ...rows(
    "nl",
    ["clock", "alleen op werkdagen, en tien minuten later", plan(workdays, shift(10)), plan(workdays, shift(-10))],
    ["clock", "een kwartier eerder", plan(shift(-15)), plan(shift(-25))],
    ["clock", "om kwart voor acht", plan(at("07:45")), plan(at("08:15"))],
    ["clock", "niet op zondag", plan(days(...WORKDAYS, "sat")), plan(days("sun"), shift(5))],
    ["motion", "alleen als het donker is", plan(light("dark")), plan(light("day"))],
    ["motion", "helderheid 60", plan(level("brightness", 60)), plan(level("brightness", 6))],
    ["still", "pas na 8 minuten", plan(hold(8)), plan(hold(18))],
    ["motion", "alleen tussen 21:30 en 7:00", plan(hours("21:30", "07:00")), plan(hours("21:00", "07:00"))],
    ["sun", "twintig minuten voor zonsondergang", plan(sun("sunset", -20)), plan(sun("sunset", -2))],
    ["clock", "in het weekend om 8:30", plan(weekend, at("08:30")), plan(workdays, at("08:30"))],
    ["motion", "niet als de televisie aan is", plan(onlyIf(TV, "off")), "{not json"],
    ["clock", "open ook de garage", '{"changes":[],"not_possible":"Dat kan niet."}', plan(act("t_garage", "open"))],
  ),
  ...rows(
    "fr",
    ["clock", "seulement les jours ouvrés, et dix minutes plus tard", plan(workdays, shift(10)), plan(shift(10))],
    ["clock", "une demi-heure plus tôt", plan(shift(-30)), plan(shift(-3))],
    ["clock", "à 6h45", plan(at("06:45")), plan(at("18:45"))],
    ["clock", "pas le dimanche", plan(days(...WORKDAYS, "sat")), plan(days("sat", "sun"))],
    ["motion", "seulement quand il fait sombre", plan(light("dark")), plan(light("day"))],
    ["motion", "à 35 % de luminosité", plan(level("brightness", 35)), plan(level("brightness", 53))],
    ["still", "attendre quinze minutes", plan(hold(15)), plan(hold(50))],
    ["motion", "entre 22 h et 6 h seulement", plan(hours("22:00", "06:00")), plan(hours("22:00", "08:00"))],
    ["sun", "une heure avant le coucher du soleil", plan(sun("sunset", -60)), plan(sun("sunset", -90))],
    ["clock", "le samedi et le dimanche à 9h", plan(weekend, at("09:00")), plan(days("sat"), at("09:00"))],
    ["motion", "pas quand la télé est allumée", plan(onlyIf(TV, "off")), '{"changes":"none"}'],
    [
      "motion",
      "appelle-la Lumière du soir",
      plan({ change: "name", text: "Lumière du soir" }),
      plan({ change: "rename", text: "x" }),
    ],
  ),
  ...rows(
    "es",
    ["clock", "solo los días laborables y diez minutos más tarde", plan(workdays, shift(10)), plan(weekend, shift(10))],
    ["clock", "media hora antes", plan(shift(-30)), plan(shift(30))],
    ["clock", "a las 7:20", plan(at("07:20")), plan(at("07:02"))],
    ["clock", "los domingos no", plan(days(...WORKDAYS, "sat")), plan(days("mon", "sun"))],
    ["motion", "solo cuando esté oscuro", plan(light("dark")), plan(light("day"))],
    ["motion", "con un brillo del 70 %", plan(level("brightness", 70)), plan(level("brightness", 7))],
    ["still", "espera 4 minutos", plan(hold(4)), plan(hold(40))],
    ["motion", "solo entre las 20:15 y las 23:00", plan(hours("20:15", "23:00")), plan(hours("20:15", "22:00"))],
    ["sun", "diez minutos después de la puesta de sol", plan(sun("sunset", 10)), plan(sun("sunrise", 12))],
    ["clock", "los sábados y domingos a las 10", plan(weekend, at("10:00")), plan(weekend, at("10:30"))],
    ["motion", "cuando no haya nadie en casa", plan(household("nobody_home")), plan(household("away"))],
    ["motion", "apaga también la lámpara", plan(act(LAMP, "off")), plan(act(LAMP, "on"))],
  ),
];
