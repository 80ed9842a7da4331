import { QUARTERS, readComingsToRest, timeOfQuarter, type ComingsToRest } from "./comings-to-rest.ts";
import { codeOf, type Normal, type Reminder, type Watched } from "./watched.ts";

/** The minimum share of evenings on which it is at rest by that time. */
const MIN_AT_REST = 0.97;
/** A later time is chosen only if it raises the share by more than this. */
const WORTH_WAITING = 0.01;
/**
 * Minimum shares of days on which it leaves its rest state, and on which it returns after 18:00. Below them, "still
 * open" would not be a useful message.
 */
const MIN_USED_DAYS = 0.4;
const MIN_EVENING_RETURNS = 0.25;
/** The maximum share of days on which it is used after that time. */
const MAX_USED_LATER = 0.1;
const MIN_KNOWN_DAYS = { learned: 19, heldOut: 7 };

/** A reminder for when it is not at rest by the time at which it almost always is. */
export function lateReminder(watched: Watched, learned: ComingsToRest): Reminder | undefined {
  const { world, entity, entityId, guarded, heldOut } = watched;
  const quarter = bedtimeOf(learned);
  if (quarter === undefined) return undefined;
  const proof = readComingsToRest(world.frame, entity, codeOf(world.frame, guarded.rest), heldOut);
  const [seen, held] = [normalAt(learned, quarter), normalAt(proof, quarter)];
  if (held.all < MIN_KNOWN_DAYS.heldOut || !isConfirmed(seen, held)) return undefined;
  return {
    kind: "late",
    entityId,
    guarded,
    trigger: { kind: "clock", timeOfDay: timeOfQuarter(quarter), weekdays: [0, 1, 2, 3, 4, 5, 6] },
    learned: seen,
    heldOut: held,
  };
}

function bedtimeOf(comings: ComingsToRest): number | undefined {
  const { days, firstLeft } = comings;
  if (countOf(firstLeft, (time) => time >= 0) < MIN_USED_DAYS * days) return undefined;
  const quarters = Array.from({ length: QUARTERS }, (_, quarter) => quarter);
  const shares = quarters.map((quarter) => shareOf(normalAt(comings, quarter)));
  const needed = Math.max(MIN_AT_REST, Math.max(...shares) - WORTH_WAITING);
  return quarters.find((quarter) => shares[quarter]! >= needed && isNewsAt(comings, quarter));
}

function isNewsAt({ days, known, lastLeft, firstReturn }: ComingsToRest, quarter: number): boolean {
  const at = timeOfQuarter(quarter);
  return (
    known[quarter]! >= MIN_KNOWN_DAYS.learned &&
    countOf(firstReturn, (time) => time < at) >= MIN_EVENING_RETURNS * days &&
    countOf(lastLeft, (time) => time >= at) <= MAX_USED_LATER * days
  );
}

/** One exception on the held-out days is accepted if the share over all days is high enough: it may be a true alarm. */
function isConfirmed(learned: Normal, heldOut: Normal): boolean {
  const both = { normal: learned.normal + heldOut.normal, all: learned.all + heldOut.all };
  const isOneEvening = heldOut.all - heldOut.normal <= 1 && shareOf(both) >= MIN_AT_REST;
  return shareOf(heldOut) >= MIN_AT_REST || isOneEvening;
}

const normalAt = ({ known, atRest }: ComingsToRest, quarter: number): Normal => ({
  normal: atRest[quarter]!,
  all: known[quarter]!,
});

const shareOf = ({ normal, all }: Normal): number => (all === 0 ? 0 : normal / all);

const countOf = (times: Float64Array, isCounted: (time: number) => boolean): number => times.filter(isCounted).length;
