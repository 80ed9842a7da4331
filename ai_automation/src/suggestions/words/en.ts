import { type Phrases, plural } from "./phrases.ts";

const locale = "en-GB";
const counted = (count: number, noun: string): string => plural(locale, count, `# ${noun}`, `# ${noun}s`);
const learnedDays = (isHeldOut: boolean): string => `the days it was ${isHeldOut ? "not " : ""}learned from`;

export const en: Phrases = {
  locale,
  deeds: {
    on: (things) => `Turn on ${things}`,
    off: (things) => `Turn off ${things}`,
    open: (things) => `Open ${things}`,
    close: (things) => `Close ${things}`,
    play: (things) => `Start playing on ${things}`,
    pause: (things) => `Pause ${things}`,
    mode: (mode, things) => `Switch to ${mode}: ${things}`,
  },
  isVerbFirst: true,
  sentence: (deeds, when) => `${deeds} ${when.join(", ")}`,
  volume: (percent) => `volume ${percent}%`,
  at: (time) => `at ${time}`,
  workdays: "on workdays",
  weekends: "at weekends",
  on: (days) => `on ${days}`,
  weekdays: ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
  sun: (minutes, event) =>
    minutes === 0
      ? `at ${event}`
      : `${counted(Math.abs(minutes), "minute")} ${minutes < 0 ? "before" : "after"} ${event}`,
  when: (clause) => `when ${clause}`,
  whilst: (clause) => `while ${clause}`,
  reports: (eventType) => `reports "${eventType}"`,
  rises: (above) => `rises above ${above}`,
  falls: (below) => `falls below ${below}`,
  isAbove: (above) => `is above ${above}`,
  isBelow: (below) => `is below ${below}`,
  lasting: (minutes) => `for ${counted(minutes, "minute")}`,
  anybody: "anybody",
  comesHome: "comes home",
  leavesHome: "leaves home",
  arrives: (place) => `arrives at ${place}`,
  meanings: {
    motion: ["detects motion", "sees no more motion"],
    occupancy: ["detects somebody", "is empty"],
    presence: ["is home", "is away"],
    opening: ["opens", "closes"],
    sound: ["hears something", "hears nothing more"],
    vibration: ["vibrates", "is still again"],
    plug: ["is plugged in", "is unplugged"],
    power: ["has power", "has no power"],
    lock: ["is unlocked", "is locked"],
    moisture: ["gets wet", "is dry"],
    other: ["turns on", "turns off"],
  },
  turnsTo: (state) => `turns to ${state}`,
  being: (state, minutes) => (minutes === 0 ? `is ${state}` : `has been ${state} for ${counted(minutes, "minute")}`),
  states: { not_home: "away" },
  between: (after, before) => `between ${after} and ${before}`,
  dark: "when it is dark",
  byDay: "by day",
  everybodyHome: "with everybody at home",
  everybodyAway: "with everybody away",
  somebodyAway: "while somebody is still away",
  evidence: (days, times, right, of) =>
    `Over ${counted(days, "day")} this was done by hand ${counted(times, "time")} at this point; ` +
    `on the days it was not learned from it would have been right ${right} of ${counted(of, "time")}.`,
  mostlyBy: (name) => `Mostly by ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Tell me when ${name} is still ${state} at ${time}`,
    longTitle: (name, state, duration) => `Tell me when ${name} stays ${state} for ${duration}`,
    stillEvidence: (normal, all, state) => `On ${normal} of ${all} evenings it was ${state} by then`,
    longEvidence: (normal, all, state, days) =>
      `Of the ${all} times it was ${state} over ${days} days, ${normal} were shorter`,
    newest: (all, normal) => `of the newest ${all}, on which this was not learned, ${normal}`,
    heading: (name, state) => `${name} is ${state}`,
    lock: (name) => `Lock ${name}`,
    stillMessage: (time, name, state, usual) =>
      `It is ${time} and ${name} is still ${state}. By now it is usually ${usual}.`,
    longMessage: (name, state, duration) => `${name} has been ${state} for ${duration}, longer than it usually is.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `${plural(locale, more, "# more day of history is", "# more days of history are")} needed: ${has} of ${counted(needs, "day")} so far`,
    noActuators: "There is nothing in this home that an automation may switch",
    nothingByHand: "Nobody switches anything by hand often enough",
    tooFewTimes: (has, needs) => `seen ${counted(has, "time")}; it needs ${needs}`,
    tooFewDays: (has, needs) => `seen on ${counted(has, "day")}; it needs ${needs}`,
    tooFewWeeks: (has, needs) => `seen in ${counted(has, "week")}; it needs ${needs}`,
    notConfirmed: (has, needs) => `right ${counted(has, "time")} on ${learnedDays(true)}; it needs ${needs}`,
    givenUp: (has, needs) => `given up: right ${has} of the time in the last four weeks; it needs ${needs}`,
    chance: "could be chance: among all that was tried, something like it comes up by luck",
    doneBy: (automation) => `${automation} does this already`,
    anAutomation: "an automation",
    theAutomation: (name) => `the automation "${name}"`,
    anotherHabitOf: (name) => `another habit of ${name}`,
    quarrels: (other) => `it would quarrel with ${other}: one would undo the other`,
    wrongTooOften: (has, needs, isHeldOut) =>
      `right ${has} of the time on ${learnedDays(isHeldOut)}; it needs more than ${needs}`,
    notSureEnough: (has, needs, isHeldOut) =>
      `right ${has} of the time on ${learnedDays(isHeldOut)}: not often enough to be sure of ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `always ${duration} after ${clause}`,
    atOnce: (clause) => `always at once when ${clause}`,
    atTime: (time) => `at ${time} sharp`,
    bySun: (when) => `always ${when}`,
    text: (when, count, name) =>
      `happens by itself already, ${when}: seen ${counted(count, "time")}` +
      (name === null ? "" : `; something acts as ${name}`),
  },
  doubts: {
    not_said: (number) => `${number} is not in what you wrote.`,
    left_out: (number) => `You wrote ${number}, which is not used.`,
    days: () => "The days are not those you wrote.",
    light: () => "You wrote of the dark or of daylight, and it does the opposite.",
    direction: () => "It moves to the other side than you wrote.",
    switching: () => "You wrote on or off, and it does the opposite.",
    thing: (name) => `You did not name ${name}.`,
  },
  noEvidence: "There is no evidence for it in your history: nobody did this by hand when it would have run.",
  fix: {
    allDays: "on all its days",
    onlyDays: (names) => `only ${names}`,
    allHours: "at all hours",
    notBetween: (from, until) => `not between ${from} and ${until}`,
    darkAndLight: "in the dark and by day",
    onlyDark: "only when it is dark",
    onlyByDay: "only by day",
    atOnce: "at once",
    after: (minutes) => `after ${counted(minutes, "minute")}`,
    atItsTime: "at its time",
    later: (minutes) => `${counted(minutes, "minute")} later`,
    earlier: (minutes) => `${counted(minutes, "minute")} earlier`,
    whateverElse: "whatever else is on",
    onlyWhilst: (clause) => `only while ${clause}`,
    asItComes: "as it comes",
    levelEvidence: (set, runs, near, after) =>
      `People set the level by hand after ${set} of its ${counted(runs, "run")}, ${near} times to about this. Changed to “${after}”, these would have been right at once.`,
    anyValue: "at any value",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `People undid ${undone} of its ${counted(runs, "run")}. Changed from “${before}” to “${after}”, ` +
      `${repaired} of these would not have happened, and ${kept} of ${others} others would have stayed.`,
  },
};
