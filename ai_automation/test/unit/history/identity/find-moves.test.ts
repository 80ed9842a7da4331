import { expect } from "chai";
import { findMoves, type KnownEntity } from "../../../../src/history/identity/find-moves.ts";
import type { RegistryEntry } from "../../../../src/model/identity.ts";
import { DAY } from "../../../../src/model/time.ts";

const SEEN = 1_700_000_000_000;
const NOW = SEEN + DAY;

const anEntry = (entityId: string, values: Partial<RegistryEntry> = {}): RegistryEntry => ({
  registryId: `id of ${entityId}`,
  entityId,
  platform: "mqtt",
  uniqueId: `unique ${entityId}`,
  deviceId: null,
  originalName: null,
  isHidden: false,
  createdAt: null,
  shows: null,
  ...values,
});

const knownFrom = (registry: readonly RegistryEntry[], known: readonly KnownEntity[] = []) =>
  findMoves(known, registry, { seenAt: 0, now: SEEN }).known;

const movesTo = (before: readonly RegistryEntry[], after: readonly RegistryEntry[]) =>
  findMoves(knownFrom(before), after, { seenAt: SEEN, now: NOW }).moves;

describe("moves between two readings of the registry", () => {
  it("are none at the first reading, and none without a change", () => {
    const registry = [anEntry("light.a"), anEntry("light.b")];
    expect(findMoves([], registry, { seenAt: 0, now: NOW }).moves).to.deep.equal([]);
    expect(movesTo(registry, registry)).to.deep.equal([]);
  });

  it("are renames of the same registry id, also if two entities swapped their ids", () => {
    const [a, b, c] = [anEntry("light.a"), anEntry("light.b"), anEntry("light.c")];
    const after = [
      { ...a, entityId: "light.b" },
      { ...b, entityId: "light.a" },
      { ...c, entityId: "light.new" },
    ];
    expect(movesTo([a, b, c], after)).to.deep.equal([
      { kind: "renamed", from: "light.a", to: "light.b", at: SEEN },
      { kind: "renamed", from: "light.b", to: "light.a", at: SEEN },
      { kind: "renamed", from: "light.c", to: "light.new", at: NOW },
    ]);
  });

  it("are removals and additions of the same unique id, even if they were seen one after the other", () => {
    const old = anEntry("light.a");
    const again = anEntry("light.a_2", { registryId: "new", uniqueId: old.uniqueId });
    const expected = [{ kind: "renamed", from: "light.a", to: "light.a_2", at: NOW }];
    expect(movesTo([old, anEntry("light.b")], [again, anEntry("light.b")])).to.deep.equal(expected);
    const without = findMoves(knownFrom([old, anEntry("light.b")]), [anEntry("light.b")], { seenAt: 0, now: SEEN });
    expect(without.moves).to.deep.equal([]);
    const added = findMoves(without.known, [again, anEntry("light.b")], { seenAt: SEEN, now: NOW });
    expect(added.moves).to.deep.equal(expected);
  });

  it("are removals and additions of the only entity with this name on the same device", () => {
    const device = { deviceId: "device", originalName: "Lamp" };
    const old = anEntry("light.a", device);
    const again = anEntry("light.a_2", { ...device, registryId: "new" });
    expect(movesTo([old], [again])).to.deep.equal([{ kind: "renamed", from: "light.a", to: "light.a_2", at: NOW }]);
  });

  for (const [why, before, after] of [
    ["the old one still exists", [anEntry("light.a")], [anEntry("light.a"), anEntry("light.a_2")]],
    ["nothing but the name is alike", [anEntry("light.a")], [anEntry("light.a_2")]],
    [
      "another entity has the old id",
      [anEntry("light.a")],
      [
        anEntry("light.a", { registryId: "x", uniqueId: "x" }),
        anEntry("light.b", { registryId: "y", uniqueId: "unique light.a" }),
      ],
    ],
    [
      "the device has two of that name",
      [anEntry("light.a", { deviceId: "d" }), anEntry("light.b", { deviceId: "d" })],
      [anEntry("light.c", { deviceId: "d" }), anEntry("light.d", { deviceId: "d" })],
    ],
    [
      "the domain differs",
      [anEntry("switch.a")],
      [anEntry("light.a", { registryId: "x", uniqueId: "unique switch.a" })],
    ],
  ] as const)
    it(`are not assumed if ${why}`, () => {
      expect(movesTo(before, after)).to.deep.equal([]);
    });

  it("are takeovers of switches that became hidden behind a light, and the way back", () => {
    const plug = anEntry("switch.plug");
    const hidden = { ...plug, isHidden: true };
    const light = anEntry("light.plug", { platform: "switch_as_x", shows: "switch.plug", createdAt: SEEN + 5 });
    expect(movesTo([plug], [hidden, light])).to.deep.equal([
      { kind: "taken_over", from: "switch.plug", to: "light.plug", at: SEEN + 5 },
    ]);
    expect(movesTo([hidden, light], [hidden, light])).to.deep.equal([]);
    expect(movesTo([hidden, light], [plug])).to.deep.equal([
      { kind: "renamed", from: "light.plug", to: "switch.plug", at: NOW },
    ]);
  });

  it("are no second takeover if the hidden switch is renamed", () => {
    const hidden = anEntry("switch.plug", { isHidden: true });
    const light = anEntry("light.plug", { platform: "switch_as_x", shows: "switch.plug" });
    const renamed = { ...hidden, entityId: "switch.new" };
    const between = findMoves(knownFrom([hidden, light]), [renamed, light], { seenAt: SEEN, now: NOW });
    expect(between.moves.map(({ kind }) => kind)).to.deep.equal(["renamed"]);
    const after = [renamed, { ...light, shows: "switch.new" }];
    expect(findMoves(between.known, after, { seenAt: SEEN, now: NOW }).moves).to.deep.equal([]);
  });

  it("are no takeovers by a cover, whose states differ, nor if the switch stays visible", () => {
    const plug = anEntry("switch.plug");
    const shown = { platform: "switch_as_x", shows: "switch.plug" };
    expect(movesTo([plug], [{ ...plug, isHidden: true }, anEntry("cover.plug", shown)])).to.deep.equal([]);
    expect(movesTo([plug], [plug, anEntry("light.plug", shown)])).to.deep.equal([]);
  });
});
