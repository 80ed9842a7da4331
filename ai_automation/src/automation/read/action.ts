import { STARTED } from "../../model/domains.ts";
import { because, isReason, ReasonSet, type Reason } from "../../model/reason.ts";
import type { Aim, Effect, Guard } from "../plan.ts";
import { duration, isRecord, listOf, recordIn } from "../values.ts";
import { parseConditions } from "./condition.ts";
import { readTriggers } from "./parts.ts";
import {
  afterInner,
  afterWait,
  behind,
  DEPENDS,
  doubtful,
  effectOf,
  guardsOn,
  past,
  START,
  union,
  untimed,
  type Path,
} from "./path.ts";
import { readService, type Reading } from "./reading.ts";
import { readCall } from "./service-call.ts";
import { readTemplate } from "./template/read-template.ts";
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
  readonly touched: readonly string[];
  readonly outside: readonly string[];
  readonly aim?: Aim;
  /** Whether it has an action that is understood, even if it changes nothing. */
  readonly hasActions: boolean;
  /** How long a run takes, in milliseconds; as long as a question stays open that nobody answers. */
  readonly lasts: number;
  /** Whether a run waits for something, which may take any time. */
  readonly waits: boolean;
  /** Why parts are not understood. */
  readonly unread: readonly Reason[];
  /** Why replay cannot judge parts that are understood. */
  readonly unreplayed: readonly Reason[];
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
    touched: new Set(),
    outside: new Set(),
    unread: new ReasonSet(),
    ofOthers: new ReasonSet(),
    unreplayed: new ReasonSet(),
    hidesTarget: false,
    isAimless: false,
    read: 0,
    waits: false,
  };
  const { path } = readSequence(actions, START, reading);
  const delays = reading.effects.map((effect) => effect.path?.delay ?? 0);
  const isFixed =
    path.guards.length + path.doubts.length + path.untimed.length === 0 && Math.max(0, ...delays) <= path.delay;
  if (!isFixed && Math.max(path.delay, ...delays) > 0) reading.unreplayed.add(because("delay_in_branch"));
  const doubts = reading.effects.length === 0 ? reading.ofOthers : [];
  return {
    effects: lasting(reading.effects),
    starts: reading.starts,
    toggles: reading.toggles,
    levelTargets: [...reading.levels],
    touched: [...reading.touched],
    outside: [...reading.outside],
    ...aimOf(reading),
    hasActions: reading.read > 0,
    lasts: path.delay,
    waits: reading.waits,
    unread: [...new ReasonSet([...reading.unread, ...doubts])],
    unreplayed: [...reading.unreplayed],
  };
}

function aimOf({ effects, levels, touched, hidesTarget, isAimless }: Reading): { readonly aim?: Aim } {
  if (effects.length + levels.size + touched.size > 0) return { aim: "entities" };
  if (hidesTarget) return { aim: "unread" };
  return isAimless ? { aim: "no_entity" } : {};
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
  /** The guards of each `stop`, all of which are met where it ends the run. */
  readonly stopped: readonly (readonly Guard[])[];
}

type Part = Readonly<Record<string, unknown>>;

function readSequence(actions: readonly unknown[], start: Path, reading: Reading): End {
  let path = start;
  let stop: End["stop"] = "never";
  const stopped: (readonly Guard[])[] = [];
  for (const action of actions) {
    if (path.isImpossible) break;
    if (isDisabled(action)) continue;
    if (isQuestion(action)) {
      reading.read += 1;
      const last = { ...path, delay: path.delay + (duration.safeParse(action.timeout).data ?? 0) };
      return { path: last, stop: "always", stopped: [...stopped, guardsOn(last)] };
    }
    const end = readStep(action, path, reading);
    path = end.path;
    stopped.push(...end.stopped);
    if (end.stop === "always") return { ...end, stopped };
    if (end.stop === "sometimes") stop = "sometimes";
  }
  return { path, stop, stopped };
}

function readStep(action: unknown, start: Path, reading: Reading): End {
  if (typeof action === "string") return going(guarded(start, [action], reading));
  if (!isRecord(action)) return going(unread(because("action_shape"), start, reading));
  const path = typeof action.enabled === "string" ? doubtful(start, because("action_enabled")) : start;
  for (const entityId of startedBy(action)) reading.starts.push(effectOf({ entityId, state: STARTED }, path));
  const step = STEPS.find(({ key }) => action[key] !== undefined);
  if (step !== undefined) return step.read(action, path, reading);
  const chosen = withChoices(action);
  if (chosen !== action) return readStep(chosen, path, reading);
  const call = readCall(action);
  if (call === undefined) return going(unread(unknownAction(action), path, reading));
  return going(readService(call, path, reading));
}

const isDisabled = (action: unknown): boolean => isRecord(action) && action.enabled === false;

const going = (path: Path): End => ({ path, stop: "never", stopped: [] });

/** When a later action happens depends on which branch ran, and how often. */
const UNTIMED = because("after_branch");

/** Scenes and scripts in whose place the action is (resolve.ts). */
const startedBy = ({ starts }: Part): readonly string[] => listOf(starts).filter((id) => typeof id === "string");

function unread(problem: Reason, path: Path, reading: Reading): Path {
  reading.hidesTarget = true;
  reading.unread.add(problem);
  return path;
}

function unknownAction(action: Part): Reason {
  const started = startedBy(action);
  if (started.length > 0) return because("action_unknown", { action: started.join(", ") });
  return action.device_id === undefined
    ? because("action_form", { keys: Object.keys(action).join(", ") })
    : because("device_action", { kind: typeof action.domain === "string" ? action.domain : "?" });
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
  if (parsed.success) return going({ ...path, delay: path.delay + parsed.data });
  return going(untimed(path, because("computed_delay")));
}

