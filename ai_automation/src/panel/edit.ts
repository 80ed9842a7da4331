import type { Automation, Part } from "./wire.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export const triggerOf = ({ triggers }: Automation): Part => triggers[0] ?? {};

const withTrigger = (automation: Automation, change: Part): Automation => ({
  ...automation,
  triggers: [clean({ ...triggerOf(automation), ...change }), ...automation.triggers.slice(1)],
});

/** Minutes since midnight of a time trigger; null for others. */
export function timeOf(automation: Automation): number | null {
  const { trigger, at } = triggerOf(automation);
  if (trigger !== "time" || typeof at !== "string") return null;
  return minutesOf(at);
}

export const withTime = (automation: Automation, minutes: number): Automation =>
  withTrigger(automation, { at: clockText(minutes) });

/** The weekdays of the time trigger or of a weekday condition; all if there is neither. */
export function daysOf(automation: Automation): readonly string[] {
  const own = triggerOf(automation).weekday;
  const condition = automation.conditions.find(isDays)?.weekday;
  return listOf(own ?? condition) ?? WEEKDAYS;
}

export function withDays(automation: Automation, days: readonly string[]): Automation {
  const ordered = WEEKDAYS.filter((day) => days.includes(day));
  const all = ordered.length === 0 || ordered.length === WEEKDAYS.length;
  if (triggerOf(automation).trigger === "time") return withTrigger(automation, { weekday: all ? undefined : ordered });
  const others = automation.conditions.filter((condition) => !isDays(condition));
  return { ...automation, conditions: all ? others : [...others, { condition: "time", weekday: ordered }] };
}

/** The hours to which it is restricted, in minutes since midnight; null if there is no restriction. */
export function hoursOf({ conditions }: Automation): { readonly after: number; readonly before: number } | null {
  const found = conditions.find(isHours);
  if (found === undefined) return null;
  return { after: minutesOf(textOr(found.after, "00:00")), before: minutesOf(textOr(found.before, "24:00")) };
}

export function withHours(
  automation: Automation,
  hours: { readonly after: number; readonly before: number } | null,
): Automation {
  const others = automation.conditions.filter((condition) => !isHours(condition));
  if (hours === null) return { ...automation, conditions: others };
  const condition = { condition: "time", after: clockText(hours.after), before: clockText(hours.before) };
  return { ...automation, conditions: [...others, condition] };
}

/** The offset of a sun trigger in minutes, negative for before; null for other triggers. */
export function offsetOf(automation: Automation): number | null {
  const { trigger, offset } = triggerOf(automation);
  if (trigger !== "sun") return null;
  return typeof offset === "string" ? durationOf(offset) : 0;
}

export const withOffset = (automation: Automation, minutes: number): Automation =>
  withTrigger(automation, { offset: minutes === 0 ? undefined : durationText(minutes) });

/** The hold of a state or numeric state trigger in minutes; null for other triggers. */
export function holdOf(automation: Automation): number | null {
  const { trigger, for: hold } = triggerOf(automation);
  if (trigger !== "state" && trigger !== "numeric_state") return null;
  return typeof hold === "string" ? durationOf(hold) : 0;
}

export const withHold = (automation: Automation, minutes: number): Automation =>
  withTrigger(automation, { for: minutes === 0 ? undefined : durationText(minutes) });

const DARK: Part = { condition: "sun", after: "sunset", before: "sunrise" };

export const isDark = (condition: Part): boolean => isSame(condition, DARK);

