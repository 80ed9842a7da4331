import { shareOf } from "./face.ts";
import type { Replay, Suggestion } from "./wire.ts";

/** The properties of a suggestion that order and search use. */
type Listable = Pick<Suggestion, "id" | "title" | "area" | "label" | "created_at"> & {
  readonly replay: Pick<Replay, "tp" | "fp">;
};

export const SORTS = ["value", "sure", "room", "new"] as const;
type Sort = (typeof SORTS)[number];
/** Stands for the room of what has none. */
export const NO_ROOM = "~";

/** Which part of a list is shown, and in which order. */
export interface View {
  /** Null shows all, `NO_ROOM` those without a room. */
  readonly room: string | null;
  readonly search: string;
  readonly sort: Sort;
}

export interface Group<Item extends Listable = Suggestion> {
  /** The room; null if the list is not divided. */
  readonly room: string | null;
  readonly suggestions: readonly Item[];
}

export const viewOf = (query: URLSearchParams): View => ({
  room: query.get("room"),
  search: query.get("q") ?? "",
  sort: SORTS.find((one) => one === query.get("sort")) ?? "value",
});

/** The rooms of a list with their numbers of suggestions, in the order of the list. */
export function roomsOf(list: readonly Listable[]): readonly { readonly room: string; readonly count: number }[] {
  const byRoom = Map.groupBy(list, roomOf);
  return [...byRoom].map(([room, { length }]) => ({ room, count: length }));
}

/** The list comes in the order of value, which remains the order of what is otherwise equal. */
export function arrange<Item extends Listable>(
  list: readonly Item[],
  { room, search, sort }: View,
): readonly Group<Item>[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = list.filter((one) => {
    const text = `${one.title} ${one.area ?? ""} ${one.label ?? ""}`.toLowerCase();
    return (room === null || roomOf(one) === room) && words.every((word) => text.includes(word));
  });
  switch (sort) {
    case "value":
      return grouped(room, found);
    case "sure":
      return grouped(
        room,
        found.toSorted((a, b) => sureness(b) - sureness(a)),
      );
    case "new":
      return grouped(
        room,
        found.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)),
      );
    case "room":
      return [...Map.groupBy(found, roomOf)].map(([name, suggestions]) => ({ room: name, suggestions }));
  }
}

const grouped = <Item extends Listable>(room: string | null, suggestions: readonly Item[]): readonly Group<Item>[] =>
  suggestions.length === 0 ? [] : [{ room, suggestions }];

const roomOf = ({ area }: Listable): string => area ?? NO_ROOM;

const sureness = ({ replay }: Listable): number => shareOf(replay) ?? 0;
