import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { migrate, openDatabase, rollBack } from "../../../src/store/connection.ts";
import { MIGRATIONS } from "../../../src/store/migrations/index.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

type Column = readonly [name: string, type: string, notNull: number, fallback: string | null, key: number];

const START = Date.UTC(2026, 0, 1);
const NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

const STORY: Readonly<Record<string, readonly Column[]>> = {
  patterns: [
    ["id", "INTEGER", 0, null, 1],
    ["pattern_type", "TEXT", 1, null, 0],
    ["device_id", "TEXT", 1, null, 0],
    ["metadata", "JSON", 0, null, 0],
    ["confidence", "REAL", 1, null, 0],
    ["occurrences", "INTEGER", 1, null, 0],
    ["created_at", "TEXT", 0, NOW, 0],
  ],
  suggestions: [
    ["id", "INTEGER", 0, null, 1],
    ["pattern_id", "INTEGER", 0, null, 0],
    ["title", "TEXT", 1, null, 0],
    ["description", "TEXT", 0, null, 0],
    ["automation_yaml", "TEXT", 1, null, 0],
    ["status", "TEXT", 0, "'pending'", 0],
    ["confidence", "REAL", 1, null, 0],
    ["created_at", "TEXT", 0, NOW, 0],
    ["updated_at", "TEXT", 0, NOW, 0],
    ["deployed_at", "TEXT", 0, null, 0],
    ["ha_automation_id", "TEXT", 0, null, 0],
  ],
  user_feedback: [
    ["id", "INTEGER", 0, null, 1],
    ["suggestion_id", "INTEGER", 0, null, 0],
    ["action", "TEXT", 1, null, 0],
    ["feedback_text", "TEXT", 0, null, 0],
    ["created_at", "TEXT", 0, NOW, 0],
  ],
};

