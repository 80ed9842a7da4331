import { because, type ReasonSet } from "../../model/reason.ts";
import type { Effect } from "../plan.ts";
import { unrecordedIn } from "./parts.ts";
import { effectOf, type Path } from "./path.ts";
import { meaningOfCall, setsLevel, type ServiceCall } from "./service-call.ts";

/** What was read of a sequence so far. */
export interface Reading {
  readonly effects: Effect[];
  readonly starts: Effect[];
  toggles: boolean;
  readonly levels: Set<string>;
  readonly touched: Set<string>;
  readonly outside: Set<string>;
  readonly unread: ReasonSet;
  /** Parts that were not understood before notifications and levels. */
  readonly ofOthers: ReasonSet;
  readonly unreplayed: ReasonSet;
  /** Whether it may act on entities that are not read. */
  hidesTarget: boolean;
  /** Whether it calls something that has no target and is not understood. */
  isAimless: boolean;
  read: number;
  /** Whether a run waits for something. */
  waits: boolean;
}

/** Adds what a call does. Returns the way after it. */
export function readService(call: ServiceCall, path: Path, reading: Reading): Path {
  const { outcomes, levels, touched, outside, problems, isNotification, isAimless = false } = meaningOfCall(call);
  const isLevel = outcomes.length === 0 && setsLevel(call);
  for (const problem of problems) (isLevel ? reading.ofOthers : reading.unread).add(problem);
  if (problems.length > 0 && !isAimless) reading.hidesTarget = true;
  if (isAimless) reading.isAimless = true;
  if (problems.length === 0 || isLevel) reading.read += 1;
  const isOpen = outcomes.length > 0 && outcomes.every(({ isPerhaps }) => isPerhaps);
  if (isOpen)
    (outcomes.some(({ isUnread }) => isUnread) ? reading.unread : reading.unreplayed).add(
      because("state_after", { action: call.name }),
    );
  const isJudged = outcomes.length > 0;
  if (isJudged) for (const doubt of path.doubts) reading.unread.add(doubt);
  if (isNotification || levels.length > 0) for (const doubt of path.doubts) reading.ofOthers.add(doubt);
  for (const entityId of levels) reading.levels.add(entityId);
  for (const entityId of touched) reading.touched.add(entityId);
  for (const name of outside) reading.outside.add(name);
  for (const outcome of outcomes) {
    reading.effects.push(effectOf(outcome, path));
    if (outcome.from !== undefined) reading.toggles = true;
  }
  if (isJudged) addUnrecorded(path, reading);
  return isJudged
    ? { ...path, acted: [...new Set([...path.acted, ...outcomes.map(({ entityId }) => entityId)])] }
    : path;
}

/** Understood, but the history does not show when. */
function addUnrecorded({ guards, earlier = [], after, untimed, readsItself }: Path, reading: Reading): void {
  if (readsItself) reading.unreplayed.add(because("reads_itself"));
  if (after !== null) reading.unreplayed.add(because("after_wait"));
  for (const reason of untimed) reading.unreplayed.add(reason);
  for (const { conditions } of [...earlier, ...guards])
    for (const reason of unrecordedIn([], conditions)) reading.unreplayed.add(reason);
}
