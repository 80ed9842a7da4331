import { STARTED } from "../../model/domains.ts";
import type { Effect } from "../plan.ts";
import { duration, isRecord, listOf, recordIn } from "../values.ts";
import { parseConditions } from "./condition.ts";
import { readTriggers } from "./parts.ts";
import { behind, doubtful, effectOf, START, union, type Path } from "./path.ts";
import { readService, type Reading } from "./reading.ts";
import { readCall } from "./service-call.ts";
import { withNames } from "./template/with-names.ts";
import { withChoices } from "./with-choices.ts";

/** What a sequence of actions does, as far as it could be read. */
export interface ActionsPlan {
  readonly effects: readonly Effect[];
  /** The scenes and scripts that it starts, where what they do is in their place. */
  readonly starts: readonly Effect[];
  /** Whether it toggles something. */
  readonly toggles: boolean;
  readonly levelTargets: readonly string[];
  /** Whether it has an action that is understood, even if it changes nothing. */
  readonly hasActions: boolean;
  /** How long a run takes, in milliseconds; as long as a question stays open that nobody answers. */
  readonly lasts: number;
  /** Whether a run waits for something, which may take any time. */
  readonly waits: boolean;
  /** The parts that are not understood, in words. */
  readonly unread: readonly string[];
  /** The parts that are understood, but that replay cannot judge, in words. */
  readonly unreplayed: readonly string[];
}

/**
 * Reads a Home Assistant sequence, following `choose`, `if`, `repeat`, `parallel` and nested sequences
 * (helpers/script.py). Actions after a question on somebody's phone depend on the answer and are left out. What only
 * decides about notifications and levels is left out too if there are effects.
 */
export function parseActions(actions: readonly unknown[]): ActionsPlan {
  const reading: Reading = {
    effects: [],
    starts: [],
    toggles: false,
    levels: new Set(),
    unread: new Set(),
    ofOthers: new Set(),
    unreplayed: new Set(),
    read: 0,
    waits: false,
  };
  const { path } = readSequence(actions, START, reading);
  const delays = reading.effects.map((effect) => effect.path?.delay ?? 0);
  const isFixed = path.guards.length === 0 && path.doubts.length === 0 && Math.max(0, ...delays) <= path.delay;
  if (!isFixed && Math.max(path.delay, ...delays) > 0) reading.unreplayed.add("a delay in a branch");
  const doubts = reading.effects.length === 0 ? reading.ofOthers : [];
  return {
    effects: lasting(reading.effects),
    starts: reading.starts,
    toggles: reading.toggles,
    levelTargets: [...reading.levels],
    hasActions: reading.read > 0,
    lasts: path.delay,
    waits: reading.waits,
    unread: [...new Set([...reading.unread, ...doubts])],
    unreplayed: [...reading.unreplayed],
  };
}

/** Without what a later effect of the same instant replaces in every run. */
const lasting = (effects: readonly Effect[]): readonly Effect[] =>
  effects.filter(
    (effect, index) =>
      !effects
        .slice(index + 1)
        .some((later) => later.path === undefined && later.entityId === effect.entityId && !effect.path?.delay),
  );

/** Where a run is after a step or a sequence. */
interface End {
  readonly path: Path;
  /** `stop` ends the whole run, a condition that fails only the sequence it is in. */
  readonly stop: "never" | "always" | "sometimes";
}

type Part = Readonly<Record<string, unknown>>;

function readSequence(actions: readonly unknown[], start: Path, reading: Reading): End {
  let path = start;
  let stop: End["stop"] = "never";
  for (const action of actions) {
    if (isDisabled(action)) continue;
    if (isQuestion(action)) {
      reading.read += 1;
      return { path: { ...path, delay: path.delay + (duration.safeParse(action.timeout).data ?? 0) }, stop: "always" };
    }
    const end = readStep(action, path, reading);
    path = end.path;
    if (end.stop === "always") return end;
    if (end.stop === "sometimes") stop = "sometimes";
  }
  return { path, stop };
}

function readStep(action: unknown, start: Path, reading: Reading): End {
  if (typeof action === "string") return going(guarded(start, [action], reading));
  if (!isRecord(action)) return going(unread("an action that is not an object", start, reading));
  const path = typeof action.enabled === "string" ? doubtful(start, "an action enabled by a template") : start;
  for (const entityId of startedBy(action)) reading.starts.push(effectOf({ entityId, state: STARTED }, path));
  const step = STEPS.find(({ key }) => action[key] !== undefined);
  if (step !== undefined) return step.read(action, path, reading);
  const chosen = withChoices(action);
  if (chosen !== action) return readChoose(chosen, path, reading);
  const call = readCall(action);
  if (call === undefined) return going(unread(unknownAction(action), path, reading));
  return going(readService(call, path, reading));
}

