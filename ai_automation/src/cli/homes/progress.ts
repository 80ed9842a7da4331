import { MINUTE, SECOND } from "../../model/time.ts";

export interface Progress {
  readonly done: number;
  readonly of: number;
  /** Of the recordings that are analysed in this run. */
  readonly bytesDone: number;
  readonly bytesOf: number;
  /** Since this run began. */
  readonly milliseconds: number;
}

/** For example "3 of 6, about 2 min left": the time by the bytes, as recordings differ in size. */
export function progressText({ done, of, bytesDone, bytesOf, milliseconds }: Progress): string {
  const counted = `${done} of ${of}`;
  if (done >= of || bytesDone <= 0) return counted;
  const left = (milliseconds * (bytesOf - bytesDone)) / bytesDone;
  return `${counted}, about ${durationText(left)} left`;
}

function durationText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / SECOND);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.ceil(milliseconds / MINUTE);
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
