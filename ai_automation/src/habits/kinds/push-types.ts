import type { Frame } from "../../history/frame/frame.ts";
import { SECOND } from "../../model/time.ts";

/** Occurrences of one event entity this close to each other report the same push. */
const PUSH = SECOND;

/** A type is as good as another if it was followed at least this share as often. */
const AS_GOOD = 0.9;

/** The other types reported by the push that ends with a row, each once: btn_down and btn_up before single_push. */
export function earlierTypesOfPush(frame: Frame, entity: number, row: number): readonly number[] {
  const codes = new Set<number>();
  for (let i = row - 1; i >= frame.start[entity]! && frame.times[row]! - frame.times[i]! <= PUSH; i--)
    codes.add(frame.codes[i]!);
  codes.delete(frame.codes[row]!);
  return [...codes];
}

/** How many actions followed an event type. */
interface FollowedType {
  readonly type: string;
  readonly followed: number;
}

/** Whether another type of the same event entity is as good and describes the push more completely. */
export const hasBetterType = (one: FollowedType, all: readonly FollowedType[]): boolean =>
  all.some(({ type, followed }) => stageOf(type) > stageOf(one.type) && followed >= AS_GOOD * one.followed);

/**
 * 0 for parts that every push has, 1 for a plain release, 2 for a finished press. The names are those of Hue, Shelly and
 * Matter, and Home Assistant's own (components/event/const.py).
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
