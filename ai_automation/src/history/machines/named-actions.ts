import { lowerBound } from "../../statistics/search.ts";
import { copyContexts } from "../frame/contexts.ts";
import { CONTEXT_CODE, type Frame } from "../frame/frame.ts";

/** An actuator that repeats others. */
export interface Repeater {
  readonly entity: number;
  readonly from: readonly number[];
  /** Whether all of those are hidden, so that it is what people see and use. */
  readonly isStandIn: boolean;
  /** Milliseconds between the changes of one action. */
  readonly within: number;
  /** Whether the home says so. Otherwise its changes coincide with those of others. */
  readonly isKnown: boolean;
}

/**
 * Attributes what follows an action on another entity to automations, which never yield actions: a tap counts once, on
 * what was tapped. Of a repeater's changes only those count that people made by its name; of a stand-in's, all.
 * @param isOnlyInHidden whether only hidden groups contain an entity: an action on one of them is an action on it
 */
export function leaveToTheNamed(
  frame: Frame,
  repeaters: readonly Repeater[],
  isOnlyInHidden: (entityId: string) => boolean,
): Frame {
  const contexts = copyContexts(frame.contexts);
  const standIns = new Map(repeaters.filter(({ isStandIn }) => isStandIn).map((one) => [one.entity, one]));
  for (const [entity, instants] of frame.followers) {
    if (isOnlyInHidden(frame.entities.names[entity]!)) continue;
    const standIn = standIns.get(entity);
    for (let row = frame.start[entity]!; row < frame.start[entity + 1]!; row++) {
      const isOwn = standIn !== undefined && !isThroughAnother(frame, standIn, row);
      if (instants.has(frame.times[row]!) && !isOwn) contexts[row] = AUTOMATION;
    }
  }
  for (const repeater of repeaters) {
    if (repeater.isStandIn) followAutomations(frame, contexts, repeater);
    else judgeRows(frame, contexts, repeater);
  }
  return { ...frame, contexts };
}

const AUTOMATION = CONTEXT_CODE.automation;

/** A stand-in follows an action on what it stands for, and, together with that, one on a group that contains it. */
function isThroughAnother(frame: Frame, { from, within }: Repeater, row: number): boolean {
  const near = from.flatMap((source) =>
    rowsNear(frame, source, frame.times[row]!, within).map((one) => isFollower(frame, source, one)),
  );
  return near.length > 0 && near.every((follows) => follows);
}

/** `switch_as_x` drops the context of its switch, so that an automation's change of that looks manual. */
function followAutomations(frame: Frame, contexts: Uint8Array, { entity, from, within }: Repeater): void {
  for (let row = frame.start[entity]!; row < frame.start[entity + 1]!; row++) {
    if (isByUser(frame, entity, row)) continue;
    const near = from.flatMap((source) => rowsNear(frame, source, frame.times[row]!, within));
    if (near.length > 0 && near.every((one) => contexts[one] === AUTOMATION)) contexts[row] = AUTOMATION;
  }
}

function judgeRows(frame: Frame, contexts: Uint8Array, { entity, from, within, isKnown }: Repeater): void {
  for (let row = frame.start[entity]!; row < frame.start[entity + 1]!; row++) {
    if (contexts[row] === AUTOMATION) continue;
    const at = frame.times[row]!;
    const near = from.flatMap((source) => rowsNear(frame, source, at, within).map((one) => ({ source, row: one })));
    const unmarked = near.filter(({ source, row: one }) => !isFollower(frame, source, one));
    if (unmarked.length === 0) {
      if (near.length === 0 && !isKnown) contexts[row] = AUTOMATION;
    } else if (
      isKnown &&
      isByUser(frame, entity, row) &&
      !unmarked.some((one) => isByUser(frame, one.source, one.row))
    ) {
      for (const one of unmarked) contexts[one.row] = AUTOMATION;
    } else {
      contexts[row] = AUTOMATION;
    }
  }
}

function rowsNear({ start, times }: Frame, entity: number, at: number, within: number): readonly number[] {
  const end = start[entity + 1]!;
  const rows: number[] = [];
  for (let row = lowerBound(times, at - within, start[entity], end); row < end && times[row]! <= at + within; row++)
    rows.push(row);
  return rows;
}

const isFollower = ({ followers, times }: Frame, entity: number, row: number): boolean =>
  followers.get(entity)?.has(times[row]!) ?? false;

/** Hubs report the rest of a group without a user, after a call of a group as after one of a member. */
function isByUser({ hands, times }: Frame, entity: number, row: number): boolean {
  const own = hands.of.get(entity)?.times;
  return own !== undefined && own[lowerBound(own, times[row]!)] === times[row];
}
