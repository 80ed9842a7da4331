import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { createRecorderFile } from "../../../../src/demo/recorder-file.ts";
import { EVENING, recordAnEvening } from "../../../support/a-recorder.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";
import { answered } from "../../../support/until.ts";

describe("imports over HTTP", () => {
  let service: RunningService;
  let share = "";
  beforeEach(async () => {
    service = await aService();
    share = join(dirname(service.databasePath), "share");
    await mkdir(join(share, "old"), { recursive: true });
  });
  afterEach(() => service.stop());

  const put = (name: string): void => {
    const file = createRecorderFile(join(share, name));
    recordAnEvening(file);
    file.close();
  };
  const finished = (id: string): Promise<any> =>
    answered(
      async () => {
        const { body } = await service.call("GET", `/api/jobs/${id}`);
        return body.status === "running" ? undefined : body;
      },
      { what: "the end of the import" },
    );
  const importing = async (file: string) => {
    const { status, body } = await service.call("POST", "/api/imports", { file });
    expect(status).to.equal(202);
    expect(body).to.include({ kind: "import", status: "running" });
    return finished(body.id);
  };

  it("lists importable files, newest first", async () => {
    put("home-assistant_v2.db");
    await writeFile(join(share, "old", "year.csv.gz"), "x");
    await writeFile(join(share, "photo.jpg"), "x");
    for (const name of ["home-assistant_v2.db.bak", "home-assistant_v2.db.corrupt.2026-01-01T00:00:00+00:00"])
      await writeFile(join(share, "old", name), "x");
    for (const [i, name] of (await readdir(join(share, "old"))).sort().entries())
      await utimes(join(share, "old", name), 1_600_000_000 - i, 1_600_000_000 - i);
    await utimes(join(share, "old", "year.csv.gz"), 1_700_000_000, 1_700_000_000);
    const { status, body } = await service.call("GET", "/api/imports");
    expect(status).to.equal(200);
    expect(body.files.map(({ file }: { file: string }) => file)).to.deep.equal([
      "home-assistant_v2.db",
      join("old", "year.csv.gz"),
      join("old", "home-assistant_v2.db.bak"),
      join("old", "home-assistant_v2.db.corrupt.2026-01-01T00:00:00+00:00"),
    ]);
    expect(body.files[1]).to.deep.include({ bytes: 1, modified_at: "2023-11-14T22:13:20.000Z" });
  });

  it("imports a database in the background, once", async () => {
    put("home-assistant_v2.db");
    expect(await importing("home-assistant_v2.db")).to.deep.include({
      status: "done",
      result: {
        file: "home-assistant_v2.db",
        read: EVENING.length,
        added: EVENING.length,
        corrected: 0,
        rows: 13,
        left_out: { impossible_time: 0, unknown_entity: 0, no_predecessor: 5 },
      },
    });
    expect((await importing("home-assistant_v2.db")).result).to.include({ added: 0 });
    const { body } = await service.call("GET", "/api/status");
    expect(body.history.changes).to.equal(EVENING.length);
  });

  it("never stores or shows the password of a server, also with a slash that is not encoded", async () => {
    const address = "mysql://anna:12/very-secret@127.0.0.1:1/homeassistant?charset=utf8mb4";
    const { status, body } = await service.call("POST", "/api/imports", { address });
    expect(status).to.equal(202);
    const job = await finished(body.id);
    expect(job).to.deep.include({ status: "failed" });
    expect(job.error.message).to.match(
      /^The recorder at mysql:\/\/127\.0\.0\.1:1\/homeassistant cannot be read: .*ECONNREFUSED/,
    );
    expect(JSON.stringify([body, job, service.logs()])).to.not.include("very-secret");
    for (const name of await readdir(dirname(service.databasePath), { withFileTypes: true }))
      if (name.isFile())
        expect(
          (await readFile(join(dirname(service.databasePath), name.name))).includes("very-secret"),
          name.name,
        ).to.equal(false);
  });

  it("accepts only addresses of servers", async () => {
    for (const address of [
      "/config/home-assistant_v2.db",
      "sqlite:////config/home-assistant_v2.db",
      "http://127.0.0.1/",
      "mysql://",
      "mysql://anna:12@34/56@core-mariadb/homeassistant",
    ]) {
      const { status, body } = await service.call("POST", "/api/imports", { address });
      expect(status, address).to.equal(400);
      expect(body.error.message).to.match(/must begin with mysql:\/\/ or postgresql:\/\//);
    }
    const both = await service.call("POST", "/api/imports", { file: "a.db", address: "mysql://a@b/c" });
    expect(both.status).to.equal(400);
    expect(both.body.error.message).to.match(/either file or address/);
  });

  it("reports a fault in a file as the job's error", async () => {
    await writeFile(join(share, "notes.csv"), "a,b\n1,2\n");
    const job = await importing("notes.csv");
    expect(job.status).to.equal("failed");
    expect(job.error.code).to.equal("bad_request");
    expect(job.error.message).to.match(/notes\.csv, line 1: the columns are "a,b"/);
    expect(job.error.text).to.equal(job.error.message);
  });

  it("reports it in the reader's language", async () => {
    await writeFile(join(share, "photos.db"), "not a database");
    const { id } = await importing("photos.db");
    const { body } = await service.call("GET", `/api/jobs/${id}`, undefined, { "Accept-Language": "pl" });
    expect(body.error.message).to.include("is not a Home Assistant recorder database");
    expect(body.error.text).to.match(/^To nie jest kompletna baza rejestratora Home Assistant/);
  });

  it("reads nothing outside the folder, not even by a symbolic link", async () => {
    await symlink(service.databasePath, join(share, "link.db"));
    for (const file of ["../ai_automation.db", service.databasePath, "link.db", "old/../../ai_automation.db"]) {
      const { status, body } = await service.call("POST", "/api/imports", { file });
      expect(status, file).to.equal(400);
      expect(body.error.message).to.match(/is not a path inside the folder/);
    }
    expect((await service.call("GET", "/api/imports")).body.files).to.deep.equal([]);
  });

  it("waits for no named pipe, neither as the file nor as its write-ahead log", async () => {
    execFileSync("mkfifo", [join(share, "pipe.csv"), join(share, "home.db-wal")]);
    expect((await service.call("POST", "/api/imports", { file: "pipe.csv" })).status).to.equal(400);
    put("home.db");
    expect((await importing("home.db")).status).to.equal("done");
  });

  it("reads tables only, because a view may never end", async () => {
    const database = new Database(join(share, "endless.db"));
    database.exec(`CREATE VIEW states AS WITH RECURSIVE n (state_id) AS (SELECT 1 UNION ALL SELECT state_id FROM n)
      SELECT state_id, 'on' AS state, state_id AS last_updated_ts, state_id AS metadata_id FROM n;
      CREATE VIEW states_meta AS SELECT 1 AS metadata_id, 'light.hall' AS entity_id;`);
    database.close();
    const job = await importing("endless.db");
    expect([job.status, job.error.code]).to.deep.equal(["failed", "bad_request"]);
  });

  it("rejects other kinds of files and missing ones", async () => {
    await writeFile(join(share, "photo.jpg"), "x");
    expect((await service.call("POST", "/api/imports", { file: "photo.jpg" })).status).to.equal(400);
    expect((await service.call("POST", "/api/imports", { file: "lost.db" })).status).to.equal(404);
    expect((await service.call("POST", "/api/imports", {})).status).to.equal(400);
  });
});
