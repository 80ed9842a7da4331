import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { createRunReader } from "../../../src/archive/automation-runs.ts";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createHistoryQueries } from "../../../src/archive/history-queries.ts";
import { moveEntities } from "../../../src/archive/move-entities.ts";
import { withConnection } from "../../../src/archive/raw-connection.ts";
import type { Cause } from "../../../src/model/cause.ts";
import type { EntityMove, RegistryEntry } from "../../../src/model/identity.ts";
import { CONTRADICTED_MACHINES, WATCHED_HABITS } from "../../../src/model/key-value-store.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { createAnalysisStore } from "../../../src/store/analysis-store.ts";
import { createDecisionJournal } from "../../../src/store/decision-journal.ts";
import { openIdentities, type Identities } from "../../../src/store/entity-identities.ts";
import { createExclusionStore } from "../../../src/store/exclusion-store.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { aReportedNearMiss } from "../../support/a-near-miss.ts";
import { SILENT } from "../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const T = 1_700_000_000_000;
const SPAN = { from: 0, to: T + 1_000_000 };
const UNKNOWN: Cause = { kind: "unknown" };
const OLD = ["light.pantry", "binary_sensor.pantry_door", "automation.old", "script.old", "sensor.old", "sensor.both"];
const renamedTo = (entityId: string): string => `${entityId}_renamed`;

const change = (entityId: string, index: number, state: string, cause: Cause = UNKNOWN): StateChange => ({
  entityId,
  at: T + index * 1_000,
  state,
  cause,
});
const anEntry = (entityId: string, values: Partial<RegistryEntry> = {}): RegistryEntry => ({
  registryId: "1",
  entityId,
  platform: "mqtt",
  uniqueId: "unique",
  deviceId: null,
  originalName: null,
  isHidden: false,
  createdAt: null,
  shows: null,
  ...values,
});
const move = (from: string, to: string, index = 900, kind: EntityMove["kind"] = "renamed"): EntityMove => ({
  kind,
  from,
  to,
  at: T + index * 1_000,
});

