import type { ConditionPlan, Effect, EffectPath, Guard } from "../plan.ts";
import { duration, isRecord, listOf, recordIn } from "../values.ts";
import { parseConditions } from "./condition.ts";
import { readTriggers, unreadIn, unrecordedIn } from "./parts.ts";
import { meaningOfCall, readCall, type ServiceCall } from "./service-call.ts";
import type { Outcome } from "./service-meaning.ts";

/** What a sequence of actions does, as far as it could be read. */
export interface ActionsPlan {
  readonly effects: readonly Effect[];
  readonly levelTargets: readonly string[];
  /** Whether it has an action that is understood, even if it changes nothing. */
  readonly hasActions: boolean;
  /** How long a run takes, in milliseconds. */
  readonly lasts: number;
  /** The parts that are not understood, in words. */
  readonly unread: readonly string[];
  /** The parts that are understood, but that replay cannot judge, in words. */
  readonly unreplayed: readonly string[];
}

/**
 * Reads a Home Assistant sequence, following `choose`, `if`, `repeat`, `parallel` and nested sequences
 * (helpers/script.py). Actions after a question on somebody's phone depend on the answer and are left out.
 */
export function parseActions(actions: readonly unknown[]): ActionsPlan {
  const reading: Reading = {
    effects: [],
    levels: new Set(),
    unread: new Set(),
    unreplayed: new Set(),
    read: 0,
    hasDoubt: false,
  };
  const { path } = readSequence(actions, START, reading);
  const delays = reading.effects.map((effect) => effect.path?.delay ?? 0);
  const isFixed = path.guards.length === 0 && !path.isPerhaps && Math.max(0, ...delays) <= path.delay;
  if (!isFixed && Math.max(path.delay, ...delays) > 0) reading.unreplayed.add("a delay in a branch");
  if (reading.hasDoubt && reading.unread.size === 0) reading.unreplayed.add("actions that depend on earlier ones");
  return {
    effects: reading.effects,
    levelTargets: [...reading.levels],
    hasActions: reading.read > 0,
    lasts: path.delay,
    unread: [...reading.unread],
    unreplayed: [...reading.unreplayed],
  };
}

interface Reading {
  readonly effects: Effect[];
  readonly levels: Set<string>;
  readonly unread: Set<string>;
  readonly unreplayed: Set<string>;
  read: number;
  hasDoubt: boolean;
}

const START: EffectPath = { guards: [], delay: 0, after: null, isPerhaps: false };

/** Where a run is after a step or a sequence. */
interface End {
  readonly path: EffectPath;
  /** `stop` ends the whole run, a condition that fails only the sequence it is in. */
  readonly stop: "never" | "always" | "sometimes";
}

type Part = Readonly<Record<string, unknown>>;

function readSequence(actions: readonly unknown[], start: EffectPath, reading: Reading): End {
  let path = start;
  let stop: End["stop"] = "never";
  for (const action of actions) {
    if (isDisabled(action)) continue;
    if (isQuestion(action)) {
      reading.read += 1;
      return { path, stop: "always" };
    }
    const end = readStep(action, path, reading);
    path = end.path;
    if (end.stop === "always") return end;
    if (end.stop === "sometimes") stop = "sometimes";
  }
  return { path, stop };
}

function readStep(action: unknown, start: EffectPath, reading: Reading): End {
  if (typeof action === "string") return going(readCondition(action, start, reading));
  if (!isRecord(action)) return going(unread("an action that is not an object", start, reading));
  const path = typeof action.enabled === "string" ? perhaps(start) : start;
  if (isTemplated(action.enabled)) reading.unread.add("an action enabled by a template");
  const kind = STEPS.find(({ key }) => action[key] !== undefined);
  if (kind !== undefined) return kind.read(action, path, reading);
  const call = readCall(action);
  if (call === undefined) return going(unread(unknownAction(action), path, reading));
  readService(call, path, reading);
  return going(path);
}

