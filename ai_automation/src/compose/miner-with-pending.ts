import type { Miner } from "../suggestions/miner.ts";

/** Its processes read only what is stored. */
export const minerWithPending = (miner: Miner, showPending: () => Promise<void>): Miner => ({
  ...miner,
  analyse: async (...request) => {
    await showPending();
    return miner.analyse(...request);
  },
  replay: async (...request) => {
    await showPending();
    return miner.replay(...request);
  },
  fix: async (...request) => {
    await showPending();
    return miner.fix(...request);
  },
  warm: async (...request) => {
    await showPending();
    return miner.warm(...request);
  },
});