/** Like a wait for a trigger, except that it is over at once if the template is true. */
function readTemplateWait({ wait_template: template }: Part, path: Path, reading: Reading): End {
  reading.waits = true;
  const condition = typeof template === "string" ? readTemplate(template) : because("template_form");
  if (isReason(condition)) return going(doubtful(path, condition));
  reading.read += 1;
  return going(afterWait(path, [{ kind: "becomes", condition, hold: 0 }], []));
}

/** The effects that follow start from these triggers. With a timeout the run may also continue without them. */
function readWait(action: Part, path: Path, reading: Reading): End {
  const { triggers: after, unread: unreadTriggers } = readTriggers(listOf(action.wait_for_trigger));
  reading.read += 1;
  reading.waits = true;
  const isEither = action.timeout !== undefined && action.continue_on_timeout !== false;
  const next = afterWait(path, after, unreadTriggers);
  return going(isEither ? untimed(next, because("after_timeout")) : next);
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
  return joined(path, branches, otherwise !== undefined, reading);
}

function readChoose({ choose, default: otherwise }: Part, path: Path, reading: Reading): End {
  const branches: Branch[] = [];
  let rest = path;
  for (const option of listOf(choose)) {
    if (isDisabled(option)) continue;
    const { conditions, sequence } = recordIn(option);
    const given = listOf(conditions);
    branches.push({ start: guarded(rest, given, reading), sequence: listOf(sequence) });
    rest = without(rest, given);
  }
  const hasDefault = otherwise !== undefined && otherwise !== null;
  if (hasDefault) branches.push({ start: rest, sequence: listOf(otherwise) });
  return joined(path, branches, hasDefault, reading);
}

interface Branch {
  readonly start: Path;
  readonly sequence: readonly unknown[];
}

/** Where a run is after one of several branches. */
function joined(path: Path, branches: readonly Branch[], isComplete: boolean, reading: Reading): End {
  const ends = branches
    .filter(({ start }) => !start.isImpossible)
    .map(({ start, sequence }) => readSequence(sequence, start, reading));
  const stopped = ends.flatMap((end) => end.stopped);
  if (isComplete && ends.every(({ stop }) => stop === "always")) return { path, stop: "always", stopped };
  const open = ends.filter(({ stop }) => stop !== "always");
  const hasWaited = open.some((end) => end.path.delay !== path.delay || end.path.after !== path.after);
  const acted = union([path, ...ends.map((end) => end.path)]);
  const next = { ...(hasWaited ? untimed(path, UNTIMED) : path), acted };
  return { path: past(next, stopped), stop: stopped.length === 0 ? "never" : "sometimes", stopped };
}

function readStop(_action: Part, path: Path, reading: Reading): End {
  reading.read += 1;
  return { path, stop: "always", stopped: [guardsOn(path)] };
}

function readParallel({ parallel }: Part, path: Path, reading: Reading): End {
  const ends = listOf(parallel).map((branch) => readSequence([branch], path, reading));
  const isStopped = ends.some((end) => end.stop !== "never" || end.path.doubts.length > path.doubts.length);
  const hasWaited = ends.some((end) => end.path.after !== path.after || end.path.untimed.length > path.untimed.length);
  const next = {
    ...path,
    acted: union([path, ...ends.map((end) => end.path)]),
    delay: Math.max(path.delay, ...ends.map((end) => end.path.delay)),
  };
  const timed = hasWaited ? untimed(next, UNTIMED) : next;
  return going(isStopped ? doubtful(timed, DEPENDS) : timed);
}

/** A nested sequence, or the sequence of a script, whose `stop` does not end the run that called it. */
function readNested({ sequence, script, waits }: Part, path: Path, reading: Reading): End {
  const { path: end, stop, stopped } = readSequence(listOf(sequence), path, reading);
  const isScript = typeof script === "string";
  if (isScript && waits === false) return going(path);
  // A condition that fails ends the nested sequence early, so that what follows starts earlier.
  const isEarly = guardsOn(end).length > guardsOn(path).length || (isScript && stop !== "never");
  const { next, hasWaited } = afterInner(end, path);
  const sure = hasWaited && isEarly ? untimed(next, UNTIMED) : next;
  if (isScript || stop === "never") return going(sure);
  return { path: stop === "always" ? sure : past(sure, stopped), stop, stopped };
}

/** A loop runs its sequence at least once, except with `while`; later rounds only repeat what the first did. */
function readRepeat({ repeat }: Part, path: Path, reading: Reading): End {
  const { sequence, count, while: condition, for_each: items } = recordIn(repeat);
  const start = condition === undefined ? path : guarded(path, listOf(condition), reading);
  const isLiteral =
    Array.isArray(items) && items.every((item) => ["string", "number"].includes(typeof item) || isRecord(item));
  const isUnread = items !== undefined && !isLiteral;
  const rounds = isLiteral ? items.map((item, index) => roundOf(sequence, item, index + 1)) : [listOf(sequence)];
  let end = going(isUnread ? doubtful(start, because("items_template")) : start);
  for (const round of rounds) end = readSequence(round, { ...end.path, guards: start.guards }, reading);
  const { next, hasWaited } = afterInner(end.path, path);
  const isTimed = !hasWaited || isLiteral || count === 1;
  const timed = isTimed ? next : untimed(next, UNTIMED);
  if (end.stop === "never") return going(timed);
  return { path: doubtful(timed, DEPENDS), stop: "sometimes", stopped: [] };
}

const roundOf = (sequence: unknown, item: unknown, index: number): readonly unknown[] =>
  listOf(withNames(sequence, { repeat: { item, index } }));
