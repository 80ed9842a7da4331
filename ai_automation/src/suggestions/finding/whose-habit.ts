import type { Frame } from "../../history/frame/frame.ts";
import type { PersonShare } from "../../model/suggestion.ts";
import { lowerBound } from "../../statistics/search.ts";

/** The users who did these actions, most frequent first; actions without a known user are left out. */
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

/** A habit stays one person's when someone else does it now and then. */
const MIN_OWNER_SHARE = 0.8;
const MIN_TIMES = 5;

/** The person whose habit it is; undefined if it is shared or too little is known. */
export function ownerOf(people: readonly PersonShare[]): string | undefined {
  const total = people.reduce((sum, { times }) => sum + times, 0);
  const [first] = people;
  return first !== undefined && first.times >= MIN_TIMES && first.times >= MIN_OWNER_SHARE * total
    ? first.userId
    : undefined;
}
