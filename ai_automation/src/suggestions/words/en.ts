import { plural, type Phrases } from "./phrases.ts";
import { lowerTerm } from "./terms.ts";

const locale = "en-GB";
const counted = (count: number, noun: string): string => plural(locale, count, `# ${noun}`, `# ${noun}s`);
const onDays = (isHeldOut: boolean): string =>
  isHeldOut ? "in a test on days it had not seen" : "on the days it learned from";

export const en: Phrases = {
  locale,
  actions: {
    on: (targets) => `Turn on ${targets}`,
    off: (targets) => `Turn off ${targets}`,
    toggle: (targets) => `Turn ${targets} on or off`,
    open: (targets) => `Open ${targets}`,
    close: (targets) => `Close ${targets}`,
    play: (targets) => `Start playback on ${targets}`,
    pause: (targets) => `Pause ${targets}`,
    activate: (targets) => `Activate ${targets}`,
    run: (targets) => `Run ${targets}`,
    mode: (mode, targets) => `Set ${targets} to ${mode}`,
  },
  isVerbFirst: true,
  sentence: (actions, when) => `${actions} ${when.join(", ")}`,
  both: (first, second) => `${first}, and ${second}`,
  volume: (percent) => `volume ${percent}%`,
  at: (time) => `at ${time}`,
  workdays: "from Monday to Friday",
  weekends: "on weekends",
  on: (days) => `on ${days}`,
  weekdays: ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
  sun: (minutes, event) =>
    minutes === 0
      ? `at ${event}`
      : `${counted(Math.abs(minutes), "minute")} ${minutes < 0 ? "before" : "after"} ${event}`,
  when: (clause) => `when ${clause}`,
  whileTrue: (clause) => `while ${clause}`,
  reports: (eventType, button) => `reports "${eventType}"${button}`,
  ofButton: {
    button: (value) => `button "${value}"`,
    direction: (value) => `direction "${value}"`,
    multi_press_count: (value) => `pressed ${counted(Number(value), "time")}`,
    region: (value) => `region ${value}`,
    scene: (value) => `scene ${value}`,
  },
  isPressed: "is pressed",
  isStarted: "is started",
  rises: (above) => `rises above ${above}`,
  falls: (below) => `falls below ${below}`,
  isAbove: (above) => `is above ${above}`,
  isBelow: (below) => `is below ${below}`,
  heldFor: (minutes) => `for ${counted(minutes, "minute")}`,
  soonAfter: (minutes, clause) => `less than ${counted(minutes, "minute")} after ${clause}`,
  anyone: "someone",
  comesHome: "comes home",
  leavesHome: "leaves home",
  arrives: (place) => `arrives at ${place}`,
  sensorPhrases: {
    motion: ["detects motion", "no longer detects motion"],
    occupancy: ["detects someone", "no longer detects anyone"],
    presence: ["is home", "is away"],
    opening: ["opens", "closes"],
    sound: ["detects sound", "no longer detects sound"],
    vibration: ["vibrates", "stops vibrating"],
    plug: ["is plugged in", "is unplugged"],
    power: ["has power", "loses power"],
    lock: ["is unlocked", "is locked"],
    moisture: ["gets wet", "is dry again"],
    smoke: ["detects smoke", "no longer detects smoke"],
    gas: ["detects gas", "no longer detects gas"],
    other: ["turns on", "turns off"],
  },
  turnsTo: (state) => `changes to ${state}`,
  isInState: (state, minutes) =>
    minutes === 0 ? `is ${state}` : `has been ${state} for ${counted(minutes, "minute")}`,
  term: lowerTerm,
  predicates: { Clear: "not detected" },
  termAsPredicate: lowerTerm,
  between: (after, before) => `between ${after} and ${before}`,
  dark: "while it is dark",
  daytime: "during the day",
  everyoneHome: "with everyone home",
  everyoneAway: "with nobody home",
  someoneAway: "while someone is still away",
  evidence: (days, times, right, of) =>
    `You did this yourself ${counted(times, "time")} in ${counted(days, "day")}. ` +
    `In a test on days it had not seen, it was right ${right} of ${counted(of, "time")}.`,
  mostlyBy: (name) => `Usually it was ${name}.`,
  reminder: {
    stillTitle: (name, state, time) => `Notify me if ${name} is still ${state} at ${time}`,
    longTitle: (name, state, duration) => `Notify me when ${name} has been ${state} for ${duration}`,
    stillEvidence: (normal, all, state) => `On ${normal} of ${all} evenings it was ${state} by then`,
    longEvidence: (normal, all, state, days) =>
      `Of the ${all} times it was ${state} in ${days} days, ${normal} were shorter`,
    heldOutEvidence: (all, normal) =>
      `in a test on the latest ${all}, which it had not seen, this was true for ${normal}`,
    heading: (name, state) => `${name} is ${state}`,
    lock: (name) => `Lock ${name}`,
    stillMessage: (time, name, state, usual) =>
      `It is ${time} and ${name} is still ${state}. By now it is usually ${usual}.`,
    longMessage: (name, state, duration) => `${name} has been ${state} for ${duration}, longer than usual.`,
  },
  reasons: {
    historyNeeded: (more, has, needs) =>
      `${plural(locale, more, "# more day of history is", "# more days of history are")} needed: ${has} of ${counted(needs, "day")} so far`,
    noActuators: "This home has no device that an automation may control",
    nothingManual: "Nothing is operated manually often enough to learn from",
    noPattern: (times, devices) =>
      `None of the ${counted(times, "manual action")} on ${counted(devices, "device")} follows a time of day, the sun or another device often enough`,
    tooFewTimes: (has, needs) => `seen ${counted(has, "time")}; at least ${needs} needed`,
    tooFewDays: (has, needs) => `seen on ${counted(has, "day")}; at least ${needs} needed`,
    notConfirmed: (has, needs) => `right ${counted(has, "time")} ${onDays(true)}; at least ${needs} needed`,
    abandoned: (has, needs) =>
      `this habit seems to have ended: right ${has} of the time in the last four weeks; at least ${needs} needed`,
    noLongerSeen: "no longer seen often enough to tell",
    neverAutomated: (name) =>
      `"${name}" is never operated automatically: its name or type suggests a door, heat, water, a lock or an alarm`,
    chance: "could be a coincidence: among many candidates, some fit by chance",
    alreadyDoneBy: (automation) => `${automation} already does this`,
    perhapsDoneBy: (automation) => `perhaps ${automation} does this already: not all of its conditions are understood`,
    wouldBeDoneBy: (name) => `The automation "${name}" would do this, but is off: turn it on?`,
    anAutomation: "an automation",
    theAutomation: (name) => `the automation "${name}"`,
    anotherHabitFor: (name) => `another habit for ${name}`,
    conflictsWith: (other) => `conflicts with ${other}: one would undo the other`,
    wrongTooOften: (has, needs, isHeldOut) =>
      `right ${has} of the time ${onDays(isHeldOut)}; more than ${needs} needed`,
    notSureEnough: (has, needs, isHeldOut) =>
      `right ${has} of the time ${onDays(isHeldOut)}, but seen too few times to be sure of ${needs}`,
  },
  selfActing: {
    after: (duration, clause) => `always ${duration} after ${clause}`,
    atOnce: (clause) => `always as soon as ${clause}`,
    atTime: (time) => `at ${time} sharp`,
    bySun: (when) => `always ${when}`,
    text: (when, count, name) =>
      `already happens by itself, ${when}: seen ${counted(count, "time")}` +
      (name === null ? "" : `; something acts as ${name}`),
  },
  mismatches: {
    not_said: (number) => `${number} is not in what you wrote.`,
    left_out: (number) => `You wrote ${number}, but it is not used.`,
    days: () => "The days differ from what you wrote.",
    light: () => "You mentioned darkness or daylight, and this does the opposite.",
    direction: () => "You asked for earlier or later, and this does the opposite.",
    switching: () => "You asked for on or off, and this does the opposite.",
    thing: (name) => `You did not mention ${name}.`,
    interpreted: (words) => `Only the language model understood ${words}: check whether it is right.`,
    spelling: (what) => `Spelling read as ${what}: check whether it is right.`,
    not_understood: (words) => `Not understood and left out: “${words}”.`,
    half_day: () => "The time can also mean the other half of the day, twelve hours later.",
    dropped: (what) => `A part of the answer could not be used: ${what}.`,
  },
  noEvidence: "Your history has no evidence for this: nobody did it manually when it would have run.",
  fix: {
    allDays: "every day it runs",
    onlyDays: (names) => `only ${names}`,
    allHours: "at any time",
    notBetween: (from, until) => `not between ${from} and ${until}`,
    darkAndLight: "day and night",
    onlyDark: "only while it is dark",
    onlyByDay: "only during the day",
    immediately: "immediately",
    after: (minutes) => `after ${counted(minutes, "minute")}`,
    usualTime: "at its usual time",
    later: (minutes) => `${counted(minutes, "minute")} later`,
    earlier: (minutes) => `${counted(minutes, "minute")} earlier`,
    always: "always",
    onlyWhile: (clause) => `only while ${clause}`,
    levelNotSet: "level not set",
    renameEvidence: (names) =>
      `In Home Assistant, ${names} got a new entity ID. This automation still uses the old one, so it no longer works as before.`,
    levelEvidence: (set, runs, near, after) =>
      `After ${set} of its ${counted(runs, "run")} people changed the level, ${counted(near, "time")} to about this. With “${after}”, those runs would have been right from the start.`,
    anyValue: "at any value",
    evidence: ({ undone, runs, before, after, repaired, kept, others }) =>
      `People undid ${undone} of its ${counted(runs, "run")}. With “${after}” instead of “${before}”, ` +
      `${repaired} of those would have been avoided and ${kept} of the ${others} others would have stayed.`,
  },
  short: {
    headed: (head, text) => `${head}: ${text}`,
    action: (things, verbs) => `${things} ${verbs}`,
    verbs: {
      on: "on",
      off: "off",
      toggle: "on or off",
      open: "open",
      close: "close",
      play: "play",
      pause: "pause",
      activate: "activate",
      run: "run",
    },
    sun: (side, event) => `${side === 0 ? "at" : side < 0 ? "before" : "after"} ${event}`,
    still: (state, time) => `still ${state} at ${time}`,
    long: (state, duration) => `${state} for ${duration}`,
  },
  made: {
    tested: (date, right, of) =>
      `Suggested by AI Automation on ${date}: right ${right} of ${counted(of, "time")} in a test.`,
    untested: (date) => `Created with AI Automation on ${date}.`,
    undo: (there) => `Undo or change it ${there}.`,
    there: "there",
  },
};
