import { plural, type Phrases } from "./phrases.ts";

const locale = "de";
const minutes = (count: number): string => plural(locale, count, "# Minute", "# Minuten");
const days = (count: number): string => plural(locale, count, "# Tag", "# Tagen");
const onDays = (isHeldOut: boolean): string =>
  isHeldOut ? "im Test an Tagen, die es nicht kannte," : "an den Tagen, aus denen es gelernt hat,";
const SUN = { sunrise: "Sonnenaufgang", sunset: "Sonnenuntergang" };

export const de: Phrases = {
  locale,
  actions: {
    on: (things) => `${things} einschalten`,
    off: (things) => `${things} ausschalten`,
    toggle: (things) => `${things} ein- oder ausschalten`,
    open: (things) => `${things} öffnen`,
    close: (things) => `${things} schließen`,
    play: (things) => `Wiedergabe auf ${things} starten`,
    pause: (things) => `${things} pausieren`,
    activate: (things) => `${things} aktivieren`,
    run: (things) => `${things} ausführen`,
    mode: (mode, things) => `${things} auf „${mode}“ stellen`,
  },
  isVerbFirst: false,
  sentence: (actions, when) => {
    const clauses = when.join(", ");
    return /^(wenn|solange) /.test(clauses) ? `${actions}, ${clauses}` : `${actions} ${clauses}`;
  },
  both: (first, second) => `${first}, und ${second}`,
  volume: (percent) => `Lautstärke ${percent}%`,
  at: (time) => `um ${time}`,
  workdays: "montags bis freitags",
  weekends: "am Wochenende",
  on: (names) => names,
  weekdays: ["montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"],
  sun: (offset, event) =>
    offset === 0 ? `bei ${SUN[event]}` : `${minutes(Math.abs(offset))} ${offset < 0 ? "vor" : "nach"} ${SUN[event]}`,
  when: (clause) => `wenn ${clause}`,
  whileTrue: (clause) => `solange ${clause}`,
  reports: (eventType, button) => `„${eventType}“${button} meldet`,
  ofButton: {
    button: (value) => `Taste „${value}“`,
    direction: (value) => `Richtung „${value}“`,
    multi_press_count: (value) => `${value}-mal gedrückt`,
    region: (value) => `Bereich ${value}`,
    scene: (value) => `Szene ${value}`,
  },
  isPressed: "gedrückt wird",
  isStarted: "gestartet wird",
  rises: (above) => `über ${above} steigt`,
  falls: (below) => `unter ${below} fällt`,
  isAbove: (above) => `über ${above} liegt`,
  isBelow: (below) => `unter ${below} liegt`,
  heldFor: (count) => `(${minutes(count)} lang)`,
  soonAfter: (count, clause) => `weniger als ${minutes(count)}, nachdem ${clause}`,
  anyone: "jemand",
  comesHome: "nach Hause kommt",
  leavesHome: "das Haus verlässt",
  arrives: (place) => `bei ${place} ankommt`,
  sensorPhrases: {
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
    smoke: ["Rauch erkennt", "keinen Rauch mehr erkennt"],
    gas: ["Gas erkennt", "kein Gas mehr erkennt"],
    other: ["eingeschaltet wird", "ausgeschaltet wird"],
  },
  turnsTo: (state) => `auf „${state}“ wechselt`,
  isInState: (state, count) => (count === 0 ? `${state} ist` : `seit ${minutes(count)} ${state} ist`),
  term: (term) => term,
  predicates: {
    Abwesend: "abwesend",
    Angedockt: "angedockt",
    Aus: "aus",
    Ausgesteckt: "ausgesteckt",
    Ein: "an",
    Eingesteckt: "eingesteckt",
    Entriegelt: "entriegelt",
    Geschlossen: "geschlossen",
    Geöffnet: "offen",
    Nass: "nass",
    Pausiert: "pausiert",
    Trocken: "trocken",
    Verriegelt: "verriegelt",
    Zuhause: "zu Hause",
  },
  termAsPredicate: (term) => `„${term}“`,
  between: (after, before) => `zwischen ${after} und ${before}`,
  dark: "solange es dunkel ist",
  daytime: "tagsüber",
  everyoneHome: "wenn alle zu Hause sind",
  everyoneAway: "wenn alle abwesend sind",
  someoneAway: "während noch jemand weg ist",
  evidence: (total, times, right, of) =>
    `Das hast du in ${days(total)} ${times}-mal selbst gemacht. ` +
    `Im Test an Tagen, die es nicht kannte, lag es ${right} von ${of} Mal richtig.`,
  mostlyBy: (name) => `Meist war es ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Melden, wenn ${name} um ${time} noch ${state} ist`,
    longTitle: (name, state, duration) => `Melden, wenn ${name} seit ${duration} ${state} ist`,
    stillEvidence: (normal, all, state) => `An ${normal} von ${all} Abenden war es bis dahin ${state}`,
    longEvidence: (normal, all, state, total) =>
      `In ${days(total)} war es ${all}-mal ${state}, davon ${normal}-mal kürzer`,
    heldOutEvidence: (all, normal) => `im Test an den letzten ${all}, die es nicht kannte, stimmte das ${normal}-mal`,
    heading: (name, state) => `${name} ist ${state}`,
    lock: (name) => `${name} abschließen`,
    stillMessage: (time, name, state, usual) =>
      `Es ist ${time} und ${name} ist noch ${state}. Um diese Zeit ist es sonst ${usual}.`,
    longMessage: (name, state, duration) => `${name} ist seit ${duration} ${state}, länger als üblich.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `Es ${plural(locale, more, "fehlt noch # Tag", "fehlen noch # Tage")} Verlauf: bisher ${has} von ${days(needs)}`,
    noActuators: "In diesem Zuhause gibt es kein Gerät, das eine Automatisierung steuern darf",
    nothingManual: "Nichts wird oft genug manuell bedient, um daraus zu lernen",
    noPattern: (times, devices) =>
      `Keine der ${times} manuellen Bedienungen an ${plural(locale, devices, "# Gerät", "# Geräten")} folgt oft genug einer Uhrzeit, der Sonne oder einem anderen Gerät`,
    tooFewTimes: (has, needs) => `${has}-mal gesehen; mindestens ${needs} nötig`,
    tooFewDays: (has, needs) => `an ${days(has)} gesehen; mindestens ${needs} nötig`,
    notConfirmed: (has, needs) => `${onDays(true)} ${has}-mal richtig; mindestens ${needs} nötig`,
    abandoned: (has, needs) =>
      `diese Gewohnheit scheint vorbei zu sein: in den letzten vier Wochen zu ${has} richtig; mindestens ${needs} nötig`,
    noLongerSeen: "nicht mehr oft genug gesehen, um es sagen zu können",
    neverAutomated: (name) =>
      `„${name}“ wird nie automatisch bedient: Name oder Art lassen eine Tür, Hitze, Wasser, ein Schloss oder einen Alarm vermuten`,
    chance: "könnte Zufall sein: Bei so vielen geprüften Möglichkeiten passen manche durch Glück",
    alreadyDoneBy: (automation) => `${automation} macht das bereits`,
    perhapsDoneBy: (automation) =>
      `${automation} macht das vielleicht schon: Nicht alle ihre Bedingungen werden verstanden`,
    wouldBeDoneBy: (name) => `Die Automatisierung „${name}“ würde das tun, ist aber ausgeschaltet: einschalten?`,
    anAutomation: "eine Automatisierung",
    theAutomation: (name) => `die Automatisierung „${name}“`,
    anotherHabitFor: (name) => `eine andere Gewohnheit bei ${name}`,
    conflictsWith: (other) => `steht im Widerspruch zu ${other}: Das eine würde das andere rückgängig machen`,
    wrongTooOften: (has, needs, isHeldOut) => `${onDays(isHeldOut)} zu ${has} richtig; mehr als ${needs} nötig`,
    notSureEnough: (has, needs, isHeldOut) =>
      `${onDays(isHeldOut)} zu ${has} richtig, aber zu selten gesehen, um von ${needs} ausgehen zu können`,
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
  mismatches: {
    not_said: (number) => `${number} kommt in deinem Text nicht vor.`,
    left_out: (number) => `Du hast ${number} geschrieben, aber das wird nicht verwendet.`,
    days: () => "Die Tage sind andere als in deinem Text.",
    light: () => "Du hast Dunkelheit oder Tageslicht genannt; hier ist es umgekehrt.",
    direction: () => "Es wird in die andere Richtung verschoben als in deinem Text.",
    switching: () => "Du hast ein oder aus geschrieben; hier ist es umgekehrt.",
    thing: (name) => `${name} hast du nicht genannt.`,
    interpreted: (words) => `Nur das Sprachmodell hat ${words} verstanden: Bitte prüfen, ob es stimmt.`,
    spelling: (what) => `Schreibweise gelesen als ${what}: Bitte prüfen, ob es stimmt.`,
    not_understood: (words) => `Nicht verstanden und weggelassen: „${words}“.`,
    half_day: () => "Die Uhrzeit kann auch zwölf Stunden später gemeint sein.",
    dropped: (what) => `Ein Teil der Antwort war nicht brauchbar: ${what}.`,
  },
  noEvidence:
    "In deinem Verlauf gibt es keinen Beleg dafür: Niemand hat das zu den Zeiten manuell gemacht, zu denen es gelaufen wäre.",
  fix: {
    allDays: "an jedem Tag, an dem sie läuft",
    onlyDays: (names) => `nur ${names}`,
    allHours: "zu jeder Zeit",
    notBetween: (from, until) => `nicht zwischen ${from} und ${until}`,
    darkAndLight: "bei Tag und Nacht",
    onlyDark: "nur solange es dunkel ist",
    onlyByDay: "nur tagsüber",
    immediately: "sofort",
    after: (count) => `nach ${minutes(count)}`,
    usualTime: "zur üblichen Zeit",
    later: (count) => `${minutes(count)} später`,
    earlier: (count) => `${minutes(count)} früher`,
    always: "immer",
    onlyWhile: (clause) => `nur solange ${clause}`,
    levelNotSet: "nicht eingestellt",
    renameEvidence: (names) =>
      `${names}: In Home Assistant wurde die Entitäts-ID geändert. Diese Automatisierung verwendet noch die alte und funktioniert deshalb nicht mehr wie zuvor.`,
    levelEvidence: (set, runs, near, after) =>
      `Nach ${set} von ${runs} Ausführungen wurde die Stufe geändert, ${near}-mal auf etwa diese. Mit „${after}“ wären diese von Anfang an richtig gewesen.`,
    anyValue: "bei jedem Wert",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `${undone} von ${runs} Ausführungen wurden rückgängig gemacht. Mit „${after}“ statt „${before}“ ` +
      `wären ${repaired} davon vermieden worden und ${kept} der ${others} anderen geblieben.`,
  },
  short: {
    headed: (head, text) => `${head}: ${text}`,
    action: (things, verbs) => `${things} ${verbs}`,
    verbs: {
      on: "an",
      off: "aus",
      toggle: "an/aus",
      open: "öffnen",
      close: "schließen",
      play: "abspielen",
      pause: "pausieren",
      activate: "aktivieren",
      run: "ausführen",
    },
    sun: (side, event) => `${side === 0 ? "bei" : side < 0 ? "vor" : "nach"} ${SUN[event]}`,
    still: (state, time) => `um ${time} noch ${state}`,
    long: (state, duration) => `${duration} ${state}`,
  },
  made: {
    tested: (date, right, of) => `Von AI Automation am ${date} vorgeschlagen: im Test ${right} von ${of} Mal richtig.`,
    untested: (date) => `Mit AI Automation am ${date} angelegt.`,
    undo: (there) => `Rückgängig machen oder ändern kannst du es ${there}.`,
    there: "dort",
  },
};