export const isSame = (one: Part, other: Part): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The conditions that can be turned on and off: the original ones, the current ones, and darkness. */
export function conditionsToChoose(original: Automation, now: Automation): readonly Part[] {
  const all = [...original.conditions, ...now.conditions, DARK].filter(
    (one) => !isDays(one) && !isHours(one) && !isButton(one),
  );
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

export function withConditionToggled(automation: Automation, condition: Part): Automation {
  const others = automation.conditions.filter((one) => !isSame(one, condition));
  const isOn = others.length < automation.conditions.length;
  return { ...automation, conditions: isOn ? others : [...others, condition] };
}

const textOr = (value: unknown, fallback: string): string => (typeof value === "string" ? value : fallback);

const isDays = (condition: Part): boolean =>
  condition.condition === "time" &&
  condition.weekday !== undefined &&
  condition.after === undefined &&
  condition.before === undefined;

const isHours = (condition: Part): boolean =>
  condition.condition === "time" && (condition.after !== undefined || condition.before !== undefined);

/** Which button of a remote: without it, the trigger would be any button. */
export const isButton = ({ attribute, entity_id: entityId }: Part): boolean =>
  attribute !== undefined && textOr(entityId, "").startsWith("event.");

/** All entities that the actions target, in every branch. */
export const targetsOf = ({ actions }: Automation): readonly string[] => [
  ...new Set(actions.flatMap(stepsOf).flatMap(entitiesOf)),
];

/** The domain of what the automation acts on; empty if it acts on nothing. */
export function domainOf({ actions }: Automation): string {
  const [step] = actions.flatMap(stepsOf);
  const [target] = step === undefined ? [] : entitiesOf(step);
  return (target ?? textOr(step?.action, "")).split(".")[0] ?? "";
}

/** Whether all it does is turn lights off. */
export function turnsLightsOff({ actions }: Automation): boolean {
  const steps = actions.flatMap(stepsOf);
  return steps.length > 0 && steps.every(({ action }) => action === "light.turn_off");
}

/** The entities of the triggers. */
export const triggersOf = ({ triggers }: Automation): readonly string[] => [
  ...new Set(triggers.flatMap(({ entity_id: ids }) => listOf(ids) ?? [])),
];

/** The domains of the actions: only things of these can be added to them. */
export const domainsOf = ({ actions }: Automation): ReadonlySet<string> =>
  new Set(
    actions
      .flatMap(stepsOf)
      .flatMap((step) => (entitiesOf(step).length === 0 ? [] : [textOr(step.action, "").split(".")[0] ?? ""])),
  );

/** Also acts on an entity, as it does on the others of its domain. */
export function withTarget(automation: Automation, entityId: string): Automation {
  const [domain] = entityId.split(".");
  const isOfDomain = (step: Part): boolean =>
    entitiesOf(step).length > 0 && textOr(step.action, "").split(".")[0] === domain;
  return {
    ...automation,
    actions: automation.actions.map((step) =>
      isOfDomain(step) ? { ...step, target: { entity_id: [...new Set([...entitiesOf(step), entityId])] } } : step,
    ),
  };
}

/** Removes an entity from all actions, and actions and branches without entities from the automation. */
export const withoutTarget = (automation: Automation, entityId: string): Automation => ({
  ...automation,
  actions: automation.actions.flatMap((action) => actionWithout(action, entityId)),
});

function actionWithout(action: Part, entityId: string): readonly Part[] {
  const branches = branchesOf(action);
  if (branches !== null) {
    const left = branches.flatMap((branch) => {
      const sequence = branch.sequence.flatMap((step) => actionWithout(step, entityId));
      return sequence.length === 0 ? [] : [{ ...branch, sequence }];
    });
    return left.length === 0 ? [] : [{ ...action, choose: left }];
  }
  const targets = entitiesOf(action);
  if (!targets.includes(entityId)) return [action];
  const left = targets.filter((id) => id !== entityId);
  return left.length === 0 ? [] : [{ ...action, target: { entity_id: left } }];
}

/** The actions within an action: the steps of its branches, or itself. */
const stepsOf = (action: Part): readonly Part[] =>
  branchesOf(action)?.flatMap(({ sequence }) => sequence.flatMap(stepsOf)) ?? [action];

/** The branches of a choice; null for other actions. */
export function branchesOf({ choose }: Part): readonly (Part & { readonly sequence: readonly Part[] })[] | null {
  if (!Array.isArray(choose)) return null;
  return choose.filter(isPart).map((branch) => ({
    ...branch,
    sequence: Array.isArray(branch.sequence) ? branch.sequence.filter(isPart) : [],
  }));
}

const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null;

/** The numbers set by the actions, with the index of the action and the key in its data. */
export function levelsOf({
  actions,
}: Automation): readonly { readonly action: number; readonly key: string; readonly value: number }[] {
  return actions.flatMap(({ data }, action) =>
    Object.entries(typeof data === "object" && data !== null ? data : {}).flatMap(([key, value]) =>
      typeof value === "number" ? [{ action, key, value }] : [],
    ),
  );
}

export const withLevel = (automation: Automation, at: number, key: string, value: number): Automation => ({
  ...automation,
  actions: automation.actions.map((action, index) =>
    index === at ? { ...action, data: { ...(action.data as object), [key]: value } } : action,
  ),
});

function entitiesOf(action: Part): readonly string[] {
  const { target } = action;
  if (typeof target !== "object" || target === null || !("entity_id" in target)) return [];
  return listOf(target.entity_id) ?? [];
}

export function listOf(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : undefined;
}

const clean = (part: Part): Part => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));

export function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** HH:MM:SS, as in Home Assistant's configurations. */
const clockText = (minutes: number): string => `${hoursAndMinutes(((minutes % 1_440) + 1_440) % 1_440)}:00`;

export const hoursAndMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(Math.round(minutes % 60)).padStart(2, "0")}`;

const durationText = (minutes: number): string => `${minutes < 0 ? "-" : ""}${hoursAndMinutes(Math.abs(minutes))}:00`;

function durationOf(text: string): number {
  const minutes = minutesOf(text.replace(/^[+-]/, ""));
  return text.startsWith("-") ? -minutes : minutes;
}
