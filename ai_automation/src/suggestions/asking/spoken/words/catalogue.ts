/** The clauses of a request. */
export const CLAUSES = [
  ...([
    "later",
    "earlier",
    "at",
    "from",
    "instead_of_time",
    "instead_of_sun",
    "sunrise",
    "before_sunrise",
    "after_sunrise",
  ] as const),
  ...([
    "sunset",
    "before_sunset",
    "after_sunset",
    "only_days",
    "on_days",
    "not_days",
    "also_days",
    "every_day",
  ] as const),
  ...([
    "only_between",
    "night_between",
    "not_between",
    "between",
    "only_dark",
    "only_bright",
    "in_dark",
    "wait",
    "stay",
    "complaint",
    "longer",
    "shorter",
    "lasting",
    "lasting_state",
    "level",
    "half_level",
    "all_level",
    "brightness",
    "kelvin",
    "position",
  ] as const),
  ...([
    "volume",
    "degrees",
    "level_of",
    "half_of",
    "degrees_of",
    "kelvin_of",
    "turn_on",
    "turn_off",
    "on_but",
    "off_but",
    "open",
    "close",
    "play",
    "pause",
  ] as const),
  ...([
    "also",
    "swap",
    "swap_from",
    "spare",
    "only_if",
    "not_if",
    "when_event",
    "when_state",
    "drop_days",
    "drop_hours",
  ] as const),
  ...(["drop_light", "drop_household", "drop_for", "drop_all", "drop_thing", "tell", "name"] as const),
] as const;

/** Clauses that can stand inside another: "schalte das Licht um 7 Uhr an". */
export const ASIDES: ReadonlySet<string> = new Set<(typeof CLAUSES)[number]>([
  ...(["at", "sunrise", "before_sunrise", "after_sunrise", "sunset", "before_sunset", "after_sunset"] as const),
  ...(["only_days", "on_days", "every_day", "level", "half_level", "brightness"] as const),
]);

/** What can be so, for conditions. */
export const STATES = [
  ...(["is_on", "is_off", "is_open", "is_closed", "is_home", "is_away", "nobody_home", "somebody_home"] as const),
  ...(["everybody_home", "is_dark", "is_bright", "has_motion", "has_no_motion", "is_above", "is_below"] as const),
] as const;

/** What can happen, for triggers. */
export const EVENTS = [
  ...(["turns_on", "turns_off", "opens", "closes", "comes_home", "leaves", "last_leaves", "somebody_comes"] as const),
  ...(["motion_starts", "motion_ends", "rises", "falls", "gets_dark", "gets_bright"] as const),
] as const;

/** States that an automation can set. */
export const ACTING = ["on", "off", "open", "closed"] as const;

export type ClauseName = (typeof CLAUSES)[number];
export type StateName = (typeof STATES)[number];
export type EventName = (typeof EVENTS)[number];

/** Domains whose entities can be called by a common noun. */
export const NOUN_KINDS = [
  ...(["light", "cover", "media_player", "switch", "fan", "climate", "door", "window", "motion"] as const),
  ...(["temperature", "humidity", "illuminance"] as const),
] as const;

/**
 * The words of one language, in a JSON file for translators: templates as in template.ts, in the language's usual spelling; case
 * and accents do not matter.
 */
export interface Catalogue {
  /** Texts that templates use as `<name>`. */
  readonly rules: Readonly<Record<string, string>>;
  /** Words that may stand between clauses and change nothing. Never a negation or "only". */
  readonly filler: string;
  /** Words that may stand inside a name: articles and prepositions. */
  readonly links: string;
  /** Words that change nothing wherever they stand, such as "bitte" or "mal". Never a negation, "only" or a time. */
  readonly particles: string;
  /** Careless spellings, each with the right one: "dont" is "do not". */
  readonly spellings: Readonly<Record<string, string>>;
  /** Numbers, each followed by its words, with commas between. */
  readonly numbers: string;
  /** The word in numbers such as "fünfundzwanzig" or "treinta y cinco"; empty if there is none. */
  readonly joiner: string;
  /** Endings of the plural and of the cases that nouns and names can have: "lampe", "lampen". */
  readonly endings: string;
  /** Fixed durations in minutes. */
  readonly durations: Readonly<Record<string, number>>;
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
  /** Times of day: with {hour} or {clock} (such as 6:45) and the minutes to add, or without and the minutes since midnight. */
  readonly times: Readonly<Record<string, number>>;
  /** Times that nobody takes for a number, so that they need no preposition, or that contain one: "halv sju", "al mediodía". */
  readonly timesAlone: Readonly<Record<string, number>>;
  /** Times with {hour} and {minute}, in this order or the other way round. */
  readonly minutesPast: readonly string[];
  readonly minutesTo: readonly string[];
  readonly timeThenMinutes: string;
  readonly timeLessMinutes: string;
  /** Whether an hour in digits with its unit counts from midnight: "7 h" and "7 Uhr" are not of the evening. */
  readonly hoursAreOf24: boolean;
  /** What makes an hour before noon one of the morning, or one of the afternoon. */
  readonly morning: string;
  readonly afternoon: string;
  /** The same for hours of the night: 2 o'clock is before noon, 10 o'clock is not. */
  readonly night: string;
  /** The same before a time: "every evening at". */
  readonly morningFirst: string;
  readonly afternoonFirst: string;
  /** Names of Monday to Sunday with a comma after each, then of all workdays and of the weekend. */
  readonly days: string;
  /** Short names of Monday to Sunday, understood in lists and ranges only: "Sat, Sun", "Mo-Fr". */
  readonly shortDays: string;
  readonly workdays: string;
  readonly weekend: string;
  /** Between two days of a list, and between the ends of a range. */
  readonly listWords: string;
  /** Between two things that the same is done with. */
  readonly and: string;
  /** Between two circumstances of which either is enough. */
  readonly or: string;
  readonly rangeWords: string;
  readonly all: string;
  /** Words for what an automation does, which must agree with what it does: "turn it off" after a delay. */
  readonly acting: Readonly<Record<(typeof ACTING)[number], string>>;
  /** Common nouns: for one thing, and for several. */
  readonly nouns: Readonly<Record<(typeof NOUN_KINDS)[number], { readonly one: string; readonly many: string }>>;
  readonly clauses: Readonly<Record<ClauseName, readonly string[]>>;
  readonly states: Readonly<Record<StateName, readonly string[]>>;
  readonly events: Readonly<Record<EventName, readonly string[]>>;
}
