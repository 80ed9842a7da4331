import type { Random } from "../../../src/model/random.ts";
import { ANY_CHANGE, CONDITIONS, TRIGGERS } from "./forms.ts";

export interface Written {
  readonly id: string;
  readonly alias: string;
  readonly mode: string;
  readonly max?: number;
  readonly triggers: readonly object[];
  readonly conditions: readonly object[];
  readonly actions: readonly object[];
  /** None, to spare Home Assistant the work: many automations run at once. */
  readonly trace: { readonly stored_traces: 0 };
}

const actions = [{ action: "input_boolean.turn_on", target: { entity_id: "input_boolean.guest_mode" } }];

/** Each form alone, and the words that some triggers and conditions contain for times, replaced. */
export function everyForm(words: Readonly<Record<string, string>>): readonly Written[] {
  const triggers = Object.entries(TRIGGERS).map(([name, trigger], index) =>
    written(`engine_trigger_${index}`, `trigger: ${name}`, "parallel", [trigger], []),
  );
  const conditions = Object.entries(CONDITIONS).map(([name, condition], index) =>
    written(`engine_condition_${index}`, `condition: ${name}`, "parallel", [ANY_CHANGE], [condition]),
  );
  const disabled = [
    written(
      "engine_disabled",
      "a disabled trigger",
      "parallel",
      [{ ...ANY_CHANGE, enabled: false }, TRIGGERS.above!],
      [],
    ),
  ];
  return spelled([...triggers, ...conditions, ...disabled, ...RUNNING_FORMS], words);
}

/** Runs that last, so that the mode decides which triggers start one. */
const RUNNING_FORMS: readonly Written[] = [
  { mode: "single" },
  { mode: "restart" },
  { mode: "parallel", max: 2 },
  { mode: "parallel", max: 3 },
  { mode: "queued", max: 2 },
].map(({ mode, max }, index) => ({
  ...written(`engine_mode_${index}`, `mode: ${mode} ${max ?? ""}`, mode, [ANY_CHANGE], []),
  ...(max !== undefined && { max }),
  actions: [...actions, { delay: { milliseconds: 2_500 } }],
}));

/** Around a sunset in 60 seconds. */
export const SUN_FORMS: readonly Written[] = [
  { trigger: "sun", event: "sunset" },
  { trigger: "sun", event: "sunset", offset: 3 },
  { trigger: "sun", event: "sunset", offset: "-00:00:04" },
  { trigger: "sun", event: "sunrise" },
]
  .map((trigger, index) => written(`engine_sun_${index}`, `sun ${index}`, "parallel", [trigger], []))
  .concat(
    [
      { after: "sunset" },
      { before: "sunset" },
      { after: "sunset", after_offset: "00:00:05" },
      { before: "sunset", before_offset: "-00:00:05" },
      { after: "sunrise", before: "sunset" },
      { after: "sunset", before: "sunrise" },
      { after: "sunrise" },
    ].map((bounds, index) => {
      const condition = { condition: "sun", ...bounds };
      return written(`engine_sky_${index}`, `sky ${index}`, "parallel", [ANY_CHANGE], [condition]);
    }),
  );

/** Automations of random triggers and conditions in random modes. */
export function randomForms(
  count: number,
  words: Readonly<Record<string, string>>,
  random: Random,
): readonly Written[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const triggers = Object.entries(TRIGGERS);
  const conditions = Object.entries(CONDITIONS);
  const some = <T>(from: readonly T[], most: number): readonly T[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(from));
  const drawn = Array.from({ length: count }, (_, index) => {
    const own = [pick(triggers), ...some(triggers, 2)];
    const tests = some(conditions, 2).map(([name, test]) => {
      const isNot = random() < 0.3;
      return isNot ? ([`not ${name}`, { condition: "not", conditions: [test] }] as const) : ([name, test] as const);
    });
    const names = [...own, ...tests].map(([name]) => name).join(" + ");
    const mode = pick(["single", "restart", "queued", "parallel"]);
    const [parts, checks] = [own, tests].map((named) => named.map(([, part]) => part));
    return written(`engine_random_${index}`, `random ${index}: ${names}`, mode, parts!, checks!);
  });
  return spelled(drawn, words);
}

function written(
  id: string,
  alias: string,
  mode: string,
  triggers: readonly object[],
  conditions: readonly object[],
): Written {
  return { id, alias, mode, triggers, conditions, actions, trace: { stored_traces: 0 } };
}

function spelled(automations: readonly Written[], words: Readonly<Record<string, string>>): readonly Written[] {
  const text = Object.entries(words).reduce(
    (all, [word, meaning]) => all.replaceAll(`"${word}"`, `"${meaning}"`),
    JSON.stringify(automations),
  );
  return JSON.parse(text);
}
