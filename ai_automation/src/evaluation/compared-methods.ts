import { mineRecording } from "../suggestions/finding/mine-recording.ts";
import { clockClusters } from "./baselines/clock-clusters.ts";
import { halfHour } from "./baselines/half-hour.ts";
import { pairCounting } from "./baselines/pair-counting.ts";
import type { Method } from "./method.ts";

const miner: Method = { name: "our miner", propose: (frame) => mineRecording(frame) };

/** Reports use the first one as our own. */
export const METHODS: readonly Method[] = [miner, halfHour, clockClusters, pairCounting];
