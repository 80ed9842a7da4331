import type { Frame } from "../../history/frame/frame.ts";
import { SECOND } from "../../model/time.ts";

/** Occurrences of one event entity this close to each other report the same push. */
const PUSH = SECOND;

/** A type that was followed this often, compared with another, is as good. */
const AS_GOOD = 0.9;

/** The types that the push ending with a row reported before it, each once: btn_down and btn_up of a single_push. */
export function earlierTypesOfPush(frame: Frame, entity: number, row: number): readonly number[] {
  const codes = new Set<number>();
  for (let i = row - 1; i >= frame.start[entity]! && frame.times[row]! - frame.times[i]! <= PUSH; i--)
    codes.add(frame.codes[i]!);
  codes.delete(frame.codes[row]!);
  return [...codes];
}

/** How often actions came after a type of an event entity. */
interface FollowedType {
  readonly type: string;
  readonly followed: number;
}

/** Whether an event entity reports the same pushes by a type that names more of what was done. */
export const hasBetterType = (one: FollowedType, all: readonly FollowedType[]): boolean =>
  all.some(({ type, followed }) => stageOf(type) > stageOf(one.type) && followed >= AS_GOOD * one.followed);

/**
 * How much of a push is over when a type is reported: every push has a beginning, and a release tells little of it. The
 * names are those of Hue, Shelly and Matter, and of Home Assistant itself (components/event/const.py).
 */
function stageOf(type: string): number {
  if (PARTS.has(type)) return 0;
  return RELEASES.has(type) ? 1 : 2;
}

const PARTS: ReadonlySet<string> = new Set([
  "btn_down",
  "btn_up",
  "initial_press",
  "long_press_end",
  "long_release",
  "multi_press_ongoing",
  "press_start",
  "repeat",
]);

const RELEASES: ReadonlySet<string> = new Set(["press_end", "short_release"]);
