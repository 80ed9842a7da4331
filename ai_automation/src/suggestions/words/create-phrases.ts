import type { Catalogue } from "./catalogue.ts";
import { fillOf, type Fill, type Message } from "./fill.ts";
import type { Phrases } from "./phrases.ts";
import { lowerTerm } from "./terms.ts";

/** The text of suggestions in the language of a catalogue. */
export function createPhrases(catalogue: Catalogue): Phrases {
  const { locale, grammar, actions, sun, ofButton } = catalogue;
  const write = writerOf(catalogue);
  const { fill, of } = write;
  const beginsClause = new RegExp(`^(?:${grammar.commaBefore.join("|")}) `);
  const term = grammar.termCase === "lower" ? lowerTerm : (own: string): string => own;
  return {
    locale,
    actions: {
      on: of(actions.on, "things"),
      off: of(actions.off, "things"),
      toggle: of(actions.toggle, "things"),
      open: of(actions.open, "things"),
      close: of(actions.close, "things"),
      play: of(actions.play, "things"),
      pause: of(actions.pause, "things"),
      activate: of(actions.activate, "things"),
      run: of(actions.run, "things"),
      mode: of(actions.mode, "mode", "things"),
    },
    isVerbFirst: grammar.isVerbFirst,
    sentence: (done, when) => {
      const clauses = when.join(", ");
      const needsComma = grammar.commaBefore.length > 0 && beginsClause.test(clauses);
      return fill(catalogue.sentence, { actions: needsComma ? `${done},` : done, when: clauses });
    },
    both: of(catalogue.both, "first", "second"),
    clause: (name, event) => (event.startsWith(":") ? `${name}${event}` : `${name} ${event}`),
    volume: of(catalogue.volume, "percent"),
    at: of(catalogue.at, "time"),
    workdays: catalogue.workdays,
    weekends: catalogue.weekends,
    on: of(catalogue.on, "days"),
    weekdays: catalogue.weekdays,
    sun: (minutes, event) => fill(sun[event][sideOf(minutes)], { minutes: Math.abs(minutes) }),
    when: of(catalogue.when, "clause"),
    whileTrue: of(catalogue.whileTrue, "clause"),
    reports: of(catalogue.reports, "type", "button"),
    ofButton: {
      button: of(ofButton.button, "value"),
      direction: of(ofButton.direction, "value"),
      multi_press_count: (value) => fill(ofButton.multi_press_count, { value, count: Number(value) }),
      region: of(ofButton.region, "value"),
      scene: of(ofButton.scene, "value"),
    },
    isPressed: catalogue.isPressed,
    isStarted: catalogue.isStarted,
    rises: of(catalogue.rises, "value"),
    falls: of(catalogue.falls, "value"),
    isAbove: of(catalogue.isAbove, "value"),
    isBelow: of(catalogue.isBelow, "value"),
    heldFor: of(catalogue.heldFor, "minutes"),
    soonAfter: of(catalogue.soonAfter, "minutes", "clause"),
    anyone: catalogue.anyone,
    comesHome: catalogue.comesHome,
    leavesHome: catalogue.leavesHome,
    arrives: of(catalogue.arrives, "place"),
    sensorPhrases: catalogue.sensorPhrases,
    turnsTo: of(catalogue.turnsTo, "state"),
    isInState: (state, minutes) =>
      fill(minutes === 0 ? catalogue.isInState : catalogue.hasBeenInState, { state, minutes }),
    term,
    predicates: grammar.predicates,
    termAsPredicate: (own) => fill(grammar.termAsPredicate, { term: term(own) }),
    modeAsPredicate: (own) => fill(grammar.modeAsPredicate, { term: term(own) }),
    listed: catalogue.listed,
    between: of(catalogue.between, "after", "before"),
    dark: catalogue.dark,
    daytime: catalogue.daytime,
    everyoneHome: catalogue.everyoneHome,
    everyoneAway: catalogue.everyoneAway,
    someoneAway: catalogue.someoneAway,
    noEvidence: catalogue.noEvidence,
    evidence: of(catalogue.evidence, "days", "times", "right", "of"),
    mostlyBy: of(catalogue.mostlyBy, "name"),
    reminder: reminderPhrases(catalogue, write),
    reasons: reasonsPhrases(catalogue, write),
    selfActing: selfActingPhrases(catalogue, write),
    mismatches: mismatchesPhrases(catalogue, write),
    fix: fixPhrases(catalogue, write),
    short: shortPhrases(catalogue, write),
    made: madePhrases(catalogue, write),
  };
}

function reminderPhrases({ reminder }: Catalogue, { of }: Writer): Phrases["reminder"] {
  return {
    stillTitle: of(reminder.stillTitle, "name", "state", "time"),
    longTitle: of(reminder.longTitle, "name", "state", "duration"),
    stillEvidence: of(reminder.stillEvidence, "normal", "all", "state"),
    longEvidence: of(reminder.longEvidence, "normal", "all", "state", "days"),
    heldOutEvidence: of(reminder.heldOutEvidence, "all", "normal"),
    heading: of(reminder.heading, "name", "state"),
    lock: of(reminder.lock, "name"),
    stillMessage: of(reminder.stillMessage, "time", "name", "state", "usual"),
    longMessage: of(reminder.longMessage, "name", "state", "duration"),
  };
}

