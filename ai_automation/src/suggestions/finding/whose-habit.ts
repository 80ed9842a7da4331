import type { Frame } from "../../history/frame/frame.ts";
import type { PersonShare } from "../../model/suggestion.ts";
import { lowerBound } from "../../statistics/search.ts";

/** Who did what an automation would do, by what is known of the hands; most often first. */
export function whoActed(
  { entities, hands }: Frame,
  actions: readonly { readonly entityId: string; readonly actedAt: number }[],
): readonly PersonShare[] {
  const counts = new Map<number, number>();
  for (const { entityId, actedAt } of actions) {
    const column = hands.of.get(entities.find(entityId) ?? -1);
    if (column === undefined) continue;
    const index = lowerBound(column.times, actedAt);
    if (column.times[index] !== actedAt) continue;
    const user = column.users[index]!;
    counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return [...counts]
    .map(([user, times]) => ({ userId: hands.users.names[user]!, times }))
    .sort((a, b) => b.times - a.times || a.userId.localeCompare(b.userId));
}

/** Four times of five: the odd time another one did it makes no shared habit. */
const OWN_SHARE = 0.8;
const MIN_TIMES = 5;

/** Whose habit it is; undefined where several share it, or too little is known. */
export function ownerOf(people: readonly PersonShare[]): string | undefined {
  const total = people.reduce((sum, { times }) => sum + times, 0);
  const [first] = people;
  return first !== undefined && first.times >= MIN_TIMES && first.times >= OWN_SHARE * total ? first.userId : undefined;
}
