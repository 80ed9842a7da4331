import type { AutomationConfig, ConfigPart } from "../../model/automation.ts";
import type { EditChange } from "../../model/change.ts";
import type { HabitCondition } from "../../model/habit.ts";
import { HOUR, MINUTE } from "../../model/time.ts";
import type { Plan } from "../plan.ts";
import { durationText, timeText } from "../values.ts";
import { conditionOf } from "../write/automation.ts";

/** The kinds in order of preference: the smaller change comes first. */
export type EditKind = EditChange["kind"];

/** A change that might make an automation right where it was wrong. */
export interface Edit {
  readonly kind: EditKind;
  /** Plain values; suggestions/ puts them into words. */
  readonly change: EditChange;
  readonly automation: AutomationConfig;
  /** Milliseconds by which its runs move. */
  readonly later: number;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;
const DAY_SETS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [5, 6],
  [0, 1, 2, 3, 6],
  ...WEEK.map((excluded) => WEEK.filter((day) => day !== excluded)),
];

export const dayEdits = (config: AutomationConfig): readonly Edit[] =>
  DAY_SETS.map((weekdays) => conditionEdit(config, { kind: "days", weekdays }));

/** Lengths of the excluded part of the day, in hours. */
const QUIET_HOURS = [2, 3, 4, 6, 8, 10, 12] as const;

export function hourEdits(config: AutomationConfig): readonly Edit[] {
  return QUIET_HOURS.flatMap((length) =>
    Array.from({ length: 24 }, (_, from): Edit => {
      const after = ((from + length) % 24) * HOUR;
      const before = from * HOUR;
      return conditionEdit(config, { kind: "hours", after, before });
    }),
  );
}

export const sunEdits = (config: AutomationConfig): readonly Edit[] => [
  conditionEdit(config, { kind: "sun", isDark: true }),
  conditionEdit(config, { kind: "sun", isDark: false }),
];

export const stateEdit = (config: AutomationConfig, entityId: string, state: string): Edit =>
  withCondition(config, { kind: "state", entityId, state }, { kind: "state", entityIds: [entityId], state, hold: 0 });

export function numberEdit(
  config: AutomationConfig,
  entityId: string,
  bound: { readonly above: number } | { readonly below: number },
): Edit {
  const change = { kind: "number", entityId, above: null, below: null, ...bound } as const;
  return withCondition(config, change, { ...change, kind: "numeric" });
}

const HOLDS = [2, 3, 5, 8, 10, 12, 15, 20, 30].map((minutes) => minutes * MINUTE);

/** Longer holds, for an automation with a single state trigger. */
export function holdEdits(config: AutomationConfig, { triggers }: Plan): readonly Edit[] {
  const [trigger] = triggers;
  if (trigger === undefined || triggers.length > 1) return [];
  if (trigger.kind !== "state" && trigger.kind !== "numeric_state") return [];
  const { hold } = trigger;
  return HOLDS.filter((longer) => longer > hold).map((longer) => ({
    kind: "for",
    change: { kind: "for", before: hold, after: longer },
    automation: withTrigger(config, { for: durationText(longer) }),
    later: longer - hold,
  }));
}

const SHIFTS = [15, 30, 45, 60, 75, 90, 105, 120].flatMap((minutes) => [minutes * MINUTE, -minutes * MINUTE]);

/** Shifted times or sun offsets, for an automation with a single time or sun trigger. */
export function timeEdits(config: AutomationConfig, { triggers }: Plan): readonly Edit[] {
  const [trigger] = triggers;
  if (trigger === undefined || triggers.length > 1) return [];
  return SHIFTS.flatMap((by): readonly Edit[] => {
    const part = shifted(trigger, by);
    if (part === undefined) return [];
    return [{ kind: "time", change: { kind: "time", by }, automation: withTrigger(config, part), later: by }];
  });
}

function shifted(trigger: Plan["triggers"][number], by: number): ConfigPart | undefined {
  if (trigger.kind === "sun") return { offset: durationText(trigger.offset + by) };
  if (trigger.kind !== "time" || trigger.at.length !== 1) return undefined;
  const at = (trigger.at[0] ?? 0) + by;
  return at < 0 || at >= 24 * HOUR ? undefined : { at: timeText(at) };
}

const conditionEdit = (config: AutomationConfig, change: EditChange & HabitCondition): Edit =>
  withCondition(config, change, change);

function withCondition(config: AutomationConfig, change: EditChange, condition: HabitCondition): Edit {
  const automation = { ...config, conditions: [...config.conditions, conditionOf(condition)] };
  return { kind: change.kind, change, automation, later: 0 };
}

const withTrigger = (config: AutomationConfig, part: ConfigPart): AutomationConfig => ({
  ...config,
  triggers: config.triggers.map((trigger) => ({ ...trigger, ...part })),
});