const isTemplated = (enabled: unknown): boolean => typeof enabled === "string";

const isDisabled = (action: unknown): boolean => isRecord(action) && action.enabled === false;

const going = (path: EffectPath): End => ({ path, stop: "never" });

const perhaps = (path: EffectPath): EffectPath => ({ ...path, isPerhaps: true });

function unread(problem: string, path: EffectPath, reading: Reading): EffectPath {
  reading.unread.add(problem);
  return path;
}

const unknownAction = (action: Part): string =>
  action.device_id === undefined
    ? `an action with the keys ${Object.keys(action).join(", ")}`
    : `the ${typeof action.domain === "string" ? action.domain : "unknown"} action of a device`;

/** A wait for a button of a notification, after which nobody has answered unless the run continues. */
function isQuestion(action: unknown): boolean {
  if (!isRecord(action) || action.continue_on_timeout !== false || action.timeout === undefined) return false;
  const [trigger, ...others] = listOf(action.wait_for_trigger);
  const { trigger: kind, platform, event_type: eventType } = recordIn(trigger);
  return others.length === 0 && (kind ?? platform) === "event" && eventType === "mobile_app_notification_action";
}

interface Step {
  /** The key by which Home Assistant tells the kind of an action, in its order (config_validation.py). */
  readonly key: string;
  readonly read: (action: Part, path: EffectPath, reading: Reading) => End;
}

const STEPS: readonly Step[] = [
  { key: "delay", read: readDelay },
  { key: "wait_template", read: readWaitTemplate },
  { key: "wait_for_trigger", read: readWait },
  { key: "condition", read: (action, path, reading) => going(readCondition(action, path, reading)) },
  { key: "and", read: (action, path, reading) => going(readCondition(action, path, reading)) },
  { key: "or", read: (action, path, reading) => going(readCondition(action, path, reading)) },
  { key: "not", read: (action, path, reading) => going(readCondition(action, path, reading)) },
  { key: "repeat", read: readRepeat },
  { key: "choose", read: readChoose },
  { key: "if", read: readIf },
  { key: "stop", read: readStop },
  { key: "parallel", read: readParallel },
  { key: "sequence", read: readNested },
  { key: "scene", read: readSceneStep },
  { key: "event", read: readSilent },
  { key: "variables", read: readSilent },
  { key: "set_conversation_response", read: readSilent },
];

function readService(call: ServiceCall, path: EffectPath, reading: Reading): void {
  const { outcomes, levels, problems } = meaningOfCall(call);
  for (const problem of problems) reading.unread.add(problem);
  if (problems.length === 0) reading.read += 1;
  if (outcomes.length > 0 && outcomes.every(({ isPerhaps }) => isPerhaps)) reading.unread.add(`the state after ${call.name}`);
  for (const entityId of levels) reading.levels.add(entityId);
  if (path.isPerhaps && outcomes.length > 0) reading.hasDoubt = true;
  for (const outcome of outcomes) reading.effects.push(effectOf(outcome, path));
}

function effectOf(outcome: Outcome & { readonly entityId: string }, path: EffectPath): Effect {
  const { entityId, state, from, isPerhaps = false } = outcome;
  const guards = from === undefined || from.kind === "any" ? path.guards : [...path.guards, guardOf(entityId, from, path.delay)];
  const own = { ...path, guards, isPerhaps: path.isPerhaps || isPerhaps };
  const isDirect = guards.length === 0 && own.delay === 0 && own.after === null && !own.isPerhaps;
  return isDirect ? { entityId, state } : { entityId, state, path: own };
}

function guardOf(
  entityId: string,
  from: Exclude<Outcome["from"], undefined | { readonly kind: "any" }>,
  delay: number,
): Guard {
  const condition: ConditionPlan = { kind: "state", entityIds: [entityId], states: from.states, hold: 0, match: "all" };
  return { conditions: [condition], isMet: from.kind === "in", delay };
}

