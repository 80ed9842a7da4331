import { type Phrases, plural } from "./phrases.ts";

const locale = "nl";
const minutes = (count: number): string => plural(locale, count, "# minuut", "# minuten");
const days = (count: number): string => plural(locale, count, "# dag", "# dagen");
const learnedDays = (isHeldOut: boolean): string =>
  isHeldOut ? "op dagen waarvan niet is geleerd" : "op de dagen waarvan is geleerd";
const SUN = { sunrise: "zonsopkomst", sunset: "zonsondergang" };

export const nl: Phrases = {
  locale,
  deeds: {
    on: (things) => `${things} aanzetten`,
    off: (things) => `${things} uitzetten`,
    open: (things) => `${things} openen`,
    close: (things) => `${things} sluiten`,
    play: (things) => `Afspelen op ${things} starten`,
    pause: (things) => `${things} pauzeren`,
    mode: (mode, things) => `${things} op "${mode}" zetten`,
  },
  isVerbFirst: false,
  sentence: (deeds, when) => `${deeds} ${when.join(", ")}`,
  volume: (percent) => `volume ${percent}%`,
  at: (time) => `om ${time}`,
  workdays: "op werkdagen",
  weekends: "in het weekend",
  on: (names) => `op ${names}`,
  weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
  sun: (offset, event) =>
    offset === 0 ? `bij ${SUN[event]}` : `${minutes(Math.abs(offset))} ${offset < 0 ? "voor" : "na"} ${SUN[event]}`,
  when: (clause) => `als ${clause}`,
  whilst: (clause) => `zolang ${clause}`,
  reports: (eventType) => `"${eventType}" meldt`,
  rises: (above) => `boven ${above} komt`,
  falls: (below) => `onder ${below} komt`,
  isAbove: (above) => `boven ${above} is`,
  isBelow: (below) => `onder ${below} is`,
  lasting: (count) => `(${minutes(count)} lang)`,
  anybody: "iemand",
  comesHome: "thuiskomt",
  leavesHome: "van huis gaat",
  arrives: (place) => `bij ${place} aankomt`,
  meanings: {
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
    other: ["aangaat", "uitgaat"],
  },
  turnsTo: (state) => `"${state}" wordt`,
  being: (state, count) => (count === 0 ? `${state} is` : `al ${minutes(count)} ${state} is`),
  states: {
    on: "aan",
    off: "uit",
    home: "thuis",
    not_home: "weg",
    open: "open",
    closed: "dicht",
    locked: "op slot",
    unlocked: "van het slot",
    heat: "verwarmen",
    cool: "koelen",
    auto: "automatisch",
  },
  between: (after, before) => `tussen ${after} en ${before}`,
  dark: "als het donker is",
  byDay: "overdag",
  everybodyHome: "als iedereen thuis is",
  everybodyAway: "als iedereen weg is",
  somebodyAway: "terwijl er nog iemand weg is",
  evidence: (total, times, right, of) =>
    `In ${days(total)} is dit ${times} keer op dit moment met de hand gedaan; ` +
    `op dagen waarvan niet is geleerd was het ${right} van de ${of} keer juist geweest.`,
  mostlyBy: (name) => `Meestal door ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Melden als ${name} om ${time} nog ${state} is`,
    longTitle: (name, state, duration) => `Melden als ${name} ${duration} ${state} blijft`,
    stillEvidence: (normal, all, state) => `Op ${normal} van de ${all} avonden was het dan ${state}`,
    longEvidence: (normal, all, state, total) =>
      `Van de ${all} keer dat het in ${days(total)} ${state} was, waren er ${normal} korter`,
    newest: (all, normal) => `van de nieuwste ${all}, waarvan niet is geleerd, ${normal}`,
    heading: (name, state) => `${name} is ${state}`,
    lock: (name) => `${name} op slot doen`,
    stillMessage: (time, name, state, usual) =>
      `Het is ${time} en ${name} is nog ${state}. Om deze tijd is het meestal ${usual}.`,
    longMessage: (name, state, duration) => `${name} is al ${duration} ${state}, langer dan gewoonlijk.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Er is nog ${days(more)} geschiedenis nodig: ${has} van ${days(needs)} tot nu toe`,
    noActuators: "In dit huis is er niets wat een automatisering mag schakelen",
    nothingByHand: "Niemand schakelt iets vaak genoeg met de hand",
    tooFewTimes: (has, needs) => `${has} keer gezien; er zijn er ${needs} nodig`,
    tooFewDays: (has, needs) => `op ${days(has)} gezien; er zijn er ${needs} nodig`,
    tooFewWeeks: (has, needs) => `in ${plural(locale, has, "# week", "# weken")} gezien; er zijn er ${needs} nodig`,
    notConfirmed: (has, needs) => `${learnedDays(true)} ${has} keer juist; er zijn er ${needs} nodig`,
    givenUp: (has, needs) => `opgegeven: de laatste vier weken ${has} juist; ${needs} is nodig`,
    chance: "kan toeval zijn: bij alles wat is geprobeerd komt zoiets ook met geluk voor",
    doneBy: (automation) => `${automation} doet dit al`,
    anAutomation: "een automatisering",
    theAutomation: (name) => `de automatisering "${name}"`,
    anotherHabitOf: (name) => `een andere gewoonte van ${name}`,
    quarrels: (other) => `het zou botsen met ${other}: het ene maakt het andere ongedaan`,
    wrongTooOften: (has, needs, isHeldOut) => `${learnedDays(isHeldOut)} ${has} juist; meer dan ${needs} is nodig`,
    notSureEnough: (has, needs, isHeldOut) =>
      `${learnedDays(isHeldOut)} ${has} juist: te weinig om zeker te zijn van ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `altijd ${duration} nadat ${clause}`,
    atOnce: (clause) => `altijd meteen als ${clause}`,
    atTime: (time) => `altijd precies om ${time}`,
    text: (when, count, name) =>
      `gebeurt al vanzelf, ${when}: ${count} keer gezien` + (name === null ? "" : `; iets handelt als ${name}`),
  },
  doubts: {
    not_said: (number) => `${number} staat niet in uw tekst.`,
    left_out: (number) => `U schreef ${number}; dat wordt niet gebruikt.`,
    days: () => "De dagen zijn andere dan in uw tekst.",
    light: () => "U schreef over donker of daglicht; hier is het omgekeerd.",
    direction: () => "Het verschuift de andere kant op dan in uw tekst.",
    switching: () => "U schreef aan of uit; hier is het omgekeerd.",
    thing: (name) => `${name} hebt u niet genoemd.`,
  },
  noEvidence: "In uw geschiedenis wijst niets hierop: niemand deed dit met de hand wanneer het zou lopen.",
  fix: {
    allDays: "op al haar dagen",
    onlyDays: (names) => `alleen ${names}`,
    allHours: "op elk uur",
    notBetween: (from, until) => `niet tussen ${from} en ${until}`,
    darkAndLight: "in het donker en overdag",
    onlyDark: "alleen als het donker is",
    onlyByDay: "alleen overdag",
    atOnce: "meteen",
    after: (count) => `na ${minutes(count)}`,
    atItsTime: "op haar tijd",
    later: (count) => `${minutes(count)} later`,
    earlier: (count) => `${minutes(count)} eerder`,
    whateverElse: "wat er verder ook aan is",
    onlyWhilst: (clause) => `alleen zolang ${clause}`,
    asItComes: "zoals het uitkomt",
    levelEvidence: (set, runs, near, after) =>
      `Na ${set} van de ${runs} keer dat hij liep is het niveau met de hand ingesteld, ${near} keer op ongeveer dit. Gewijzigd in ‘${after}’ was het dan meteen goed geweest.`,
    anyValue: "bij elke waarde",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} van de ${runs} keer is het met de hand ongedaan gemaakt. Van "${before}" naar "${after}" veranderd, ` +
      `waren er daarvan ${repaired} niet gebeurd en ${kept} van de ${others} andere gebleven.`,
  },
};
