import { plural, type Phrases } from "./phrases.ts";
import { lowerTerm } from "./terms.ts";

const locale = "nl";
const minutes = (count: number): string => plural(locale, count, "# minuut", "# minuten");
const days = (count: number): string => plural(locale, count, "# dag", "# dagen");
const onDays = (isHeldOut: boolean): string =>
  isHeldOut ? "in een test op dagen die het niet kende" : "op de dagen waarvan het heeft geleerd";
const SUN = { sunrise: "zonsopkomst", sunset: "zonsondergang" };

export const nl: Phrases = {
  locale,
  actions: {
    on: (things) => `${things} aanzetten`,
    off: (things) => `${things} uitzetten`,
    toggle: (things) => `${things} aan- of uitzetten`,
    open: (things) => `${things} openen`,
    close: (things) => `${things} sluiten`,
    play: (things) => `Afspelen op ${things} starten`,
    pause: (things) => `${things} pauzeren`,
    activate: (things) => `${things} activeren`,
    run: (things) => `${things} uitvoeren`,
    mode: (mode, things) => `${things} op "${mode}" zetten`,
  },
  isVerbFirst: false,
  sentence: (actions, when) => `${actions} ${when.join(", ")}`,
  both: (first, second) => `${first}, en ${second}`,
  volume: (percent) => `volume ${percent}%`,
  at: (time) => `om ${time}`,
  workdays: "van maandag tot en met vrijdag",
  weekends: "in het weekend",
  on: (names) => `op ${names}`,
  weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
  sun: (offset, event) =>
    offset === 0 ? `bij ${SUN[event]}` : `${minutes(Math.abs(offset))} ${offset < 0 ? "voor" : "na"} ${SUN[event]}`,
  when: (clause) => `als ${clause}`,
  whileTrue: (clause) => `zolang ${clause}`,
  reports: (eventType, button) => `"${eventType}"${button} meldt`,
  ofButton: {
    button: (value) => `knop "${value}"`,
    direction: (value) => `richting "${value}"`,
    multi_press_count: (value) => `${value} keer gedrukt`,
    region: (value) => `gebied ${value}`,
    scene: (value) => `scène ${value}`,
  },
  isPressed: "wordt ingedrukt",
  isStarted: "wordt gestart",
  rises: (above) => `boven ${above} komt`,
  falls: (below) => `onder ${below} komt`,
  isAbove: (above) => `boven ${above} is`,
  isBelow: (below) => `onder ${below} is`,
  heldFor: (count) => `(${minutes(count)} lang)`,
  soonAfter: (count, clause) => `minder dan ${minutes(count)} nadat ${clause}`,
  anyone: "iemand",
  comesHome: "thuiskomt",
  leavesHome: "van huis gaat",
  arrives: (place) => `bij ${place} aankomt`,
  sensorPhrases: {
    motion: ["beweging ziet", "geen beweging meer ziet"],
    occupancy: ["iemand opmerkt", "niemand meer opmerkt"],
    presence: ["thuis is", "weg is"],
    opening: ["opengaat", "dichtgaat"],
    sound: ["iets hoort", "niets meer hoort"],
    vibration: ["trilt", "weer stil is"],
    plug: ["wordt ingestoken", "wordt uitgetrokken"],
    power: ["stroom heeft", "geen stroom heeft"],
    lock: ["van het slot gaat", "op slot gaat"],
    moisture: ["nat wordt", "droog is"],
    smoke: ["rook detecteert", "geen rook meer detecteert"],
    gas: ["gas detecteert", "geen gas meer detecteert"],
    other: ["aangaat", "uitgaat"],
  },
  turnsTo: (state) => `"${state}" wordt`,
  isInState: (state, count) => (count === 0 ? `${state} is` : `al ${minutes(count)} ${state} is`),
  term: lowerTerm,
  predicates: {},
  termAsPredicate: lowerTerm,
  between: (after, before) => `tussen ${after} en ${before}`,
  dark: "zolang het donker is",
  daytime: "overdag",
  everyoneHome: "als iedereen thuis is",
  everyoneAway: "als iedereen weg is",
  someoneAway: "terwijl er nog iemand weg is",
  evidence: (total, times, right, of) =>
    `Dit heb je in ${days(total)} ${times} keer zelf gedaan. ` +
    `In een test op dagen die het niet kende, klopte het ${right} van de ${of} keer.`,
  mostlyBy: (name) => `Meestal was het ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Waarschuw me als ${name} om ${time} nog ${state} is`,
    longTitle: (name, state, duration) => `Waarschuw me als ${name} al ${duration} ${state} is`,
    stillEvidence: (normal, all, state) => `Op ${normal} van de ${all} avonden was het dan ${state}`,
    longEvidence: (normal, all, state, total) =>
      `Van de ${all} keer dat het in ${days(total)} ${state} was, waren er ${normal} korter`,
    heldOutEvidence: (all, normal) => `in een test op de laatste ${all}, die het niet kende, klopte dit ${normal} keer`,
    heading: (name, state) => `${name} is ${state}`,
    lock: (name) => `${name} op slot doen`,
    stillMessage: (time, name, state, usual) =>
      `Het is ${time} en ${name} is nog ${state}. Om deze tijd is het meestal ${usual}.`,
    longMessage: (name, state, duration) => `${name} is al ${duration} ${state}, langer dan gewoonlijk.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Er is nog ${days(more)} geschiedenis nodig: ${has} van ${days(needs)} tot nu toe`,
    noActuators: "Dit huis heeft geen apparaat dat een automatisering mag bedienen",
    nothingManual: "Er wordt niets vaak genoeg handmatig bediend om van te leren",
    noPattern: (times, devices) =>
      `Geen van de ${times} handmatige acties op ${plural(locale, devices, "# apparaat", "# apparaten")} volgt vaak genoeg een tijdstip, de zon of een ander apparaat`,
    tooFewTimes: (has, needs) => `${has} keer gezien; minstens ${needs} nodig`,
    tooFewDays: (has, needs) => `op ${days(has)} gezien; minstens ${needs} nodig`,
    notConfirmed: (has, needs) => `${onDays(true)} klopte het ${has} keer; minstens ${needs} nodig`,
    abandoned: (has, needs) =>
      `deze gewoonte lijkt voorbij: de laatste vier weken klopte ${has}; minstens ${needs} nodig`,
    noLongerSeen: "niet meer vaak genoeg gezien om het te kunnen zeggen",
    neverAutomated: (name) =>
      `"${name}" wordt nooit automatisch bediend: de naam of het type wijst op een deur, hitte, water, een slot of een alarm`,
    chance: "kan toeval zijn: bij zoveel geteste mogelijkheden kloppen er een paar door geluk",
    alreadyDoneBy: (automation) => `${automation} doet dit al`,
    perhapsDoneBy: (automation) => `${automation} doet dit misschien al: niet alle voorwaarden ervan worden begrepen`,
    wouldBeDoneBy: (name) => `De automatisering "${name}" zou dit doen, maar staat uit: aanzetten?`,
    anAutomation: "een automatisering",
    theAutomation: (name) => `de automatisering "${name}"`,
    anotherHabitFor: (name) => `een andere gewoonte voor ${name}`,
    conflictsWith: (other) => `botst met ${other}: het ene zou het andere ongedaan maken`,
    wrongTooOften: (has, needs, isHeldOut) =>
      `${onDays(isHeldOut)} klopte het in ${has} van de gevallen; meer dan ${needs} nodig`,
    notSureEnough: (has, needs, isHeldOut) =>
      `${onDays(isHeldOut)} klopte het in ${has} van de gevallen, maar het is te weinig gezien om zeker te zijn van ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `altijd ${duration} nadat ${clause}`,
    atOnce: (clause) => `altijd meteen als ${clause}`,
    atTime: (time) => `altijd precies om ${time}`,
    bySun: (when) => `altijd ${when}`,
    text: (when, count, name) =>
      `gebeurt al vanzelf, ${when}: ${count} keer gezien` + (name === null ? "" : `; iets handelt als ${name}`),
  },
  mismatches: {
    not_said: (number) => `${number} staat niet in je tekst.`,
    left_out: (number) => `Je schreef ${number}, maar dat wordt niet gebruikt.`,
    days: () => "De dagen zijn anders dan in je tekst.",
    light: () => "Je noemde donker of daglicht; hier is het omgekeerd.",
    direction: () => "Het verschuift de andere kant op dan in je tekst.",
    switching: () => "Je schreef aan of uit; hier is het omgekeerd.",
    thing: (name) => `${name} heb je niet genoemd.`,
    interpreted: (words) => `Alleen het taalmodel begreep ${words}: controleer of het klopt.`,
    spelling: (what) => `Gelezen als ${what}: controleer of dat klopt.`,
    not_understood: (words) => `Niet begrepen en weggelaten: “${words}”.`,
    half_day: () => "De tijd kan ook twaalf uur later bedoeld zijn.",
    dropped: (what) => `Een deel van het antwoord is onbruikbaar: ${what}.`,
  },
  noEvidence:
    "Je geschiedenis bevat hier geen bewijs voor: niemand deed dit handmatig op de momenten waarop het zou zijn uitgevoerd.",
  fix: {
    allDays: "elke dag dat ze loopt",
    onlyDays: (names) => `alleen ${names}`,
    allHours: "op elk moment",
    notBetween: (from, until) => `niet tussen ${from} en ${until}`,
    darkAndLight: "dag en nacht",
    onlyDark: "alleen zolang het donker is",
    onlyByDay: "alleen overdag",
    immediately: "meteen",
    after: (count) => `na ${minutes(count)}`,
    usualTime: "op de gebruikelijke tijd",
    later: (count) => `${minutes(count)} later`,
    earlier: (count) => `${minutes(count)} eerder`,
    always: "altijd",
    onlyWhile: (clause) => `alleen zolang ${clause}`,
    levelNotSet: "niet ingesteld",
    renameEvidence: (names) =>
      `${names}: in Home Assistant is de entiteit-ID gewijzigd. Deze automatisering gebruikt nog de oude en werkt daarom niet meer zoals voorheen.`,
    levelEvidence: (set, runs, near, after) =>
      `Na ${set} van de ${runs} uitvoeringen is het niveau gewijzigd, ${near} keer naar ongeveer dit. Met ‘${after}’ was het dan meteen goed geweest.`,
    anyValue: "bij elke waarde",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} van de ${runs} uitvoeringen zijn ongedaan gemaakt. Met "${after}" in plaats van "${before}" ` +
      `waren er daarvan ${repaired} voorkomen en ${kept} van de ${others} andere gebleven.`,
  },
  short: {
    headed: (head, text) => `${head}: ${text}`,
    action: (things, verbs) => `${things} ${verbs}`,
    verbs: {
      on: "aan",
      off: "uit",
      toggle: "aan/uit",
      open: "openen",
      close: "sluiten",
      play: "afspelen",
      pause: "pauzeren",
      activate: "activeren",
      run: "uitvoeren",
    },
    sun: (side, event) => `${side === 0 ? "bij" : side < 0 ? "voor" : "na"} ${SUN[event]}`,
    still: (state, time) => `om ${time} nog ${state}`,
    long: (state, duration) => `${duration} ${state}`,
  },
  made: {
    tested: (date, right, of) =>
      `Voorgesteld door AI Automation op ${date}: in een test ${right} van ${plural(locale, of, "# keer", "# keer")} juist.`,
    untested: (date) => `Gemaakt met AI Automation op ${date}.`,
    undo: (there) => `Ongedaan maken of wijzigen kan ${there}.`,
    there: "daar",
  },
};
