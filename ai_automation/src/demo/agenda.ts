interface Agenda {
  add(at: number, run: (at: number) => void): void;
  /** Runs everything due before an instant, by time, then by insertion. Callbacks may add more. */
  runUntil(end: number): void;
}

interface Item {
  readonly at: number;
  readonly run: (at: number) => void;
}

export function createAgenda(): Agenda {
  const latestFirst: Item[] = [];
  return {
    add: (at, run) => {
      let low = 0;
      let high = latestFirst.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (latestFirst[middle]!.at > at) low = middle + 1;
        else high = middle;
      }
      latestFirst.splice(low, 0, { at, run });
    },
    runUntil: (end) => {
      for (let item = latestFirst.pop(); item !== undefined && item.at < end; item = latestFirst.pop())
        item.run(item.at);
    },
  };
}
