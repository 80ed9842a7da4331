import { statedFacts, type StatedFacts } from "./stated-facts.ts";

/** Worked examples for the instructions: the three that share the most with the request. They name no home's things. */
export function examplesFor(
  text: string,
  { language, isNew }: { readonly language: string; readonly isNew: boolean },
): string {
  const wanted = featuresOf(text, statedFacts(text, language));
  const ranked = EXAMPLES.filter((example) => example.isNew === isNew)
    .map((example, index) => ({ example, index, shared: example.features.filter((one) => wanted.has(one)).length }))
    .toSorted((a, b) => b.shared - a.shared || a.index - b.index);
  return ["Examples:", ...ranked.slice(0, SHOWN).map(({ example }) => `${example.request}\n${answerOf(example)}`)].join(
    "\n",
  );
}

const SHOWN = 3;

type Feature = "days" | "other_days" | "light" | "direction" | "percent" | "clock" | "number" | "switching";

function featuresOf(text: string, facts: StatedFacts): ReadonlySet<Feature> {
  const has: Readonly<Record<Feature, boolean>> = {
    days: facts.days !== null,
    other_days: facts.days !== null && facts.isOtherDays,
    light: facts.light !== null,
    direction: facts.direction !== null,
    percent: /%|percent|prozent|procent|pour cent|por ciento/i.test(text),
    clock: /\d[:h.]\d|\d\s*(uhr|uur|h|am|pm|o'clock)\b/i.test(text),
    number: facts.numbers.size > 0,
    switching: facts.switching !== null,
  };
  return new Set(FEATURES.filter((feature) => has[feature]));
}

const FEATURES = ["days", "other_days", "light", "direction", "percent", "clock", "number", "switching"] as const;

interface Example {
  readonly isNew: boolean;
  readonly features: readonly Feature[];
  readonly request: string;
  readonly changes: readonly object[];
}

const answerOf = ({ changes }: Example): string => JSON.stringify({ changes, not_possible: null });

const edit = (request: string, features: readonly Feature[], ...changes: readonly object[]): Example => ({
  isNew: false,
  features,
  request,
  changes,
});

const create = (request: string, features: readonly Feature[], ...changes: readonly object[]): Example => ({
  ...edit(request, features, ...changes),
  isNew: true,
});

/** `t7` and `t8` stand for things whose names are clear from the request. */
const EXAMPLES: readonly Example[] = [
  edit("a quarter of an hour later", ["direction", "number"], { change: "shift", minutes: 15 }),
  edit(
    "at half past six, weekends only",
    ["days", "clock", "number"],
    { change: "at", time: "06:30" },
    {
      change: "days",
      days: ["sat", "sun"],
    },
  ),
  edit("never while the radio (t7) plays", ["switching"], { change: "only_if", thing: "t7", state: "off" }),
  edit(
    "dim to 35%, only in the dark",
    ["percent", "light", "number"],
    {
      change: "level",
      thing: null,
      kind: "brightness",
      value: 35,
    },
    { change: "light", only: "dark" },
  ),
  edit("not on Tuesdays", ["days", "other_days"], {
    change: "days",
    days: ["mon", "wed", "thu", "fri", "sat", "sun"],
  }),
  edit("between 21:00 and 05:30", ["clock", "number"], { change: "hours", after: "21:00", before: "05:30" }),
  edit("wait 25 minutes", ["number"], { change: "for", minutes: 25 }),
  edit("the porch lamp (t8) on too", ["switching"], { change: "act", thing: "t8", state: "on" }),
  create(
    "porch lamp (t8) on at 18:45 on workdays",
    ["days", "clock", "number", "switching"],
    {
      change: "at",
      time: "18:45",
    },
    { change: "days", days: ["mon", "tue", "wed", "thu", "fri"] },
    { change: "act", thing: "t8", state: "on" },
  ),
  create(
    "porch lamp (t8) off when everybody has left",
    ["switching"],
    {
      change: "when_household",
      event: "last_leaves",
    },
    { change: "act", thing: "t8", state: "off" },
  ),
  create(
    "porch lamp (t8) at 20% when the gate sensor (t7) opens after dark",
    ["percent", "light", "number"],
    {
      change: "when",
      thing: "t7",
      state: "on",
      minutes: 0,
    },
    { change: "light", only: "dark" },
    { change: "act", thing: "t8", state: "on" },
    {
      change: "level",
      thing: "t8",
      kind: "brightness",
      value: 20,
    },
  ),
  create(
    "close the blind (t7) 20 minutes after sunset",
    ["number"],
    { change: "sun", event: "sunset", minutes: 20 },
    {
      change: "act",
      thing: "t7",
      state: "closed",
    },
  ),
];
