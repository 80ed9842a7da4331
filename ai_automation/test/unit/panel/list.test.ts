import { expect } from "chai";
import { arrange, NO_ROOM, roomsOf, viewOf } from "../../../src/panel/list.ts";

type Item = Parameters<typeof roomsOf>[0][number];

const aSuggestion = (id: number, change: Partial<Item> = {}): Item => ({
  id,
  title: `Turn on lamp ${id}`,
  area: "Kitchen",
  label: null,
  created_at: `2026-11-0${id}T00:00:00.000Z`,
  replay: { tp: 10, fp: 0 },
  ...change,
});

/** In the order of value, as the service sends them. */
const LIST = [
  aSuggestion(1, { replay: { tp: 8, fp: 2 } }),
  aSuggestion(2, { area: null, title: "Close the blind" }),
  aSuggestion(3, { area: "Hall", replay: { tp: 9, fp: 1 } }),
  aSuggestion(4),
];

const idsBy = (query: string): readonly (readonly [string | null, readonly number[]])[] =>
  arrange(LIST, viewOf(new URLSearchParams(query))).map(({ room, suggestions }) => [
    room,
    suggestions.map(({ id }) => id),
  ]);

describe("a list of suggestions", () => {
  it("keeps the order of value", () => {
    expect(idsBy("")).to.deep.equal([[null, [1, 2, 3, 4]]]);
  });

  it("is divided by rooms in the order of their best suggestion", () => {
    expect(idsBy("sort=room")).to.deep.equal([
      ["Kitchen", [1, 4]],
      [NO_ROOM, [2]],
      ["Hall", [3]],
    ]);
    expect(roomsOf(LIST)).to.deep.equal([
      { room: "Kitchen", count: 2 },
      { room: NO_ROOM, count: 1 },
      { room: "Hall", count: 1 },
    ]);
  });

  it("shows one room under its name", () => {
    expect(idsBy("room=Kitchen")).to.deep.equal([["Kitchen", [1, 4]]]);
    expect(idsBy("room=~&sort=new")).to.deep.equal([[NO_ROOM, [2]]]);
  });

  it("is sorted by the share of right runs and by age, and equal ones by value", () => {
    expect(idsBy("sort=sure")).to.deep.equal([[null, [2, 4, 3, 1]]]);
    expect(idsBy("sort=new")).to.deep.equal([[null, [4, 3, 2, 1]]]);
  });

  it("finds all words of a search in titles and rooms, whatever their case", () => {
    expect(idsBy("q=LAMP+hall")).to.deep.equal([[null, [3]]]);
    expect(idsBy("q=nothing")).to.deep.equal([]);
  });

  it("ignores an order that does not exist", () => {
    expect(idsBy("sort=color")).to.deep.equal(idsBy(""));
  });
});
