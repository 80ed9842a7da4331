const LONGEST = 120_000;

/** Resolves as soon as something is so; looks whenever the lookers are called. */
export function eventuallyTrue(isSo: () => boolean, lookers: Set<() => void>, wanted: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      lookers.delete(look);
    };
    const look = (): void => {
      if (!isSo()) return;
      end();
      resolve();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`120 s passed while waiting for: ${wanted()}`));
    }, LONGEST);
    lookers.add(look);
    look();
  });
}