describe("schema", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());

  const columnsOf = async (table: string): Promise<readonly Column[]> => {
    const rows: { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }[] =
      await home.database.raw(`PRAGMA table_info(${table})`);
    return rows.map(({ name, type, notnull, dflt_value, pk }) => [name, type, notnull, dflt_value, pk]);
  };
  const tables = async (): Promise<readonly string[]> => {
    const names: string[] = await home.database("sqlite_master").where({ type: "table" }).orderBy("name").pluck("name");
    return names.filter((name) => !/^(sqlite|knex)_/.test(name));
  };
  const refuse = async (table: string, row: object): Promise<string> =>
    home
      .database(table)
      .insert(row)
      .then(
        () => "taken",
        (error: { code: string }) => error.code,
      );

  it("is migrated although an interrupted migration left its lock", async () => {
    await rollBack(home.database);
    await home.database("knex_migrations_lock").update({ is_locked: 1 });
    await migrate(home.database);
    expect(await home.database("knex_migrations").pluck("name")).to.have.length(MIGRATIONS.length);
    expect(await home.database("knex_migrations_lock").pluck("is_locked")).to.deep.equal([0]);
  });

  it("starts with exactly the three required tables", async () => {
    while ((await tables()).length > 3) await rollBack(home.database);
    expect(await tables()).to.deep.equal(["patterns", "suggestions", "user_feedback"]);
    for (const [table, columns] of Object.entries(STORY)) expect(await columnsOf(table), table).to.deep.equal(columns);
  });

  it("keeps the required columns unchanged in every later version", async () => {
    for (const [table, columns] of Object.entries(STORY)) {
      expect((await columnsOf(table)).slice(0, columns.length), table).to.deep.equal(columns);
    }
  });

  it("enforces foreign keys", async () => {
    const [{ foreign_keys: isOn }] = await home.database.raw("PRAGMA foreign_keys");
    expect(isOn).to.equal(1);
    const keys = async (table: string) =>
      (await home.database.raw(`PRAGMA foreign_key_list(${table})`)).map(
        (key: { table: string; from: string; to: string }) => [key.from, `${key.table}.${key.to}`],
      );
    expect(await keys("suggestions")).to.deep.equal([["pattern_id", "patterns.id"]]);
    expect(await keys("user_feedback")).to.deep.equal([["suggestion_id", "suggestions.id"]]);
    expect(await refuse("suggestions", { pattern_id: 99, title: "x", automation_yaml: "x", confidence: 1 })).to.equal(
      "SQLITE_CONSTRAINT_FOREIGNKEY",
    );
  });

  it("refuses unknown pattern types, statuses and actions, and missing values", async () => {
    const pattern = { pattern_type: "time_of_day", device_id: "light.x", confidence: 0.5, occurrences: 3 };
    expect(await refuse("patterns", pattern)).to.equal("taken");
    expect(await refuse("patterns", { ...pattern, pattern_type: "other" })).to.equal("SQLITE_CONSTRAINT_CHECK");
    for (const column of Object.keys(pattern)) {
      expect(await refuse("patterns", { ...pattern, [column]: null }), column).to.equal("SQLITE_CONSTRAINT_NOTNULL");
    }
    const suggestion = { pattern_id: 1, title: "x", automation_yaml: "x", confidence: 1 };
    for (const status of ["pending", "approved", "deployed", "rejected"]) {
      expect(await refuse("suggestions", { ...suggestion, status })).to.equal("taken");
    }
    expect(await refuse("suggestions", { ...suggestion, status: "watched" })).to.equal("SQLITE_CONSTRAINT_CHECK");
    for (const action of ["approved", "rejected", "modified"]) {
      expect(await refuse("user_feedback", { suggestion_id: 1, action })).to.equal("taken");
    }
    expect(await refuse("user_feedback", { suggestion_id: 1, action: "liked" })).to.equal("SQLITE_CONSTRAINT_CHECK");
    expect(await refuse("user_feedback", { suggestion_id: 1 })).to.equal("SQLITE_CONSTRAINT_NOTNULL");
  });

  it("sets status and times by default, and updated_at on every update", async () => {
    await home.database("patterns").insert({ pattern_type: "anomaly", device_id: "x", confidence: 1, occurrences: 1 });
    await home
      .database("suggestions")
      .insert({ pattern_id: 1, title: "x", automation_yaml: "x", confidence: 1, updated_at: "2020" });
    const before = await home.database("suggestions").first();
    expect(before).to.include({ status: "pending", deployed_at: null, ha_automation_id: null });
    expect(before.created_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await home.database("suggestions").update({ title: "y" });
    const after = await home.database("suggestions").first();
    expect(after.updated_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(after.created_at).to.equal(before.created_at);
  });

  it("migrates from every earlier version with its data, and back again", async () => {
    for (let steps = 1; steps < MIGRATIONS.length; steps++) {
      for (let i = 0; i < steps; i++) await rollBack(home.database);
      const [patternId] = await home
        .database("patterns")
        .insert({ pattern_type: "anomaly", device_id: "x", confidence: 1, occurrences: 1 });
      await home
        .database("suggestions")
        .insert({ pattern_id: patternId, title: `kept ${steps}`, automation_yaml: "x", confidence: 1 });
      await migrate(home.database);
      expect(await home.database("suggestions").where({ title: `kept ${steps}` })).to.have.length(1);
    }
    for (let i = 0; i < MIGRATIONS.length; i++) await rollBack(home.database);
    expect(await tables()).to.deep.equal([]);
    await migrate(home.database);
    expect(await tables()).to.include("suggestions");
  });

  it("preserves changes and causes when causes move to their own table, and back", async () => {
    while ((await tables()).includes("causes")) await rollBack(home.database);
    const wide = [
      { entity_ref: 1, at: 1_000, state_ref: 1, cause: 1, actor_ref: 7, second_actor_ref: null },
      { entity_ref: 1, at: 2_000, state_ref: 2, cause: 4, actor_ref: null, second_actor_ref: null },
      { entity_ref: 1, at: 3_000, state_ref: 1, cause: 6, actor_ref: 8, second_actor_ref: 7 },
      { entity_ref: 2, at: 1_000, state_ref: 1, cause: 6, actor_ref: 8, second_actor_ref: null },
      { entity_ref: 2, at: 2_000, state_ref: 1, cause: 4, actor_ref: null, second_actor_ref: null },
    ];
    await home.database("changes").insert(wide);
    await migrate(home.database);
    expect(await home.database("causes").count({ count: "*" })).to.deep.equal([{ count: 4 }]);
    const joined = await home.database("told_changes").orderBy(["entity_ref", "at"]);
    expect(joined).to.deep.equal(wide.map(({ second_actor_ref: user_ref, ...rest }) => ({ ...rest, user_ref })));
    while ((await tables()).includes("causes")) await rollBack(home.database);
    expect(await home.database("changes").orderBy(["entity_ref", "at"])).to.deep.equal(wide);
    await migrate(home.database);
  });

  it("records the scenes and scripts that people started, from what these changed", async () => {
    const { database } = home;
    const newest = MIGRATIONS.length - MIGRATIONS.findIndex(({ name }) => name === "0017_started_scenes");
    for (let i = 0; i < newest; i++) await rollBack(database);
    await database("entities").insert([
      { id: 1, entity_id: "light.hall" },
      { id: 2, entity_id: "light.sofa" },
    ]);
    await database("states").insert([{ id: 1, state: "on" }]);
    await database("actors").insert([
      { id: 1, name: "anna" },
      { id: 2, name: "scene.movie" },
      { id: 3, name: "scene.private" },
    ]);
    await database("exclusions").insert({ kind: "entity", id: "scene.private" });
    await database("causes").insert([
      { id: 1, code: 7, actor_ref: 2, user_ref: 1 },
      { id: 2, code: 7, actor_ref: 2, user_ref: null },
      { id: 3, code: 7, actor_ref: 3, user_ref: 1 },
      { id: 4, code: 7, actor_ref: null, user_ref: 1 },
    ]);
    const row = (entity_ref: number, at: number, cause_ref: number) => ({
      entity_ref,
      at: START + at,
      state_ref: 1,
      cause_ref,
    });
    await database("changes").insert([
      row(1, 1_000, 1),
      row(2, 1_200, 1),
      row(1, 500_000, 1),
      row(1, 600_000, 2),
      row(1, 700_000, 3),
      row(1, 800_000, 4),
    ]);
    await migrate(database);
    const started = await database("told_changes")
      .join("entities", "entities.id", "entity_ref")
      .whereIn("entity_id", ["scene.movie", "scene.private"])
      .orderBy("at")
      .select("entity_id", "at", "state_ref", "cause", "actor_ref", "user_ref");
    const byAnna = { entity_id: "scene.movie", state_ref: 1, cause: 1, actor_ref: 1, user_ref: null };
    expect(started).to.deep.equal([
      { ...byAnna, at: START + 1_000 },
      { ...byAnna, at: START + 500_000 },
    ]);
    const counts = await database("entity_counts").select("cause", "changes", "first_ms", "last_ms");
    expect(counts).to.deep.equal([{ cause: 1, changes: 2, first_ms: START + 1_000, last_ms: START + 500_000 }]);
  });

  it("stays unchanged, with its data, if a migration fails", async () => {
    while ((await tables()).includes("automation_runs")) await rollBack(home.database);
    const before = await tables();
    const columns = await home.database("suggestions").columnInfo();
    await home.database("patterns").insert({ pattern_type: "anomaly", device_id: "x", confidence: 1, occurrences: 1 });
    // The next migration creates this table itself, so it fails half-way.
    await home.database.raw("CREATE TABLE automation_runs (other TEXT)");
    const failure = await migrate(home.database).catch((error: Error) => error.message);
    expect(failure).to.match(/automation_runs.* already exists/);
    expect(await home.database("suggestions").columnInfo()).to.deep.equal(columns);
    expect(await home.database("patterns")).to.have.length(1);
    await home.database.raw("DROP TABLE automation_runs");
    expect(await tables()).to.deep.equal(before);
    await migrate(home.database);
  });

  it("stays unchanged when migrations are run again", async () => {
    const before = await tables();
    await migrate(home.database);
    expect(await tables()).to.deep.equal(before);
  });
});