/** An action that changes nothing. */
function readSilent(_action: Part, path: EffectPath, reading: Reading): End {
  reading.read += 1;
  return going(path);
}

function readDelay({ delay }: Part, path: EffectPath, reading: Reading): End {
  const parsed = duration.safeParse(delay);
  if (parsed.success) return going({ ...path, delay: path.delay + parsed.data });
  return going(perhaps(unread("a delay from a template", path, reading)));
}

function readWaitTemplate(_action: Part, path: EffectPath, reading: Reading): End {
  return going(perhaps(unread("a wait for a template", path, reading)));
}

/** The effects that follow start from these triggers. With a timeout the run may also continue without them. */
function readWait({ wait_for_trigger: triggers, timeout, continue_on_timeout: goesOn }: Part, path: EffectPath, reading: Reading): End {
  const { triggers: after, unread: unreadTriggers } = readTriggers(listOf(triggers));
  for (const reason of unreadTriggers) reading.unread.add(reason);
  reading.unreplayed.add("actions after a wait");
  const mayGoOn = timeout !== undefined && goesOn !== false;
  return going({ guards: [], after, delay: 0, isPerhaps: path.isPerhaps || mayGoOn || path.guards.length > 0 });
}

function readConditions(
  values: readonly unknown[],
  reading: Reading,
): { readonly plans: readonly ConditionPlan[]; readonly isUnread: boolean } {
  const plans = parseConditions(values);
  const unreadParts = unreadIn([], plans);
  for (const reason of unreadParts) reading.unread.add(reason);
  for (const reason of unrecordedIn([], plans)) reading.unreplayed.add(reason);
  return { plans, isUnread: unreadParts.length > 0 };
}

function guarded(path: EffectPath, values: readonly unknown[], reading: Reading): EffectPath {
  const { plans, isUnread } = readConditions(values, reading);
  const guards = plans.length === 0 ? path.guards : [...path.guards, { conditions: plans, isMet: true, delay: path.delay }];
  return { ...path, guards, isPerhaps: path.isPerhaps || isUnread };
}

const readCondition = (value: unknown, path: EffectPath, reading: Reading): EffectPath =>
  guarded(path, [value], reading);

/** The way past a branch: its conditions fail. Unknown if one of them could not be read. */
function without(path: EffectPath, values: readonly unknown[], reading: Reading): EffectPath {
  const { plans, isUnread } = readConditions(values, reading);
  return isUnread ? perhaps(path) : { ...path, guards: [...path.guards, { conditions: plans, isMet: false, delay: path.delay }] };
}

function readIf({ if: conditions, then, else: otherwise }: Part, path: EffectPath, reading: Reading): End {
  const given = listOf(conditions);
  const branches = [
    { start: guarded(path, given, reading), sequence: listOf(then) },
    ...(otherwise === undefined ? [] : [{ start: without(path, given, reading), sequence: listOf(otherwise) }]),
  ];
  return joined(path, branches, otherwise !== undefined, given, reading);
}

function readChoose({ choose, default: otherwise }: Part, path: EffectPath, reading: Reading): End {
  const branches: Branch[] = [];
  let rest = path;
  let first: readonly unknown[] = [];
  for (const option of listOf(choose)) {
    if (isDisabled(option)) continue;
    const { conditions, sequence } = recordIn(option);
    const given = listOf(conditions);
    if (branches.length === 0) first = given;
    branches.push({ start: guarded(rest, given, reading), sequence: listOf(sequence) });
    rest = without(rest, given, reading);
  }
  if (otherwise !== undefined && otherwise !== null) branches.push({ start: rest, sequence: listOf(otherwise) });
  return joined(path, branches, otherwise !== undefined, first, reading);
}

interface Branch {
  readonly start: EffectPath;
  readonly sequence: readonly unknown[];
}