const isDisabled = (action: unknown): boolean => isRecord(action) && action.enabled === false;

const going = (path: Path): End => ({ path, stop: "never" });

/** What depends on earlier branches in a way that guards do not express. */
const DEPENDS = "actions that depend on earlier ones";

/** Scenes and scripts in whose place the action is (resolve.ts). */
const startedBy = ({ starts }: Part): readonly string[] => listOf(starts).filter((id) => typeof id === "string");

function unread(problem: string, path: Path, reading: Reading): Path {
  reading.unread.add(problem);
  return path;
}

function unknownAction(action: Part): string {
  const started = startedBy(action);
  if (started.length > 0) return `the action ${started.join(", ")}`;
  return action.device_id === undefined
    ? `an action with the keys ${Object.keys(action).join(", ")}`
    : `the ${typeof action.domain === "string" ? action.domain : "unknown"} action of a device`;
}

/** A wait for a button of a notification, after which nobody has answered unless the run continues. */
function isQuestion(action: unknown): action is Part {
  if (!isRecord(action) || action.continue_on_timeout !== false || action.timeout === undefined) return false;
  const [trigger, ...others] = listOf(action.wait_for_trigger);
  const { trigger: kind, platform, event_type: eventType } = recordIn(trigger);
  return others.length === 0 && (kind ?? platform) === "event" && eventType === "mobile_app_notification_action";
}

interface Step {
  /** The key by which Home Assistant tells the kind of an action, in its order (config_validation.py). */
  readonly key: string;
  readonly read: (action: Part, path: Path, reading: Reading) => End;
}

const STEPS: readonly Step[] = [
  { key: "delay", read: readDelay },
  { key: "wait_template", read: readTemplateWait },
  { key: "wait_for_trigger", read: readWait },
  ...["condition", "and", "or", "not"].map((key): Step => ({
    key,
    read: (action, path, reading) => going(guarded(path, [action], reading)),
  })),
  { key: "repeat", read: readRepeat },
  { key: "choose", read: readChoose },
  { key: "if", read: readIf },
  { key: "stop", read: readStop },
  { key: "parallel", read: readParallel },
  { key: "sequence", read: readNested },
  {
    key: "scene",
    read: ({ scene }, path, reading) =>
      going(readService({ name: "scene.turn_on", data: { entity_id: scene } }, path, reading)),
  },
  ...["event", "variables", "set_conversation_response"].map((key): Step => ({ key, read: readSilent })),
];

/** An action that changes nothing. */
function readSilent(_action: Part, path: Path, reading: Reading): End {
  reading.read += 1;
  return going(path);
}

function readDelay({ delay }: Part, path: Path): End {
  const parsed = duration.safeParse(delay);
  return going(
    parsed.success ? { ...path, delay: path.delay + parsed.data } : doubtful(path, "a delay from a template"),
  );
}

function readTemplateWait(_action: Part, path: Path, reading: Reading): End {
  reading.waits = true;
  return going(doubtful(path, "a wait for a template"));
}

/** The effects that follow start from these triggers. With a timeout the run may also continue without them. */
function readWait(action: Part, path: Path, reading: Reading): End {
  const { triggers: after, unread: unreadTriggers } = readTriggers(listOf(action.wait_for_trigger));
  reading.read += 1;
  reading.waits = true;
  const isEither = action.timeout !== undefined && action.continue_on_timeout !== false;
  const doubts = [...path.doubts, ...unreadTriggers, ...(isEither || path.guards.length > 0 ? [DEPENDS] : [])];
  return going({ ...path, guards: [], after, delay: 0, doubts });
}

function guarded(path: Path, values: readonly unknown[], reading: Reading): Path {
  reading.read += 1;
  const conditions = parseConditions(values);
  return conditions.length === 0 ? path : behind(path, { conditions, isMet: true, delay: path.delay });
}

/** The way past a branch: its conditions fail. */
function without(path: Path, values: readonly unknown[]): Path {
  return behind(path, { conditions: parseConditions(values), isMet: false, delay: path.delay });
}

function readIf({ if: conditions, then, else: otherwise }: Part, path: Path, reading: Reading): End {
  const given = listOf(conditions);
  const branches = [
    { start: guarded(path, given, reading), sequence: listOf(then) },
    ...(otherwise === undefined ? [] : [{ start: without(path, given), sequence: listOf(otherwise) }]),
  ];
  return joined(path, branches, given, otherwise !== undefined, reading);
}

