export interface IntervalTimer {
  start(): void;
  stop(): void;
}

/** Calls `work` again and again, also at once. */
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
