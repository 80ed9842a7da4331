import { freemem } from "node:os";

/** The rest is for this process, and for what the home needs meanwhile. */
const SHARE = 0.8;

/** Bytes that an analysis may use: what is free on the machine, and no more than the limit of the container leaves. */
export function memoryAtHand(): number {
  const limit = process.constrainedMemory();
  const left = limit === 0 ? Infinity : limit - process.memoryUsage.rss();
  return SHARE * Math.max(Math.min(freemem(), left), 0);
}