describe("moving everything about an entity to its new id", () => {
  let temporary: TemporaryDatabase;
  let archive: SqliteArchive;
  let identities: Identities;
  let applied = 0;
  beforeEach(async () => {
    temporary = await temporaryDatabase();
    archive = createChangeArchive(temporary.database);
    applied = 0;
    identities = await open();
  });
  afterEach(() => temporary.remove());

  const journalPath = (): string => `${temporary.path}.decisions.jsonl`;
  const open = (): Promise<Identities> =>
    openIdentities({
      database: temporary.database,
      settleHistory: () => archive.settle(),
      moveHistory: (trx, moves) =>
        withConnection(trx, (connection) => {
          moveEntities(connection, moves);
          archive.forgetNames();
        }),
      onMoved: async () => {
        applied += 1;
        await createDecisionJournal(temporary.database, journalPath()).compact();
      },
      now: () => T + 1_000_000,
      log: SILENT,
    });
  const apply = async (...moves: readonly EntityMove[]): Promise<void> => {
    for (const one of moves) identities.moved(one);
    await identities.undisturbed(async () => undefined);
  };
  const record = (...changes: readonly StateChange[]) => archive.record({ changes, covered: SPAN });
  const statesOf = async (entityId: string): Promise<readonly string[]> =>
    (await createHistoryQueries(temporary.database).changes(entityId, SPAN, 100)).map(({ state }) => state);

  /**
   * Every table and the journal, but for the moves in both: imports of old recordings are filed by them, and what the
   * options exclude by an old id stays excluded.
   */
  const everything = async (): Promise<string> => {
    const tables: readonly { readonly name: string }[] = await temporary
      .database("sqlite_master")
      .where({ type: "table" })
      .whereNotIn("name", ["entity_moves", "sqlite_sequence"])
      .select("name");
    const rows = await Promise.all(tables.map(async ({ name }) => JSON.stringify(await temporary.database(name))));
    const lines = (await readFile(journalPath(), "utf8")).trim().split("\n");
    const journal = lines.map((line) => JSON.stringify({ ...JSON.parse(line), entity_moves: [] }));
    return [...rows, ...journal].join("\n");
  };

  it("are moved with the changes that are not in the database yet", async () => {
    await archive.recordSoon({ changes: [change("light.pantry", 1, "on")], covered: SPAN });
    await apply(move("light.pantry", "light.larder"));
    await archive.settle();
    expect(await statesOf("light.larder")).to.deep.equal(["on"]);
    expect(await createHistoryQueries(temporary.database).entityIds()).to.deep.equal(["light.larder"]);
  });

  const fill = async (): Promise<void> => {
    const { database } = temporary;
    const store = createSuggestionStore(database);
    const base = aDraft();
    const named = aDraft({
      title: "Turn on light.pantry",
      description: "light.pantry was turned on 41 times after binary_sensor.pantry_door.",
      trigger: { kind: "numeric", entityId: "sensor.old", above: 1, below: null, hold: 0 },
      alternatives: [{ title: "light.pantry", automation: base.automation, replay: base.evidence.learned }],
      evidence: {
        ...base.evidence,
        levels: [{ entityId: "light.pantry", kind: "brightness", median: 1, low: 1, high: 1, times: 9 }],
      },
      fix: { automationId: "1", configBefore: base.automation, before: "light.pantry", after: "sensor.old" },
    });
    for (const status of ["pending", "snoozed", "rejected", "deployed"] as const) {
      const id = await store.offer(named);
      const at = new Date(T).toISOString();
      if (status === "snoozed")
        await store.move(id, { step: "snoozed", from: ["pending"], to: "pending", set: { snoozedUntil: at } });
      if (status === "rejected")
        await store.move(id, {
          step: "rejected",
          from: ["pending"],
          to: "rejected",
          set: { refusal: "no light.pantry" },
        });
      if (status === "deployed")
        await store.move(id, {
          step: "deployed",
          from: ["pending"],
          to: "deployed",
          detail: { entity_id: "automation.old" },
        });
      if (status === "pending") {
        await database("suggestions").where({ id }).update({ watching_since: at });
        await store.saveWatchScore({ id, watchingSince: at }, { days: 3, replay: named.replay });
      }
    }
    const near = aReportedNearMiss();
    await createAnalysisStore(database).save({
      finishedAt: T,
      changes: 1,
      seconds: 1,
      suggestions: 1,
      history: null,
      obstacle: null,
      nearMisses: [{ ...near, entityId: "light.pantry", reason: { ...near.reason, by: "automation.old" } }],
      unusual: { away: [], crowded: [], paused: [], unrecorded: [] },
      selfActing: [
        {
          target: { entityId: "light.pantry", state: "on" },
          cause: { kind: "after", entityId: "sensor.old", state: "1", lag: 1 },
          count: 9,
          from: T,
          to: T,
          actsAs: null,
          isContradicted: false,
          title: "light.pantry",
          text: "sensor.old",
        },
      ],
    });
    await createExclusionStore(database).replace([{ kind: "entity", id: "sensor.old" }]);
    await createKeyValueStore(database).set(CONTRADICTED_MACHINES, [
      {
        target: { entityId: "light.pantry", state: "on" },
        cause: { kind: "after", entityId: "sensor.old", state: "1", lag: 1 },
      },
    ]);
    await createKeyValueStore(database).set(WATCHED_HABITS, [
      { entityId: "light.pantry", state: "on", title: "Turn on light.pantry", since: T, outcome: null },
    ]);
    await createKeyValueStore(database).set("better_words", [
      { title: "Turn on light.pantry", description: "", better: null },
    ]);
    await database("forgotten_until").insert({ entity_id: "light.pantry", until: 1 });
    await archive.record({
      changes: [
        change("light.pantry", 1, "on", { kind: "automation", entityId: "automation.old" }),
        change("light.pantry", 2, "off", { kind: "script", entityId: "script.old", userId: "anna" }),
        change("binary_sensor.pantry_door", 1, "on"),
        change("sensor.both", 1, "1"),
        change("sensor.both_renamed", 2, "2"),
      ],
      levels: [{ entityId: "light.pantry", at: T + 1_000, levels: { brightness: 40 }, cause: UNKNOWN }],
      runs: [{ entityId: "automation.old", at: T + 1_000 }],
      covered: SPAN,
    });
    await identities.compare(
      OLD.map((entityId, index) => anEntry(entityId, { registryId: String(index) })),
      0,
    );
  };

  it("leaves the old id nowhere, in no table and not in the journal", async () => {
    await fill();
    await apply(...OLD.map((entityId) => move(entityId, renamedTo(entityId))));
    const after = await everything();
    for (const entityId of OLD) {
      expect(after).to.contain(`"${renamedTo(entityId)}"`);
      expect(after, entityId).not.to.match(
        new RegExp(`${entityId.replace(".", String.raw`\.`)}(?!_renamed|[a-z0-9_])`),
      );
    }
    const [suggestion] = await createSuggestionStore(temporary.database).all();
    expect(suggestion?.automationYaml)
      .to.contain("light.pantry_renamed")
      .and.not.to.match(/pantry\b/);
    expect(suggestion?.title).to.equal("Turn on light.pantry_renamed");
    expect(await createExclusionStore(temporary.database).list()).to.deep.equal([
      { kind: "entity", id: "sensor.old_renamed" },
    ]);
    expect(await createRunReader(temporary.database).count("automation.old_renamed", SPAN)).to.include({ total: 1 });
    const changes = await createHistoryQueries(temporary.database).changes("light.pantry_renamed", SPAN, 9);
    expect(changes.map(({ cause }) => cause)).to.deep.equal([
      { kind: "automation", entityId: "automation.old_renamed" },
      { kind: "script", entityId: "script.old_renamed", userId: "anna" },
    ]);
    expect(applied).to.equal(1);
  });

  it("merges it with what the new id has already, and keeps the counts right", async () => {
    await record(change("light.a", 1, "on"), change("light.a", 2, "off"), change("light.a", 5, "on"));
    await record(change("light.b", 2, "off"), change("light.b", 7, "off"));
    await apply(move("light.a", "light.b"));
    expect(await statesOf("light.b")).to.deep.equal(["on", "off", "on", "off"]);
    expect(await statesOf("light.a")).to.deep.equal([]);
    expect(await archive.summary()).to.deep.include({ changes: 4, entities: 1, first: T + 1_000, last: T + 7_000 });
    await record(change("light.b", 8, "on"), change("light.a", 9, "on"));
    expect([await statesOf("light.b"), await statesOf("light.a")]).to.deep.equal([
      ["on", "off", "on", "off", "on"],
      ["on"],
    ]);
  });

  it("swaps two entities, step by step or at once", async () => {
    await record(change("light.a", 1, "on"), change("light.b", 1, "off"));
    await apply(move("light.a", "light.t"), move("light.b", "light.a"), move("light.t", "light.b"));
    expect([await statesOf("light.a"), await statesOf("light.b")]).to.deep.equal([["off"], ["on"]]);
    const registry = [anEntry("light.a", { registryId: "a" }), anEntry("light.b", { registryId: "b" })];
    await identities.compare(registry, identities.revision());
    await identities.compare(
      [anEntry("light.b", { registryId: "a" }), anEntry("light.a", { registryId: "b" })],
      identities.revision(),
    );
    expect([await statesOf("light.a"), await statesOf("light.b")]).to.deep.equal([["on"], ["off"]]);
  });

  it("gives a light what its hidden switch did until then, and excludes the light with it", async () => {
    await createExclusionStore(temporary.database).replace([{ kind: "entity", id: "switch.plug" }]);
    await record(change("switch.plug", 1, "on"), change("switch.plug", 2, "off"), change("switch.plug", 9, "on"));
    await record(change("light.plug", 9, "on"));
    await apply(move("switch.plug", "light.plug", 5, "taken_over"));
    expect([await statesOf("light.plug"), await statesOf("switch.plug")]).to.deep.equal([["on", "off", "on"], ["on"]]);
    expect(await archive.summary()).to.deep.include({ changes: 4 });
    expect(await createExclusionStore(temporary.database).list()).to.deep.equal([
      { kind: "entity", id: "light.plug" },
      { kind: "entity", id: "switch.plug" },
    ]);
  });

  for (const [kind, longer, shorter] of [
    ["renamed", "light.plug", "switch.plug"],
    ["taken_over", "switch.plug", "light.plug"],
  ] as const)
    it(`of an imported entity moves what the import covers (${kind})`, async () => {
      const seconds = (from: number, to: number) => ({ from: T + from * 1_000, to: T + to * 1_000 });
      const imported = [
        { entityId: longer, ...seconds(0, 100) },
        { entityId: shorter, ...seconds(0, 10) },
      ];
      await archive.record({ changes: [change(longer, 50.4, "on")], covered: seconds(0, 100), imported });
      await record(change("light.plug", 200, "off"), change("light.plug", 210, "on"));
      await apply(move("switch.plug", "light.plug", 150, kind));
      await archive.record({ changes: [change("light.plug", 50, "on")], covered: seconds(0, 100) });
      expect(await statesOf("light.plug")).to.deep.equal(["on", "off", "on"]);
    });

  it("happens for renames made while the service was stopped, once", async () => {
    await identities.compare([anEntry("light.a", { registryId: "a" })], 0);
    await record(change("light.a", 1, "on"));
    identities = await open();
    const registry = [anEntry("light.b", { registryId: "a" })];
    await identities.compare(registry, identities.revision());
    await identities.compare(registry, identities.revision());
    expect([await statesOf("light.a"), await statesOf("light.b"), applied]).to.deep.equal([[], ["on"], 1]);
    identities = await open();
    expect(identities.currentIds("light.a")).to.deep.equal(["light.b"]);
  });

  it("does not take a registry that was read before a rename for a rename back", async () => {
    const stale = [anEntry("light.a", { registryId: "a" })];
    await identities.compare(stale, 0);
    const seen = identities.revision();
    await apply(move("light.a", "light.b"));
    await identities.compare(stale, seen);
    expect([applied, identities.currentIds("light.b")]).to.deep.equal([1, ["light.b"]]);
  });

  it("is all or nothing: what cannot be stored is tried again before anything else is recorded", async () => {
    await record(change("light.a", 1, "on"));
    await temporary.database.raw(
      "CREATE TRIGGER full BEFORE INSERT ON entity_moves BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    identities.moved(move("light.a", "light.b"));
    let failure = "";
    await identities.undisturbed(async () => undefined).catch((error: unknown) => (failure = String(error)));
    expect(failure).to.contain("disk full");
    expect(await statesOf("light.a")).to.deep.equal(["on"]);
    await temporary.database.raw("DROP TRIGGER full");
    await identities.undisturbed(async () => undefined);
    expect([await statesOf("light.a"), await statesOf("light.b")]).to.deep.equal([[], ["on"]]);
  });

  it("gathers two hundred renames into one", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `light.l${index}`);
    await record(...names.map((name) => change(name, 1, "on")));
    await apply(...names.map((name) => move(name, `${name}_new`)));
    expect(applied).to.equal(1);
    const ids = await createHistoryQueries(temporary.database).entityIds();
    expect(ids).to.have.length(200);
    expect(ids.every((id) => id.endsWith("_new"))).to.equal(true);
  });
});
