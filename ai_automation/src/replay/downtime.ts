import type { Frame } from "../history/frame/frame.ts";

/**
 * Whether Home Assistant was down at some time from one instant to another, both included. It attaches all triggers anew
 * when it starts, so holds that began before are gone.
 */
export const wasDown = ({ downtimes }: Frame, from: number, to: number): boolean =>
  downtimes.some((down) => down.from <= to && down.to > from);

/** When Home Assistant last started before an instant; -Infinity if that is not known. */
export const lastStart = ({ downtimes }: Frame, at: number): number =>
  downtimes.findLast((down) => down.from <= at)?.to ?? -Infinity;
