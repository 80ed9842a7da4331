export interface Every {
  start(): void;
  stop(): void;
}

/** Calls `work` again and again, also at once. */
export function createEvery(milliseconds: number, work: () => void): Every {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      work();
      timer = setInterval(work, milliseconds).unref();
    },
    stop: () => clearInterval(timer),
  };
}
