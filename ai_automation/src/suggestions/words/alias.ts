import { halvesOf } from "../../automation/pair.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { MINUTE } from "../../model/time.ts";
import { phrasesOf } from "./languages.ts";
import type { Names } from "./names.ts";
import type { Phrases } from "./phrases.ts";
import { modeTerm } from "./terms.ts";
import { habitOfConfig } from "./title-of-config.ts";
import { actionOf, isMode, list, modeOf, triggerText, withoutSecondHalves } from "./title.ts";

/** Home Assistant's lists cut longer names. */
export const MAX_ALIAS = 45;

/**
 * A short name for an automation that begins with the room or the thing it acts on: "Living room: lamp on before
 * sunset". Undefined where it has parts that no habit has.
 */
export function aliasOf(config: AutomationConfig, names: Names): string | undefined {
  const [first, second, isUnknown] = habitsOf(config);
  if (first === undefined || isUnknown) return undefined;
  const phrases = phrasesOf(names.language);
  const targets = [...first.targets, ...(second?.targets ?? [])];
  const place = placeOf(targets, names);
  const short: Names = { ...names, nameOf: (entityId) => withoutPlace(names.nameOf(entityId), place) };
  // On and off of a pair are no toggle: each has its own trigger.
  const done = second === undefined ? withoutSecondHalves(targets) : targets;
  const { head, actions } = actionsText(done, { place, short, phrases, toggling: second === undefined ? targets : [] });
  const subject = subjectOf(first.form.trigger);
  const triggers = second === undefined ? triggerTexts(first.form.trigger, short, phrases) : [];
  const bodies = [
    ...triggers.map((text) => `${actions} ${text}`),
    ...(subject === undefined ? [] : [`${actions} (${short.nameOf(subject)})`]),
    actions,
  ];
  const fitting = bodies.map((body) => phrases.short.headed(head, body)).find((text) => lengthOf(text) <= MAX_ALIAS);
  return fitting ?? headedWithin(head, actions, phrases);
}

/** The automation with a short name, or with the one it has. */
export const named = (config: AutomationConfig, names: Names): AutomationConfig => ({
  ...config,
  alias: aliasOf(config, names) ?? config.alias,
});

/** A short name for a reminder: "Front door: still open at 22:00". */
export const aliasOfReminder = (thing: string, what: string, language: string): string =>
  headedWithin(thing, what, phrasesOf(language));

/** The name, with a number if another automation of the home has it. */
export function distinctAlias(alias: string, taken: readonly string[]): string {
  const others = new Set(taken.map(folded));
  let name = alias;
  for (let number = 2; others.has(folded(name)); number++)
    name = `${cut(alias, MAX_ALIAS - ` ${number}`.length)} ${number}`;
  return name;
}

const folded = (text: string): string => text.trim().toLowerCase();

type Habit = NonNullable<ReturnType<typeof habitOfConfig>>;

function habitsOf(config: AutomationConfig): readonly [Habit | undefined, Habit | undefined, isUnknown: boolean] {
  const halves = halvesOf(config);
  if (halves === undefined) return [habitOfConfig(config), undefined, false];
  const [first, second] = halves.map((half) => habitOfConfig(half));
  return [first, second, second === undefined];
}

/** The area of all targets; null if they have none in common. */
function placeOf(targets: readonly HabitTarget[], { areaOf }: Names): string | null {
  const areas = new Set(targets.map(({ entityId }) => areaOf(entityId)));
  const [area = null] = areas;
  return areas.size === 1 ? area : null;
}

/** "Living room lamp" in the living room is a "lamp". */
function withoutPlace(name: string, place: string | null): string {
  if (place === null || !folded(name).startsWith(`${folded(place)} `)) return name;
  return name.slice(place.length + 1).trim();
}

/** Without a place, the things of the first action stand before the colon. */
function actionsText(
  targets: readonly HabitTarget[],
  {
    place,
    short,
    phrases,
    toggling,
  }: {
    readonly place: string | null;
    readonly short: Names;
    readonly phrases: Phrases;
    readonly toggling: readonly HabitTarget[];
  },
): { readonly head: string; readonly actions: string } {
  const verbsOf = Map.groupBy(targets, ({ entityId }) => entityId);
  const groups = Map.groupBy(verbsOf, ([entityId, own]) =>
    list([...new Set(own.map(({ state }) => verbOf(entityId, state, toggling, phrases)))], phrases),
  );
  const texts = [...groups].map(([verbs, things]) => ({
    verbs,
    things: thingsText(
      things.map(([entityId]) => short.nameOf(entityId)),
      place,
      phrases,
    ),
  }));
  const [first, ...others] = texts;
  const textOf = ({ things, verbs: done }: (typeof texts)[number]): string =>
    things === "" ? done : phrases.short.action(things, done);
  if (place !== null) return { head: place, actions: list(texts.map(textOf), phrases) };
  return { head: first?.things ?? "", actions: list([first?.verbs ?? "", ...others.map(textOf)], phrases) };
}

/** Empty for the only thing, if it is called like its place: "Kitchen: on at 07:00". */
const thingsText = (names: readonly string[], place: string | null, phrases: Phrases): string =>
  names.length === 1 && place !== null && folded(names[0] ?? "") === folded(place) ? "" : list(names, phrases);

function verbOf(entityId: string, state: string, toggling: readonly HabitTarget[], phrases: Phrases): string {
  const action = actionOf(entityId, state, toggling);
  return isMode(action) ? modeTerm(modeOf(action), phrases) : phrases.short.verbs[action];
}

/** From exact to brief. */
function triggerTexts(trigger: HabitTrigger, names: Names, phrases: Phrases): readonly string[] {
  const full = triggerText(trigger, names, phrases);
  switch (trigger.kind) {
    case "sun":
      return [full, phrases.short.sun(Math.sign(trigger.offset / MINUTE), trigger.event)];
    case "clock":
      return [full, triggerText({ ...trigger, weekdays: [0, 1, 2, 3, 4, 5, 6] }, names, phrases)];
    case "state":
    case "numeric":
      return [full, triggerText({ ...trigger, hold: 0 }, names, phrases)];
    case "event":
      return [full];
  }
}

function subjectOf(trigger: HabitTrigger): string | undefined {
  if (trigger.kind === "clock" || trigger.kind === "sun") return undefined;
  return trigger.kind === "state" ? trigger.entityIds[0] : trigger.entityId;
}

const headedWithin = (head: string, body: string, phrases: Phrases): string => {
  const rest = lengthOf(phrases.short.headed("", body));
  return cut(phrases.short.headed(cut(head, Math.max(MIN_HEAD, MAX_ALIAS - rest)), body), MAX_ALIAS);
};

const MIN_HEAD = 12;

const lengthOf = (text: string): number => Array.from(text).length;

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
