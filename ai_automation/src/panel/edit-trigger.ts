import { daysOf, isButton, listOf, triggerOf, WEEKDAYS, withDays } from "./edit.ts";
import type { Automation, Part } from "./wire.ts";

export const TRIGGER_KINDS = ["time", "sunrise", "sunset", "state"] as const;

/** "other" for triggers that only plain words or Home Assistant's own editor change. */
export type TriggerKind = (typeof TRIGGER_KINDS)[number] | "other";

export function triggerKindOf(automation: Automation): TriggerKind {
  const { trigger, event } = triggerOf(automation);
  const isSun = trigger === "sun" && (event === "sunrise" || event === "sunset");
  if (isSun) return event;
  return trigger === "time" || trigger === "state" ? trigger : "other";
}

/** With another trigger; the days stay. `entity` is what a state trigger starts with. */
export function withTriggerKind(
  automation: Automation,
  kind: TriggerKind,
  entity: { readonly id: string; readonly state: string },
): Automation {
  const replaced = {
    ...withDays(automation, WEEKDAYS),
    triggers: [newTrigger(kind, entity), ...automation.triggers.slice(1)],
  };
  const conditions = replaced.conditions.filter((condition) => !isButton(condition));
  return withDays({ ...replaced, conditions }, daysOf(automation));
}

/** As the service writes them: nothing starts because a device was away. */
const AWAY = ["unavailable", "unknown"];

function newTrigger(kind: TriggerKind, { id, state }: { readonly id: string; readonly state: string }): Part {
  switch (kind) {
    case "time":
      return { trigger: "time", at: "18:00:00" };
    case "sunrise":
    case "sunset":
      return { trigger: "sun", event: kind };
    case "state":
    case "other":
      return { trigger: "state", entity_id: id, not_from: AWAY, to: state };
  }
}

/** The one entity of a state or numeric trigger; null for others. */
export function triggerEntityOf(automation: Automation): string | null {
  const { trigger, entity_id: ids } = triggerOf(automation);
  if (trigger !== "state" && trigger !== "numeric_state") return null;
  const [id, ...others] = listOf(ids) ?? [];
  return id === undefined || others.length > 0 ? null : id;
}

export const withTriggerEntity = (automation: Automation, id: string): Automation =>
  changed(automation, { entity_id: id });

/** The state that a state trigger waits for; null for others, and for several states. */
export function triggerStateOf(automation: Automation): string | null {
  const { trigger, to } = triggerOf(automation);
  return trigger === "state" && typeof to === "string" ? to : null;
}

export const withTriggerState = (automation: Automation, to: string): Automation => changed(automation, { to });

const BOUNDS = ["above", "below"] as const;

export type Bound = (typeof BOUNDS)[number];

/** The bounds that a numeric trigger has. */
export function boundsOf(automation: Automation): readonly { readonly bound: Bound; readonly value: number }[] {
  const trigger = triggerOf(automation);
  if (trigger.trigger !== "numeric_state") return [];
  return BOUNDS.flatMap((bound) => {
    const value = trigger[bound];
    return typeof value === "number" ? [{ bound, value }] : [];
  });
}

export const withBound = (automation: Automation, bound: Bound, value: number): Automation =>
  changed(automation, { [bound]: value });

const changed = (automation: Automation, change: Part): Automation => ({
  ...automation,
  triggers: [{ ...triggerOf(automation), ...change }, ...automation.triggers.slice(1)],
});