function readChoose({ choose, default: otherwise }: Part, path: Path, reading: Reading): End {
  const branches: Branch[] = [];
  let rest = path;
  let first: readonly unknown[] | undefined;
  for (const option of listOf(choose)) {
    if (isDisabled(option)) continue;
    const { conditions, sequence } = recordIn(option);
    const given = listOf(conditions);
    first ??= given;
    branches.push({ start: guarded(rest, given, reading), sequence: listOf(sequence) });
    rest = without(rest, given);
  }
  const hasDefault = otherwise !== undefined && otherwise !== null;
  if (hasDefault) branches.push({ start: rest, sequence: listOf(otherwise) });
  return joined(path, branches, first ?? [], hasDefault, reading);
}

interface Branch {
  readonly start: Path;
  readonly sequence: readonly unknown[];
}

/** Where a run is after one of several branches. `first` are the conditions of the first one. */
function joined(
  path: Path,
  branches: readonly Branch[],
  first: readonly unknown[],
  isComplete: boolean,
  reading: Reading,
): End {
  const ends = branches.map(({ start, sequence }) => readSequence(sequence, start, reading));
  if (isComplete && ends.every(({ stop }) => stop === "always")) return { path, stop: "always" };
  const hasWaited = ends.some(
    (end) => end.stop !== "always" && (end.path.delay !== path.delay || end.path.after !== path.after),
  );
  const acted = union([path, ...ends.map((end) => end.path)]);
  const next = { ...(hasWaited ? doubtful(path, DEPENDS) : path), acted };
  const stopping = ends.filter(({ stop }) => stop !== "never");
  if (stopping.length === 0) return going(next);
  const isOnlyFirst = stopping.length === 1 && stopping[0] === ends[0] && ends[0]?.stop === "always";
  return { path: isOnlyFirst ? without(next, first) : doubtful(next, DEPENDS), stop: "sometimes" };
}

function readStop(_action: Part, path: Path, reading: Reading): End {
  reading.read += 1;
  return { path, stop: "always" };
}

function readParallel({ parallel }: Part, path: Path, reading: Reading): End {
  const ends = listOf(parallel).map((branch) => readSequence([branch], path, reading));
  const isChanged = ends.some(
    (end) => end.stop !== "never" || end.path.after !== path.after || end.path.doubts.length > path.doubts.length,
  );
  const next = {
    ...path,
    acted: union([path, ...ends.map((end) => end.path)]),
    delay: Math.max(path.delay, ...ends.map((end) => end.path.delay)),
  };
  return going(isChanged ? doubtful(next, DEPENDS) : next);
}

/** A nested sequence, or the sequence of a script, whose `stop` does not end the run that called it. */
function readNested({ sequence, script, waits }: Part, path: Path, reading: Reading): End {
  const { path: end, stop } = readSequence(listOf(sequence), path, reading);
  const isScript = typeof script === "string";
  if (isScript && waits === false) return going(path);
  // A condition that fails ends the nested sequence early, so that what follows starts earlier.
  const hasWaited = end.delay !== path.delay || end.after !== path.after;
  const isEarly = hasWaited && (end.guards.length > path.guards.length || (isScript && stop !== "never"));
  const next = hasWaited ? { ...end, guards: path.guards } : { ...path, acted: end.acted };
  const sure = isEarly ? doubtful(next, DEPENDS) : next;
  if (isScript || stop === "never") return going(sure);
  return { path: stop === "always" ? sure : end, stop };
}

/** A loop runs its sequence at least once, except with `while`; later rounds only repeat what the first did. */
function readRepeat({ repeat }: Part, path: Path, reading: Reading): End {
  const { sequence, count, while: condition, for_each: items } = recordIn(repeat);
  const start = condition === undefined ? path : guarded(path, listOf(condition), reading);
  const isLiteral =
    Array.isArray(items) && items.every((item) => ["string", "number"].includes(typeof item) || isRecord(item));
  const isUnread = items !== undefined && !isLiteral;
  const rounds = isLiteral ? items.map((item, index) => roundOf(sequence, item, index + 1)) : [listOf(sequence)];
  let end = going(isUnread ? doubtful(start, "a repetition for each item of a template") : start);
  for (const round of rounds) end = readSequence(round, { ...end.path, guards: start.guards }, reading);
  const hasWaited = end.path.delay !== path.delay || end.path.after !== path.after;
  const next = hasWaited ? { ...end.path, guards: path.guards } : { ...path, acted: end.path.acted };
  const isSure = !hasWaited || (isLiteral && end.stop === "never") || count === 1;
  return { path: isSure ? next : doubtful(next, DEPENDS), stop: end.stop === "never" ? "never" : "sometimes" };
}

const roundOf = (sequence: unknown, item: unknown, index: number): readonly unknown[] =>
  listOf(withNames(sequence, { repeat: { item, index } }));
