import type { Frame } from "../../history/frame/frame.ts";
import { occurrenceOf } from "../../model/occurrence.ts";
import { SECOND } from "../../model/time.ts";

/** Occurrences of one event entity this close to each other report the same push. */
const PUSH = SECOND;

/** A type is as good as another if it was followed at least this share as often. */
const AS_GOOD = 0.9;

/**
 * The other types reported by the push that ends with a row, each once: btn_down and btn_up before single_push. A push
 * goes on for as long as one report follows another, so it may have begun more than a second ago.
 */
export function earlierTypesOfPush(frame: Frame, entity: number, row: number): readonly number[] {
  const codes = new Set<number>();
  for (let i = row - 1; i >= frame.start[entity]! && frame.times[i + 1]! - frame.times[i]! <= PUSH; i--)
    codes.add(frame.codes[i]!);
  codes.delete(frame.codes[row]!);
  return [...codes];
}

/** How many actions followed an event type. */
interface FollowedType {
  readonly type: string;
  readonly followed: number;
}

/** Whether another type of the same button is as good and describes the push more completely. */
export function hasBetterType(one: FollowedType, all: readonly FollowedType[]): boolean {
  const button = buttonOf(one.type);
  return all.some(
    ({ type, followed }) =>
      followed >= AS_GOOD * one.followed && buttonOf(type) === button && isMoreComplete(type, one.type),
  );
}

/** A remote that reports the release of a press reports the press at the start of a hold, too. */
const isMoreComplete = (text: string, other: string): boolean =>
  stageOf(text) > stageOf(other) || (typeOf(text) === "press_release" && typeOf(other) === "press");

/** Two buttons of one remote are never one push. */
const buttonOf = (text: string): string => JSON.stringify(occurrenceOf(text).attributes);

/**
 * 0 for parts that every push has, 1 for a plain release, 2 for a finished press. The names are those of Home Assistant
 * 2026.11: its own (components/event/const.py), and of the integrations hue, shelly, matter and isy994; `press_release`
 * and `hold_release` are Zigbee2MQTT's. ZHA passes on the types of its devices, and Tasmota has no event entities.
 */
function stageOf(text: string): number {
  const type = typeOf(text);
  if (PARTS.has(type)) return 0;
  return RELEASES.has(type) ? 1 : 2;
}

const typeOf = (text: string): string => occurrenceOf(text).type;

const PARTS: ReadonlySet<string> = new Set([
  "btn_down",
  "btn_up",
  "hold_release",
  "initial_press",
  "long_press_end",
  "long_release",
  "multi_press_ongoing",
  "press_start",
  "repeat",
]);

const RELEASES: ReadonlySet<string> = new Set(["press_end", "short_release"]);
