import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter, type Forgetter } from "../../../src/archive/forget.ts";
import { createHistoryQueries } from "../../../src/archive/history-queries.ts";
import { UNKNOWN, type Cause } from "../../../src/model/cause.ts";
import type { LevelChange } from "../../../src/model/level.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { DAY } from "../../../src/model/time.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const T = 1_700_000_000_000;
const SPAN = { from: 0, to: T + 100 * DAY };
const ANNA: Cause = { kind: "person", userId: "5f0c1d3be2a94c77a1b68f1f0a3f6c01", via: "app" };
const change = (entityId: string, index: number, state: string, cause: Cause = UNKNOWN): StateChange => ({
  entityId,
  at: T + index * 1_000,
  state,
  cause,
});
const level = (entityId: string, index: number, source: string): LevelChange => ({
  entityId,
  at: T + index * 1_000,
  levels: { source, volume: index },
  cause: ANNA,
});

describe("deletion", () => {
  let home: TemporaryDatabase;
  let archive: SqliteArchive;
  let forget: Forgetter;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
    forget = createForgetter(home.database, {
      now: () => T + 10 * DAY,
      onForgotten: archive.forgetNames,
      archive,
    });
  });
  afterEach(() => home.remove());

  /** Returns those of the texts that occur anywhere in the database's files. */
  const inFiles = async (...words: readonly string[]): Promise<readonly string[]> => {
    const folder = dirname(home.path);
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
    return words.filter((word) => files.some((bytes) => bytes.includes(word)));
  };

  it("of an entity removes it from the files, and keeps the others", async () => {
    const changes = Array.from({ length: 12_000 }, (_, index) =>
      change("media_player.den", index, index % 2 === 0 ? `Secret song ${index}` : "off", ANNA),
    );
    await archive.record({ changes, covered: SPAN, levels: [level("media_player.den", 1, "Secret station")] });
    await archive.record({
      changes: [change("light.hall", 1, "off"), change("light.hall", 2, "on", ANNA)],
      covered: SPAN,
    });
    expect(await inFiles("media_player.den", "Secret song 4242", "Secret station")).to.have.length(3);

    expect(await forget.entities(["media_player.den", "light.never_seen"])).to.equal(12_000);

    expect(await inFiles("media_player.den", "Secret song", "Secret station")).to.deep.equal([]);
    expect(await archive.summary()).to.deep.include({ changes: 2, entities: 1, first: T + 1_000, last: T + 2_000 });
    const kept = await createHistoryQueries(home.database).changes("light.hall", SPAN, 10);
    expect(kept.map(({ state, cause }) => [state, cause])).to.deep.equal([
      ["off", UNKNOWN],
      ["on", ANNA],
    ]);
  });

  it("of an entity that still changes starts a new history", async () => {
    await archive.record({
      changes: [change("light.hall", 1, "on"), change("light.den", 1, "Odd state")],
      covered: SPAN,
    });
    await forget.entities(["light.hall", "light.den"]);
    await archive.record({
      changes: [change("light.hall", 5, "on"), change("light.den", 6, "Odd state")],
      covered: SPAN,
    });
    const queries = createHistoryQueries(home.database);
    expect(await queries.entityIds()).to.deep.equal(["light.den", "light.hall"]);
    expect((await queries.changes("light.den", SPAN, 10)).map(({ at, state }) => [at, state])).to.deep.equal([
      [T + 6_000, "Odd state"],
    ]);
  });

  it("of a person keeps the changes, but not who made them, and not as evidence", async () => {
    await archive.record({
      changes: [change("light.hall", 1, "off"), change("light.hall", 2, "on", ANNA)],
      covered: SPAN,
    });
    await forget.person("5f0c1d3be2a94c77a1b68f1f0a3f6c01");
    expect(await inFiles("5f0c1d3be2a94c77a1b68f1f0a3f6c01")).to.deep.equal([]);
    const kept = await createHistoryQueries(home.database).changes("light.hall", SPAN, 10);
    expect(kept.map(({ state, cause }) => [state, cause.kind])).to.deep.equal([
      ["off", "unknown"],
      ["on", "withheld"],
    ]);
    expect((await archive.summary()).causes).to.include({ person: 0, withheld: 1, unknown: 1 });
  });

  it("of everything leaves an empty file, and nothing is fetched again", async () => {
    await archive.record({
      changes: [change("light.hall", 1, "Secret", ANNA)],
      covered: { from: T, to: T + DAY },
      levels: [level("light.hall", 1, "Secret station")],
    });
    expect(await forget.everything()).to.equal(1);
    expect(await inFiles("light.hall", "Secret", "5f0c1d3be2a94c77a1b68f1f0a3f6c01")).to.deep.equal([]);
    expect(await archive.missing({ from: 0, to: T + 10 * DAY })).to.deep.equal([]);
    expect(await archive.summary()).to.deep.include({ changes: 0, entities: 0, first: null, last: null });
  });

  it("of old changes removes them from the counts", async () => {
    const changes = Array.from({ length: 12_000 }, (_, index) => change("light.hall", index, String(index % 2), ANNA));
    await archive.record({
      changes,
      covered: SPAN,
      levels: [level("light.hall", 1, "radio"), level("light.hall", 11_000, "tv")],
    });
    expect(await forget.before(T + 11_500 * 1_000)).to.equal(11_500);
    expect(await archive.summary()).to.deep.include({ changes: 500, first: T + 11_500_000 });
    const queries = createHistoryQueries(home.database);
    expect(await queries.levels("light.hall", SPAN)).to.deep.equal([]);
    expect(await queries.changes("light.hall", SPAN, 1_000)).to.have.length(500);
  });

  it("of old changes removes the texts that are no longer used, and no others", async () => {
    await archive.record({
      changes: [
        change("sensor.track", 1, "Old song"),
        change("sensor.track", 2, "Song of both"),
        change("sensor.other", 90, "Song of both"),
        change("sensor.track", 91, "New song"),
      ],
      covered: SPAN,
      levels: [level("media_player.den", 1, "Old station"), level("media_player.den", 90, "New station")],
    });
    expect(await forget.before(T + 50_000)).to.equal(2);
    expect(await inFiles("Old song", "Old station")).to.deep.equal([]);
    expect(await inFiles("Song of both", "New song", "New station")).to.have.length(3);
    expect(await home.database("states").pluck("state")).to.have.members(["Song of both", "New song", "New station"]);
  });

  it("does not delete what is written meanwhile, however old its instant", async () => {
    const others = Array.from({ length: 40 }, (_, index) => `sensor.other_${index}`);
    const own = Array.from({ length: 40 }, (_, index) => `Text ${index}`);
    await archive.record({ changes: own.map((text, index) => change("lock.door", index, text)), covered: SPAN });
    await archive.record({ changes: others.map((entityId) => change(entityId, 0, "0")), covered: SPAN });
    const forgotten = forget.entities(["lock.door"]);
    for (const [index, text] of own.entries()) {
      // The first text that is checked for use, and is not checked again.
      await archive.record({ changes: [change("sensor.other_0", 1 + index, text)], covered: SPAN });
      await archive.record({ changes: [change("sensor.new", index, `Later ${index}`)], covered: SPAN });
    }
    await forgotten;
    const kept = await createHistoryQueries(home.database).changes("sensor.other_0", SPAN, 100);
    expect(kept.map(({ state }) => state)).to.deep.equal(["0", ...own]);
  });
});
