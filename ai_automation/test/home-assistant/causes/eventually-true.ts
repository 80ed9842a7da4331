const LONGEST = 120_000;

/** Resolves as soon as a condition holds; checks it whenever the returned checks are called. */
export function eventuallyTrue(isTrue: () => boolean, checks: Set<() => void>, expected: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      checks.delete(check);
    };
    const check = (): void => {
      if (!isTrue()) return;
      end();
      resolve();
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`120 s passed while waiting for: ${expected()}`));
    }, LONGEST);
    checks.add(check);
    check();
  });
}
