import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { openDatabase } from "../../../src/store/connection.ts";
import { openOrRenew } from "../../../src/store/open-or-renew.ts";
import { rewriteWithSmallPages } from "../../../src/store/small-pages.ts";
import { openWithLargePages } from "../../support/an-old-database.ts";

const CHANGES = Array.from({ length: 3_000 }, (_, at) => ({
  entityId: `light.${at % 7}`,
  at,
  state: String(at % 11),
  cause: { kind: "physical" } as const,
}));

describe("a database file", () => {
  let folder = "";
  let path = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pages-"));
    path = join(folder, "ai.db");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** As earlier versions created it. */
  const createOld = async (): Promise<void> => {
    const database = await openWithLargePages(path);
    await createChangeArchive(database).record({ changes: CHANGES, covered: { from: 0, to: 3_000 } });
    await database.destroy();
  };
  const inspect = (): object => {
    const file = new Database(path, { readonly: true });
    try {
      return {
        pageBytes: file.pragma("page_size", { simple: true }),
        log: file.pragma("journal_mode", { simple: true }),
        check: file.pragma("integrity_check", { simple: true }),
        changes: file.prepare("SELECT count(*), sum(at), sum(at * state_ref) FROM changes").raw().get(),
      };
    } finally {
      file.close();
    }
  };
  const reopen = async (): Promise<void> => {
    const { database } = await openOrRenew(path, 0);
    await database.destroy();
  };

  it("has small pages when it is created", async () => {
    await reopen();
    expect(inspect()).to.include({ pageBytes: 1_024, log: "wal", check: "ok" });
  });

  it("of an earlier version gets small pages, with the same content", async () => {
    await createOld();
    const before = inspect();
    expect(before).to.include({ pageBytes: 4_096 });
    await reopen();
    expect(inspect()).to.deep.equal({ ...before, pageBytes: 1_024 });
  });

  it("keeps its pages while another process reads it, and can be written", async () => {
    await createOld();
    const reader = new Database(path, { readonly: true });
    reader.exec("BEGIN; SELECT * FROM changes LIMIT 1");
    const { database } = await openOrRenew(path, 0);
    try {
      const more = [{ entityId: "light.1", at: 9_000, state: "on", cause: { kind: "physical" } as const }];
      expect(await createChangeArchive(database).record({ changes: more, covered: { from: 0, to: 9_001 } })).to.equal(
        1,
      );
    } finally {
      reader.close();
      await database.destroy();
    }
    expect(inspect()).to.include({ pageBytes: 4_096, log: "wal", check: "ok" });
  });

  it("keeps its pages if it is too large to be rewritten at a start", async () => {
    await createOld();
    const database = await openDatabase(path);
    await rewriteWithSmallPages(database, 10_000);
    await database.destroy();
    expect(inspect()).to.include({ pageBytes: 4_096, log: "wal" });
  });
});
