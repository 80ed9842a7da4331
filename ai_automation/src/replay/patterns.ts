import type { PatternTrigger } from "../automation/forms.ts";
import type { Interval } from "../model/state-change.ts";
import { HOUR, MINUTE, SECOND } from "../model/time.ts";
import type { World } from "./world.ts";

/** The instants of a time pattern by the wall clock: none in the gap of a clock change, each of both in a repeated hour. */
export function addPatterns(
  { hours, minutes, seconds }: PatternTrigger,
  { frame: { clock } }: World,
  { from, to }: Interval,
  add: (at: number) => void,
): void {
  const times = hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => hour * HOUR + minute * MINUTE + second * SECOND)),
  );
  for (let day = clock.dayOf(from); day <= clock.dayOf(to); day++)
    for (const at of times) for (const instant of clock.instantsOf(day, at)) add(instant);
}
