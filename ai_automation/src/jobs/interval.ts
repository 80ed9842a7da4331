export interface IntervalTimer {
  start(): void;
  stop(): void;
}

/** Calls `work` at once and then periodically. */
export function createIntervalTimer(milliseconds: number, work: () => void): IntervalTimer {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      work();
      timer = setInterval(work, milliseconds).unref();
    },
    stop: () => clearInterval(timer),
  };
}
