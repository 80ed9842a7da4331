import type { Distinction } from "../../model/occurrence.ts";

/** The effect of an action on its targets, apart from setting a mode. */
type Verb = "on" | "off" | "toggle" | "open" | "close" | "play" | "pause" | "activate" | "run";

/** By kind of binary sensor, what follows the sensor's name: [when it turns on, when it turns off]. */
type SensorPhrases = Readonly<
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
    | "smoke"
    | "gas"
    | "other",
    readonly string[]
  >
>;

/** The text of suggestions in one language. */
export interface Phrases {
  readonly locale: string;
  readonly actions: Readonly<Record<Verb, (targets: string) => string>> & {
    readonly mode: (mode: string, targets: string) => string;
  };
  /** Whether actions begin with their verb, which is lower case in all but the first. */
  readonly isVerbFirst: boolean;
  readonly sentence: (actions: string, when: readonly string[]) => string;
  /** Two such sentences as one; the second begins in lower case if actions begin with their verb. */
  readonly both: (first: string, second: string) => string;
  /** Name and event as one clause: "Door opens". An event that begins with a colon follows the name directly. */
  readonly clause: (name: string, event: string) => string;
  readonly volume: (percent: number) => string;
  readonly at: (time: string) => string;
  readonly workdays: string;
  readonly weekends: string;
  readonly on: (days: string) => string;
  /** Monday first, in the form that follows `on`. */
  readonly weekdays: readonly string[];
  /** Minutes from sunrise or sunset, negative before. */
  readonly sun: (minutes: number, event: "sunrise" | "sunset") => string;
  /** A clause such as "Door opens" becomes "when Door opens". */
  readonly when: (clause: string) => string;
  readonly whileTrue: (clause: string) => string;
  /** The button in words, from `ofButton`, or empty. */
  readonly reports: (eventType: string, button: string) => string;
  /** Which button of a remote, or how it was used. */
  readonly ofButton: Readonly<Record<Distinction, (value: string) => string>>;
  readonly isPressed: string;
  readonly isStarted: string;
  readonly rises: (above: number) => string;
  readonly falls: (below: number) => string;
  readonly isAbove: (above: number) => string;
  readonly isBelow: (below: number) => string;
  readonly heldFor: (minutes: number) => string;
  /** A condition: the event of the clause was less than some minutes ago. */
  readonly soonAfter: (minutes: number, clause: string) => string;
  readonly anyone: string;
  readonly comesHome: string;
  readonly leavesHome: string;
  readonly arrives: (place: string) => string;
  readonly sensorPhrases: SensorPhrases;
  readonly turnsTo: (state: string) => string;
  readonly isInState: (state: string, minutes: number) => string;
  /** One of Home Assistant's terms as part of a sentence, as after "to". */
  readonly term: (term: string) => string;
  /** The forms of terms that follow "is", where they differ from `termAsPredicate`. */
  readonly predicates: Readonly<Record<string, string>>;
  readonly termAsPredicate: (term: string) => string;
  readonly modeAsPredicate: (term: string) => string;
  /** In lists: states without a value, and the start of a scene or script. */
  readonly listed: Readonly<Record<"unavailable" | "unknown" | "started", string>>;
  readonly between: (after: string, before: string) => string;
  readonly dark: string;
  readonly daytime: string;
  readonly everyoneHome: string;
  readonly everyoneAway: string;
  readonly someoneAway: string;
  readonly evidence: (days: number, times: number, right: number, of: number) => string;
  readonly mostlyBy: (name: string) => string;
  readonly reminder: ReminderPhrases;
  readonly reasons: ReasonPhrases;
  readonly selfActing: SelfActingPhrases;
  /** Each takes the number or the name concerned. */
  readonly mismatches: MismatchPhrases;
  readonly noEvidence: string;
  readonly fix: FixPhrases;
  readonly short: ShortPhrases;
  readonly made: MadePhrases;
}

/** The parts of a short name: "Living room: lamp on before sunset". */
interface ShortPhrases {
  readonly headed: (head: string, text: string) => string;
  /** Several verbs are joined: "on and off". */
  readonly action: (things: string, verbs: string) => string;
  readonly verbs: Readonly<Record<Verb, string>>;
  /** `side`: -1 before, 0 at, 1 after. */
  readonly sun: (side: number, event: "sunrise" | "sunset") => string;
  readonly still: (state: string, time: string) => string;
  readonly long: (state: string, duration: string) => string;
}

