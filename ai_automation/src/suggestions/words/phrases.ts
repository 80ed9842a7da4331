/** What a deed does to the things that are named. */
export type Verb = "on" | "off" | "open" | "close" | "play" | "pause";

/** What sensors tell, each as what follows the sensor's name: [when it turns on, when it turns off]. */
type Meanings = Readonly<
  Record<
    | "motion"
    | "occupancy"
    | "presence"
    | "opening"
    | "sound"
    | "vibration"
    | "plug"
    | "power"
    | "lock"
    | "moisture"
    | "other",
    readonly [on: string, off: string]
  >
>;

/** Everything that a language needs to say what a habit does, when, and why it is not offered. */
export interface Phrases {
  readonly locale: string;
  readonly deeds: Readonly<Record<Verb, (things: string) => string>> & {
    readonly mode: (mode: string, things: string) => string;
  };
  /** Whether a deed begins with its verb, which is small after the first. */
  readonly isVerbFirst: boolean;
  readonly sentence: (deeds: string, when: readonly string[]) => string;
  readonly volume: (percent: number) => string;
  readonly at: (time: string) => string;
  readonly workdays: string;
  readonly weekends: string;
  readonly on: (days: string) => string;
  /** Monday first, as they follow `on`. */
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  /** Minutes from sunrise or sunset, negative before. */
  readonly sun: (minutes: number, event: "sunrise" | "sunset") => string;
  /** A clause such as "Door opens" becomes "when Door opens". */
  readonly when: (clause: string) => string;
  readonly whilst: (clause: string) => string;
  readonly reports: (eventType: string) => string;
  readonly rises: (above: number) => string;
  readonly falls: (below: number) => string;
  readonly isAbove: (above: number) => string;
  readonly isBelow: (below: number) => string;
  readonly lasting: (minutes: number) => string;
  readonly anybody: string;
  readonly comesHome: string;
  readonly leavesHome: string;
  readonly arrives: (place: string) => string;
  readonly meanings: Meanings;
  readonly turnsTo: (state: string) => string;
  readonly being: (state: string, minutes: number) => string;
  /** States as people say them; others stay as they are. */
  readonly states: Readonly<Record<string, string>>;
  readonly between: (after: string, before: string) => string;
  readonly dark: string;
  readonly byDay: string;
  readonly everybodyHome: string;
  readonly everybodyAway: string;
  readonly somebodyAway: string;
  readonly evidence: (days: number, times: number, right: number, of: number) => string;
  readonly mostlyBy: (name: string) => string;
  readonly reminder: ReminderPhrases;
  readonly reasons: ReasonPhrases;
  readonly selfActing: SelfActingPhrases;
  /** Where a plan and the words it was made from do not agree; each takes the number or the name that it is about. */
  readonly doubts: DoubtPhrases;
  readonly noEvidence: string;
  readonly fix: FixPhrases;
}

/** The state words come from `states`. */
export interface ReminderPhrases {
  readonly stillTitle: (name: string, state: string, time: string) => string;
  readonly longTitle: (name: string, state: string, duration: string) => string;
  readonly stillEvidence: (normal: number, all: number, state: string) => string;
  readonly longEvidence: (normal: number, all: number, state: string, days: number) => string;
  readonly newest: (all: number, normal: number) => string;
  readonly heading: (name: string, state: string) => string;
  /** On the button that locks it. */
  readonly lock: (name: string) => string;
  readonly stillMessage: (time: string, name: string, state: string, usual: string) => string;
  readonly longMessage: (name: string, state: string, duration: string) => string;
}

/** The clause is one such as "Door opens". */
export interface SelfActingPhrases {
  readonly after: (duration: string, clause: string) => string;
  readonly atOnce: (clause: string) => string;
  readonly atTime: (time: string) => string;
  /** As in "10 minutes before sunset". */
  readonly bySun: (when: string) => string;
  /** When it happens, how often that was seen, and the name of the person as whom it is done. */
  readonly text: (when: string, count: number, name: string | null) => string;
}

/** How an automation is and how it would be. The days, hours and clauses come from the phrases above. */
export interface FixPhrases {
  readonly allDays: string;
  readonly onlyDays: (days: string) => string;
  readonly allHours: string;
  readonly notBetween: (from: string, until: string) => string;
  readonly darkAndLight: string;
  readonly onlyDark: string;
  readonly onlyByDay: string;
  readonly atOnce: string;
  readonly after: (minutes: number) => string;
  readonly atItsTime: string;
  readonly later: (minutes: number) => string;
  readonly earlier: (minutes: number) => string;
  readonly whateverElse: string;
  readonly onlyWhilst: (clause: string) => string;
  readonly anyValue: string;
  /** A level that the automation does not set. */
  readonly asItComes: string;
  readonly evidence: (facts: FixFacts) => string;
  /** After how many of the runs somebody set the level by hand, and after how many of these to about that. */
  readonly levelEvidence: (set: number, runs: number, near: number, after: string) => string;
}

export type DoubtPhrases = Readonly<
  Record<"not_said" | "left_out" | "days" | "light" | "direction" | "switching" | "thing", (what: string) => string>
>;

export interface FixFacts {
  readonly undone: number;
  readonly runs: number;
  readonly before: string;
  readonly after: string;
  readonly repaired: number;
  readonly kept: number;
  readonly others: number;
}

export interface ReasonPhrases {
  readonly historyNeeded: (more: number, has: number, needs: number) => string;
  readonly noActuators: string;
  readonly nothingByHand: string;
  readonly tooFewTimes: (has: number, needs: number) => string;
  readonly tooFewDays: (has: number, needs: number) => string;
  readonly tooFewWeeks: (has: number, needs: number) => string;
  readonly notConfirmed: (has: number, needs: number) => string;
  readonly givenUp: (has: string, needs: string) => string;
  readonly chance: string;
  readonly doneBy: (automation: string) => string;
  /** One that is not known by name. */
  readonly anAutomation: string;
  readonly theAutomation: (name: string) => string;
  readonly anotherHabitOf: (name: string) => string;
  readonly quarrels: (other: string) => string;
  readonly wrongTooOften: (has: string, needs: string, isHeldOut: boolean) => string;
  readonly notSureEnough: (has: string, needs: string, isHeldOut: boolean) => string;
}

/** Picks by the language's own plural rules; the number goes where the text has "#". */
export function plural(locale: string, count: number, one: string, many: string): string {
  const text = new Intl.PluralRules(locale).select(count) === "one" ? one : many;
  return text.replace("#", String(count));
}