function reasonsPhrases({ reasons }: Catalogue, { of, ofEither }: Writer): Phrases["reasons"] {
  return {
    noActuators: reasons.noActuators,
    nothingManual: reasons.nothingManual,
    noLongerSeen: reasons.noLongerSeen,
    chance: reasons.chance,
    anAutomation: reasons.anAutomation,
    historyNeeded: of(reasons.historyNeeded, "count", "has", "needs"),
    noPattern: of(reasons.noPattern, "times", "devices"),
    tooFewTimes: of(reasons.tooFewTimes, "has", "needs"),
    tooFewDays: of(reasons.tooFewDays, "has", "needs"),
    notConfirmed: of(reasons.notConfirmed, "has", "needs"),
    abandoned: of(reasons.abandoned, "has", "needs"),
    ofNewestDays: of(reasons.ofNewestDays, "reason", "days"),
    neverAutomated: of(reasons.neverAutomated, "name"),
    alreadyDoneBy: of(reasons.alreadyDoneBy, "automation"),
    perhapsDoneBy: of(reasons.perhapsDoneBy, "automation"),
    wouldBeDoneBy: of(reasons.wouldBeDoneBy, "name"),
    theAutomation: of(reasons.theAutomation, "name"),
    anotherHabitFor: of(reasons.anotherHabitFor, "name"),
    conflictsWith: of(reasons.conflictsWith, "other"),
    wrongTooOften: ofEither(reasons.wrongTooOften),
    notSureEnough: ofEither(reasons.notSureEnough),
  };
}

function selfActingPhrases({ selfActing }: Catalogue, { fill, of }: Writer): Phrases["selfActing"] {
  return {
    after: of(selfActing.after, "duration", "clause"),
    atOnce: of(selfActing.atOnce, "clause"),
    atTime: of(selfActing.atTime, "time"),
    bySun: of(selfActing.bySun, "when"),
    text: (when, times, name) =>
      name === null ? fill(selfActing.text, { when, times }) : fill(selfActing.textAs, { when, times, name }),
  };
}

function mismatchesPhrases({ mismatches }: Catalogue, { of }: Writer): Phrases["mismatches"] {
  return {
    not_said: of(mismatches.not_said, "what"),
    left_out: of(mismatches.left_out, "what"),
    days: of(mismatches.days, "what"),
    light: of(mismatches.light, "what"),
    direction: of(mismatches.direction, "what"),
    switching: of(mismatches.switching, "what"),
    thing: of(mismatches.thing, "what"),
    dropped: of(mismatches.dropped, "what"),
    half_day: of(mismatches.half_day, "what"),
    spelling: of(mismatches.spelling, "what"),
    not_understood: of(mismatches.not_understood, "what"),
    interpreted: of(mismatches.interpreted, "what"),
  };
}

function fixPhrases({ fix }: Catalogue, { fill, of }: Writer): Phrases["fix"] {
  return {
    allDays: fix.allDays,
    allHours: fix.allHours,
    darkAndLight: fix.darkAndLight,
    onlyDark: fix.onlyDark,
    onlyByDay: fix.onlyByDay,
    immediately: fix.immediately,
    usualTime: fix.usualTime,
    always: fix.always,
    anyValue: fix.anyValue,
    levelNotSet: fix.levelNotSet,
    onlyDays: of(fix.onlyDays, "days"),
    notBetween: of(fix.notBetween, "from", "until"),
    after: of(fix.after, "minutes"),
    later: of(fix.later, "minutes"),
    earlier: of(fix.earlier, "minutes"),
    onlyWhile: of(fix.onlyWhile, "clause"),
    renamed: of(fix.renamed, "names"),
    renameEvidence: of(fix.renameEvidence, "names"),
    unitChanged: of(fix.unitChanged, "names"),
    unitEvidence: of(fix.unitEvidence, "name", "before", "after"),
    levelEvidence: of(fix.levelEvidence, "set", "runs", "near", "after"),
    evidence: (facts) => fill(fix.evidence, { ...facts }),
  };
}

function shortPhrases({ short }: Catalogue, { of }: Writer): Phrases["short"] {
  return {
    headed: of(short.headed, "head", "text"),
    action: of(short.action, "things", "verbs"),
    verbs: short.verbs,
    sun: (side, event) => short.sun[event][sideOf(side)],
    still: of(short.still, "state", "time"),
    long: of(short.long, "state", "duration"),
  };
}

function madePhrases({ made }: Catalogue, { of }: Writer): Phrases["made"] {
  return {
    tested: of(made.tested, "date", "right", "of"),
    untested: of(made.untested, "date"),
    undo: of(made.undo, "there"),
    there: made.there,
  };
}

const sideOf = (offset: number): "before" | "at" | "after" => (offset === 0 ? "at" : offset < 0 ? "before" : "after");

interface Writer {
  readonly fill: Fill;
  /** A function that takes the values of these placeholders. */
  readonly of: (message: Message, ...names: readonly string[]) => (...values: readonly (string | number)[]) => string;
  readonly ofEither: (message: {
    readonly heldOut: Message;
    readonly learned: Message;
  }) => (has: string, needs: string, isHeldOut: boolean) => string;
}

function writerOf(catalogue: Catalogue): Writer {
  const fill = fillOf(catalogue);
  return {
    fill,
    of:
      (message, ...names) =>
      (...values) =>
        fill(message, Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]))),
    ofEither: (message) => (has, needs, isHeldOut) =>
      fill(isHeldOut ? message.heldOut : message.learned, { has, needs }),
  };
}
