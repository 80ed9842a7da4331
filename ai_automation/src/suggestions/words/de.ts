import { type Phrases, plural } from "./phrases.ts";

const locale = "de";
const minutes = (count: number): string => plural(locale, count, "# Minute", "# Minuten");
const days = (count: number): string => plural(locale, count, "# Tag", "# Tagen");
const learnedDays = (isHeldOut: boolean): string =>
  isHeldOut ? "an Tagen, von denen nicht gelernt wurde," : "an den Tagen, von denen gelernt wurde,";
const SUN = { sunrise: "Sonnenaufgang", sunset: "Sonnenuntergang" };

export const de: Phrases = {
  locale,
  deeds: {
    on: (things) => `${things} einschalten`,
    off: (things) => `${things} ausschalten`,
    open: (things) => `${things} öffnen`,
    close: (things) => `${things} schließen`,
    play: (things) => `Wiedergabe auf ${things} starten`,
    pause: (things) => `${things} pausieren`,
    mode: (mode, things) => `${things} auf „${mode}“ stellen`,
  },
  isVerbFirst: false,
  sentence: (deeds, when) => {
    const clauses = when.join(", ");
    return /^(wenn|solange) /.test(clauses) ? `${deeds}, ${clauses}` : `${deeds} ${clauses}`;
  },
  volume: (percent) => `Lautstärke ${percent}%`,
  at: (time) => `um ${time}`,
  workdays: "an Werktagen",
  weekends: "am Wochenende",
  on: (names) => names,
  weekdays: ["montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"],
  sun: (offset, event) =>
    offset === 0 ? `bei ${SUN[event]}` : `${minutes(Math.abs(offset))} ${offset < 0 ? "vor" : "nach"} ${SUN[event]}`,
  when: (clause) => `wenn ${clause}`,
  whilst: (clause) => `solange ${clause}`,
  reports: (eventType) => `„${eventType}“ meldet`,
  rises: (above) => `über ${above} steigt`,
  falls: (below) => `unter ${below} fällt`,
  isAbove: (above) => `über ${above} liegt`,
  isBelow: (below) => `unter ${below} liegt`,
  lasting: (count) => `(${minutes(count)} lang)`,
  anybody: "jemand",
  comesHome: "nach Hause kommt",
  leavesHome: "das Haus verlässt",
  arrives: (place) => `bei ${place} ankommt`,
  meanings: {
    motion: ["Bewegung meldet", "keine Bewegung mehr meldet"],
    occupancy: ["jemanden bemerkt", "niemanden mehr bemerkt"],
    presence: ["zu Hause ist", "abwesend ist"],
    opening: ["geöffnet wird", "geschlossen wird"],
    sound: ["etwas hört", "nichts mehr hört"],
    vibration: ["vibriert", "wieder ruhig ist"],
    plug: ["eingesteckt wird", "ausgesteckt wird"],
    power: ["Strom hat", "keinen Strom hat"],
    lock: ["aufgeschlossen wird", "abgeschlossen wird"],
    moisture: ["nass wird", "trocken ist"],
    other: ["eingeschaltet wird", "ausgeschaltet wird"],
  },
  turnsTo: (state) => `auf „${state}“ wechselt`,
  being: (state, count) => (count === 0 ? `${state} ist` : `seit ${minutes(count)} ${state} ist`),
  states: {
    on: "an",
    off: "aus",
    home: "zu Hause",
    not_home: "abwesend",
    open: "offen",
    closed: "geschlossen",
    locked: "abgeschlossen",
    unlocked: "aufgeschlossen",
    heat: "Heizen",
    cool: "Kühlen",
    auto: "Automatik",
  },
  between: (after, before) => `zwischen ${after} und ${before}`,
  dark: "wenn es dunkel ist",
  byDay: "bei Tag",
  everybodyHome: "wenn alle zu Hause sind",
  everybodyAway: "wenn alle abwesend sind",
  somebodyAway: "während noch jemand weg ist",
  evidence: (total, times, right, of) =>
    `In ${days(total)} wurde das ${times}-mal um diesen Moment von Hand getan; ` +
    `an Tagen, von denen nicht gelernt wurde, wäre es ${right} von ${of} Mal richtig gewesen.`,
  mostlyBy: (name) => `Meist von ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Melden, wenn ${name} um ${time} noch ${state} ist`,
    longTitle: (name, state, duration) => `Melden, wenn ${name} ${duration} lang ${state} bleibt`,
    stillEvidence: (normal, all, state) => `An ${normal} von ${all} Abenden war es bis dahin ${state}`,
    longEvidence: (normal, all, state, total) =>
      `Von ${all} Malen, die es in ${days(total)} ${state} war, waren ${normal} kürzer`,
    newest: (all, normal) => `von den neuesten ${all}, von denen nicht gelernt wurde, ${normal}`,
    heading: (name, state) => `${name} ist ${state}`,
    lock: (name) => `${name} abschließen`,
    stillMessage: (time, name, state, usual) =>
      `Es ist ${time} und ${name} ist noch ${state}. Um diese Zeit ist es sonst ${usual}.`,
    longMessage: (name, state, duration) => `${name} ist seit ${duration} ${state}, länger als gewöhnlich.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Es ${plural(locale, more, "fehlt noch # Tag", "fehlen noch # Tage")} Verlauf: bisher ${has} von ${days(needs)}`,
    noActuators: "In diesem Zuhause gibt es nichts, was eine Automation schalten darf",
    nothingByHand: "Niemand schaltet etwas oft genug von Hand",
    tooFewTimes: (has, needs) => `${has}-mal gesehen; nötig sind ${needs}`,
    tooFewDays: (has, needs) => `an ${days(has)} gesehen; nötig sind ${needs}`,
    tooFewWeeks: (has, needs) => `in ${plural(locale, has, "# Woche", "# Wochen")} gesehen; nötig sind ${needs}`,
    notConfirmed: (has, needs) => `${learnedDays(true)} ${has}-mal richtig; nötig sind ${needs}`,
    givenUp: (has, needs) => `aufgegeben: in den letzten vier Wochen zu ${has} richtig; nötig sind ${needs}`,
    chance: "kann Zufall sein: unter allem, was versucht wurde, kommt so etwas auch durch Glück vor",
    doneBy: (automation) => `${automation} tut das schon`,
    anAutomation: "eine Automation",
    theAutomation: (name) => `die Automation „${name}“`,
    anotherHabitOf: (name) => `eine andere Gewohnheit von ${name}`,
    quarrels: (other) => `es gäbe Streit mit „${other}“: eins würde das andere aufheben`,
    wrongTooOften: (has, needs, isHeldOut) =>
      `${learnedDays(isHeldOut)} zu ${has} richtig; nötig ist mehr als ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `${learnedDays(isHeldOut)} zu ${has} richtig: zu selten, um ${needs} sicher zu sein`,
  },
  selfActing: {
    after: (duration, clause) => `immer ${duration}, nachdem ${clause}`,
    atOnce: (clause) => `immer sofort, wenn ${clause}`,
    atTime: (time) => `immer genau um ${time}`,
    bySun: (when) => `immer ${when}`,
    text: (when, count, name) =>
      `geschieht schon von selbst, ${when}: ${count}-mal gesehen` +
      (name === null ? "" : `; etwas handelt als ${name}`),
  },
  doubts: {
    not_said: (number) => `${number} kommt in Ihrem Text nicht vor.`,
    left_out: (number) => `Sie haben ${number} geschrieben; das wird nicht verwendet.`,
    days: () => "Die Tage sind andere als in Ihrem Text.",
    light: () => "Sie haben von Dunkelheit oder Tageslicht geschrieben; hier ist es umgekehrt.",
    direction: () => "Es wird in die andere Richtung verschoben als in Ihrem Text.",
    switching: () => "Sie haben ein oder aus geschrieben; hier ist es umgekehrt.",
    thing: (name) => `${name} haben Sie nicht genannt.`,
  },
  noEvidence: "In Ihrem Verlauf spricht nichts dafür: Niemand hat das von Hand getan, wenn es laufen würde.",
  fix: {
    allDays: "an allen ihren Tagen",
    onlyDays: (names) => `nur ${names}`,
    allHours: "zu jeder Stunde",
    notBetween: (from, until) => `nicht zwischen ${from} und ${until}`,
    darkAndLight: "im Dunkeln und bei Tag",
    onlyDark: "nur wenn es dunkel ist",
    onlyByDay: "nur bei Tag",
    atOnce: "sofort",
    after: (count) => `nach ${minutes(count)}`,
    atItsTime: "zu ihrer Zeit",
    later: (count) => `${minutes(count)} später`,
    earlier: (count) => `${minutes(count)} früher`,
    whateverElse: "was auch sonst an ist",
    onlyWhilst: (clause) => `nur solange ${clause}`,
    asItComes: "wie es gerade ist",
    levelEvidence: (set, runs, near, after) =>
      `Nach ${set} von ${runs} Läufen wurde die Stufe von Hand eingestellt, ${near}-mal auf etwa diese. Geändert auf „${after}“ wären diese sofort richtig gewesen.`,
    anyValue: "bei jedem Wert",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} von ${runs} Läufen wurden von Hand rückgängig gemacht. Von „${before}“ zu „${after}“ geändert, ` +
      `wären ${repaired} davon nicht geschehen und ${kept} von ${others} anderen geblieben.`,
  },
};
