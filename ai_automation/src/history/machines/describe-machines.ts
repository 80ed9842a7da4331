import type { MachineCause, SelfActing } from "../../model/self-acting.ts";
import { SECOND } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Frame } from "../frame/frame.ts";
import { SUN_ORIGIN } from "./people.ts";
import type { Machine } from "./search-machines.ts";

/** A machine with the names of its target and cause. */
export function describeMachine(machine: Machine, frame: Frame): Omit<SelfActing, "isContradicted"> {
  const { entity, state, rows } = machine;
  return {
    target: { entityId: frame.entities.names[entity]!, state: frame.states.names[state]! },
    cause: causeOf(machine, frame),
    count: rows.length,
    from: frame.times[rows[0]!]!,
    to: frame.times[rows.at(-1)!]!,
    actsAs: nameOf(machine, frame),
  };
}

/** Most frequent first. */
export const compareMachines = (a: SelfActing, b: SelfActing): number =>
  b.count - a.count || keyOf(a).localeCompare(keyOf(b));

function causeOf({ cause, seconds }: Machine, { entities, states }: Frame): MachineCause {
  switch (cause.kind) {
    case "after":
      return {
        kind: "after",
        entityId: entities.names[cause.entity]!,
        state: states.names[cause.state]!,
        lag: seconds * SECOND,
      };
    case "own":
      return { kind: "own", state: states.names[cause.state]!, lag: seconds * SECOND };
    case "sun":
      return { kind: "sun", event: cause.event, offset: seconds * SECOND - SUN_ORIGIN };
    case "clock":
      return { kind: "clock", timeOfDay: seconds * SECOND };
  }
}

/** The user account that made most of the changes. */
function nameOf({ entity, rows }: Machine, { hands, times }: Frame): string | null {
  const column = hands.of.get(entity);
  if (column === undefined) return null;
  const counts = new Map<number, number>();
  for (const row of rows) {
    const index = lowerBound(column.times, times[row]!);
    if (column.times[index] !== times[row]) continue;
    const user = column.users[index]!;
    counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  const most = [...counts].find(([, count]) => 2 * count > rows.length);
  return most === undefined ? null : hands.users.names[most[0]]!;
}

const keyOf = ({ target, cause }: SelfActing): string => JSON.stringify([target, cause]);