/** Where a run is after one of several branches. */
function joined(
  path: EffectPath,
  branches: readonly Branch[],
  isComplete: boolean,
  first: readonly unknown[],
  reading: Reading,
): End {
  const ends = branches.map(({ start, sequence }) => readSequence(sequence, start, reading));
  if (isComplete && ends.every(({ stop }) => stop === "always")) return { path, stop: "always" };
  const hasWaited = ends.some((end) => end.stop !== "always" && (end.path.delay !== path.delay || end.path.after !== path.after));
  const next = hasWaited ? perhaps(path) : path;
  const stopping = ends.filter(({ stop }) => stop !== "never");
  if (stopping.length === 0) return going(next);
  const isOnlyFirst = stopping.length === 1 && stopping[0] === ends[0] && ends[0]?.stop === "always";
  return { path: isOnlyFirst ? without(next, first, reading) : perhaps(next), stop: "sometimes" };
}

function readStop(_action: Part, path: EffectPath, reading: Reading): End {
  reading.read += 1;
  return { path, stop: "always" };
}

function readParallel({ parallel }: Part, path: EffectPath, reading: Reading): End {
  const ends = listOf(parallel).map((branch) => readSequence([branch], path, reading));
  const isChanged = ends.some((end) => end.stop !== "never" || end.path.after !== path.after || end.path.isPerhaps !== path.isPerhaps);
  const delay = Math.max(path.delay, ...ends.map((end) => end.path.delay));
  return going({ ...path, delay, isPerhaps: path.isPerhaps || isChanged });
}

/** A nested sequence, or the sequence of a script, whose `stop` does not end the run that called it. */
function readNested({ sequence, script, waits }: Part, path: EffectPath, reading: Reading): End {
  const { path: end, stop } = readSequence(listOf(sequence), path, reading);
  const isScript = typeof script === "string";
  if (isScript && waits === false) return going(path);
  // A condition that fails ends the nested sequence early, so that what follows starts earlier.
  const isEarly = (end.guards.length > path.guards.length || (isScript && stop !== "never")) && end.delay !== path.delay;
  const next = { ...end, guards: path.guards, isPerhaps: end.isPerhaps || isEarly };
  if (isScript || stop === "never") return going(next);
  return { path: stop === "always" ? next : end, stop };
}

/** A loop runs its sequence at least once, except with `while`; later rounds only repeat what the first did. */
function readRepeat({ repeat }: Part, path: EffectPath, reading: Reading): End {
  const { sequence, count, while: condition, for_each: items } = recordIn(repeat);
  const start = condition === undefined ? path : guarded(path, listOf(condition), reading);
  const isLiteral = Array.isArray(items) && items.every((item) => typeof item === "string" || isRecord(item));
  if (items !== undefined && !isLiteral) reading.unread.add("a repetition for each item of a template");
  const rounds = isLiteral ? items.map((item) => withItem(listOf(sequence), item)) : [listOf(sequence)];
  let end = going(isLiteral || items === undefined ? start : perhaps(start));
  for (const round of rounds) end = readSequence(round, { ...end.path, guards: start.guards }, reading);
  const isSure = isLiteral || count === 1 || end.path.delay === path.delay;
  return { path: { ...end.path, guards: path.guards, isPerhaps: end.path.isPerhaps || !isSure }, stop: end.stop === "never" ? "never" : "sometimes" };
}

const ITEM = /^\s*{{-?\s*repeat\.item(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])?\s*-?}}\s*$/;

/** A sequence with the item of a repetition in place of `{{ repeat.item }}`. */
function withItem(sequence: readonly unknown[], item: unknown): readonly unknown[] {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
    const match = typeof value === "string" ? ITEM.exec(value) : null;
    if (match === null) return value;
    const key = match[1] ?? match[2];
    return key === undefined ? item : (recordIn(item)[key] ?? value);
  };
  return sequence.map(replaced);
}

/** `scene: scene.x`, of which only the home knows what it sets. */
function readSceneStep({ scene }: Part, path: EffectPath, reading: Reading): End {
  return going(unread(`the scene ${String(scene)}`, path, reading));
}