/** The description of a created automation. `there` may be a link. */
interface MadePhrases {
  readonly tested: (date: string, right: number, of: number) => string;
  readonly untested: (date: string) => string;
  readonly undo: (there: string) => string;
  readonly there: string;
}

/** States are passed in the form that follows "is". */
interface ReminderPhrases {
  readonly stillTitle: (name: string, state: string, time: string) => string;
  readonly longTitle: (name: string, state: string, duration: string) => string;
  readonly stillEvidence: (normal: number, all: number, state: string) => string;
  readonly longEvidence: (normal: number, all: number, state: string, days: number) => string;
  readonly heldOutEvidence: (all: number, normal: number) => string;
  readonly heading: (name: string, state: string) => string;
  /** On the notification's button. */
  readonly lock: (name: string) => string;
  readonly stillMessage: (time: string, name: string, state: string, usual: string) => string;
  readonly longMessage: (name: string, state: string, duration: string) => string;
}

/** An automation before and after a fix. Days, hours and clauses come from the phrases above. */
interface FixPhrases {
  readonly allDays: string;
  readonly onlyDays: (days: string) => string;
  readonly allHours: string;
  readonly notBetween: (from: string, until: string) => string;
  readonly darkAndLight: string;
  readonly onlyDark: string;
  readonly onlyByDay: string;
  readonly immediately: string;
  readonly after: (minutes: number) => string;
  readonly usualTime: string;
  readonly later: (minutes: number) => string;
  readonly earlier: (minutes: number) => string;
  readonly always: string;
  readonly onlyWhile: (clause: string) => string;
  readonly anyValue: string;
  readonly levelNotSet: string;
  readonly evidence: (facts: FixFacts) => string;
  /** `names`: the entities that were renamed. */
  readonly renamed: (names: string) => string;
  readonly renameEvidence: (names: string) => string;
  /** `names`: the sensors whose unit changed. */
  readonly unitChanged: (names: string) => string;
  readonly unitEvidence: (name: string, before: string, after: string) => string;
  /** `set`: runs after which someone changed the level; `near`: those of them that ended close to `after`. */
  readonly levelEvidence: (set: number, runs: number, near: number, after: string) => string;
}

/** How a request and the plan made from it can differ. */
export type MismatchKind =
  | "not_said"
  | "left_out"
  | "days"
  | "light"
  | "direction"
  | "switching"
  | "thing"
  | "dropped"
  | "half_day"
  | "spelling"
  | "not_understood"
  | "interpreted";

type MismatchPhrases = Readonly<Record<MismatchKind, (what: string) => string>>;

interface FixFacts {
  readonly undone: number;
  readonly runs: number;
  readonly before: string;
  readonly after: string;
  readonly repaired: number;
  readonly kept: number;
  readonly others: number;
}

/** The clause is one such as "Door opens". */
interface SelfActingPhrases {
  readonly after: (duration: string, clause: string) => string;
  readonly atOnce: (clause: string) => string;
  readonly atTime: (time: string) => string;
  /** As in "10 minutes before sunset". */
  readonly bySun: (when: string) => string;
  /** When it happens, how often it was observed, and the name of the person whose account it uses. */
  readonly text: (when: string, count: number, name: string | null) => string;
}

export interface ReasonPhrases {
  readonly historyNeeded: (more: number, has: number, needs: number) => string;
  readonly noActuators: string;
  readonly nothingManual: string;
  readonly noPattern: (times: number, devices: number) => string;
  readonly tooFewTimes: (has: number, needs: number) => string;
  readonly tooFewDays: (has: number, needs: number) => string;
  readonly notConfirmed: (has: number, needs: number) => string;
  readonly abandoned: (has: string, needs: string) => string;
  readonly noLongerSeen: string;
  readonly neverAutomated: (name: string) => string;
  readonly chance: string;
  /** A reason that only counts the newest days. */
  readonly ofNewestDays: (reason: string, days: number) => string;
  readonly alreadyDoneBy: (automation: string) => string;
  readonly perhapsDoneBy: (automation: string) => string;
  /** A sentence about an automation that is off. */
  readonly wouldBeDoneBy: (name: string) => string;
  /** An automation whose name is not known. */
  readonly anAutomation: string;
  readonly theAutomation: (name: string) => string;
  readonly anotherHabitFor: (name: string) => string;
  readonly conflictsWith: (other: string) => string;
  readonly wrongTooOften: (has: string, needs: string, isHeldOut: boolean) => string;
  readonly notSureEnough: (has: string, needs: string, isHeldOut: boolean) => string;
}
