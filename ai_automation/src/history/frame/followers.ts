/** By entity code: the instants of changes that follow an action on another entity. */
export type Followers = ReadonlyMap<number, ReadonlySet<number>>;

export interface FollowersBuilder {
  add(at: number, entity: number): void;
  finish(): Followers;
}

export function createFollowersBuilder(): FollowersBuilder {
  const instants = new Map<number, Set<number>>();
  return {
    add: (at, entity) => {
      const known = instants.get(entity) ?? new Set();
      instants.set(entity, known.add(at));
    },
    finish: () => instants,
  };
}