describe("database file", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "database-"));
  });
  after(() => rm(folder, { recursive: true }));

  const refusal = (path: string): Promise<string> =>
    openDatabase(path).then(
      async (database) => {
        await database.destroy();
        return "it was opened";
      },
      (error: Error) => error.message,
    );

  it("is created with its folder", async () => {
    const database = await openDatabase(join(folder, "a/b/new.db"));
    await migrate(database);
    await database.destroy();
  });

  it("is refused with path, cause and remedy if it is not a database, or is a folder", async () => {
    const text = join(folder, "text.db");
    await writeFile(text, "this is no database, it is only some text that is long enough to be looked at\n".repeat(20));
    expect(await refusal(text)).to.equal(
      `The database ${text} cannot be used: it is not a SQLite database: move the file away, or set DATABASE_PATH to another file.`,
    );
    await mkdir(join(folder, "folder.db"));
    expect(await refusal(join(folder, "folder.db"))).to.contain("it cannot be opened: check that the folder exists");
    expect(await refusal(join(text, "x.db"))).to.contain(
      "a part of the path is a file, not a folder: set DATABASE_PATH",
    );
  });

  const migrationRefusal = async (path: string): Promise<string> => {
    try {
      const database = await openDatabase(path);
      try {
        await migrate(database);
        return "it was migrated";
      } finally {
        await database.destroy();
      }
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it("is refused with path, cause and remedy if it is damaged", async () => {
    const path = join(folder, "damaged.db");
    expect(await migrationRefusal(path)).to.equal("it was migrated");
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xff, 4096, 3 * 4096));
    expect(await migrationRefusal(path)).to.equal(
      `The database ${path} cannot be used: it is damaged: restart the service, which then renames the file and creates a new database.`,
    );
  });

  it("is refused with path, cause and remedy if it was written by a newer version", async () => {
    const path = join(folder, "newer.db");
    expect(await migrationRefusal(path)).to.equal("it was migrated");
    const database = await openDatabase(path);
    await database("knex_migrations").insert({ name: "9999_later", batch: 2 });
    await database.destroy();
    expect(await migrationRefusal(path)).to.equal(
      `The database ${path} cannot be used: it was written by a newer version of the service: update the service, or restore a backup from before the update.`,
    );
  });
});
