/** Animation frames to wait for a list before it is given up: about 2 seconds. */
const LOADING_FRAMES = 120;

/** Where each place was scrolled to, for coming back. */
export interface Scrolls {
  /** Stores where the page is scrolled to. The top is not stored: places are there while they load. */
  note(path: string): void;
  /** Scrolls to where the place was left, once it is long enough, unless `isThere` turns false. */
  restore(path: string, isThere: () => boolean): Promise<void>;
}

export function createScrolls(): Scrolls {
  const tops = new Map<string, number>();
  return {
    note: (path) => {
      if (window.scrollY > 0) tops.set(path, window.scrollY);
    },
    restore: async (path, isThere) => {
      const top = tops.get(path) ?? 0;
      window.scrollTo(0, top);
      for (let frame = 0; frame < LOADING_FRAMES && isThere() && window.scrollY < top; frame++) {
        await new Promise(requestAnimationFrame);
        if (document.documentElement.scrollHeight >= top + window.innerHeight) window.scrollTo(0, top);
      }
    },
  };
}

/** Focuses an element without scrolling as soon as it exists, unless `isThere` turns false. */
export async function focusWhenLoaded(find: () => HTMLElement | null, isThere: () => boolean): Promise<void> {
  for (let frame = 0; frame < LOADING_FRAMES && isThere(); frame++) {
    await new Promise(requestAnimationFrame);
    const element = find();
    if (element === null) continue;
    element.focus({ preventScroll: true });
    return;
  }
}
