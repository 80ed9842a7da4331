import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Knex } from "knex";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { startMariaDb, startPostgres, type DatabaseServer } from "../support/database-servers.ts";
import { fillServer, MARIADB_TYPES, POSTGRES_TYPES } from "../support/fill-server.ts";
import { preventFirstAnalysis } from "../support/no-first-analysis.ts";
import { connected } from "../support/process.ts";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

const PASSWORD = "very-secret";
/** What the browser keeps besides the page. */
const STORED = "location.href + JSON.stringify([localStorage, sessionStorage, history.state])";

const SERVERS = [
  {
    name: "MariaDB",
    start: startMariaDb,
    types: MARIADB_TYPES,
    user: [
      `CREATE USER reader@localhost IDENTIFIED BY '${PASSWORD}'`,
      "GRANT SELECT ON homeassistant.* TO reader@localhost",
    ],
    lock: "LOCK TABLES states WRITE",
    unlock: "UNLOCK TABLES",
    fault:
      /^The recorder at mysql:\/\/localhost\/other\?unix_socket=\S+ cannot be read: Access denied for user 'reader'@'localhost'/,
  },
  {
    name: "PostgreSQL",
    start: startPostgres,
    types: POSTGRES_TYPES,
    user: [`CREATE USER reader PASSWORD '${PASSWORD}'`, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"],
    lock: "LOCK TABLE states IN ACCESS EXCLUSIVE MODE",
    unlock: "COMMIT",
    fault: /^The recorder at postgresql:\/\/localhost\/other\?host=\S+ cannot be read: database "other" does not exist/,
  },
] as const;

describePanel("an import from a server in the panel", (panel) => {
  let folder = "";
  panel.startWith(async () => {
    folder = await mkdtemp(join(tmpdir(), "import-"));
    const path = join(folder, "ai.db");
    const database = await openDatabase(path);
    await migrate(database);
    await preventFirstAnalysis(database, Date.now());
    await database.destroy();
    return { DATABASE_PATH: path };
  }, connected);
  after(() => rm(folder, { recursive: true, force: true }));

  const status = () => panel.page.locator("import-form [role=status]");
  const importFrom = async (address: string): Promise<void> => {
    await panel.page.locator("import-form input[name=address]").fill(address);
    await panel.page.locator("import-form input[name=address] + button").click();
  };
  const expectUsable = async (): Promise<void> => {
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    expect(await panel.overflow()).to.equal(0);
  };
  const expectNoPassword = async (): Promise<void> => {
    expect(await panel.page.locator("import-form input[name=address]").inputValue()).to.equal("");
    const [content, stored] = [panel.page.content(), panel.page.evaluate<string>(STORED)];
    expect((await content) + (await stored)).not.to.include(PASSWORD);
    const { stdout, stderr } = panel.service.output;
    expect(stdout).to.include("job failed");
    expect(stdout + stderr).not.to.include(PASSWORD);
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files).to.include(join(folder, "ai.db"));
    for (const file of files) expect((await readFile(file)).includes(PASSWORD), file).to.equal(false);
  };

  for (const { name, start, types, user, lock, unlock, fault } of SERVERS)
    describe(`of ${name}`, () => {
      let server: DatabaseServer | undefined;
      let address = "";
      before(async function () {
        server = await start();
        if (server === undefined) {
          process.stderr.write(`    skipped: ${name} is not installed\n`);
          return this.skip();
        }
        await fillServer(server.database, types);
        for (const statement of user) await server.database.raw(statement);
        address = server.address.replace(/\/\/\w+@/, `//reader:${PASSWORD}@`);
      });
      after(async () => {
        await server?.database.destroy();
        await server?.stop();
      });
      const whileLocked = async (work: () => Promise<void>): Promise<void> => {
        const held: Knex.Transaction | undefined = await server?.database.transaction();
        await held?.raw(lock);
        try {
          await work();
        } finally {
          // The connections of a server are closed only when none is in use.
          await held?.raw(unlock);
          await held?.commit();
        }
      };

      it("reports errors in words, progress that can be cancelled, and the result, and stores no password", async () => {
        await panel.open("#/history", { viewport: { width: 390, height: 900 } });
        await importFrom(address.replace("/homeassistant", "/other"));
        await status().getByText(fault).waitFor();
        await expectUsable();
        await whileLocked(async () => {
          await importFrom(address);
          await status()
            .getByText(/^(Connecting|Reading the history) 0%$/)
            .waitFor();
          await expectUsable();
          await status().getByRole("button", { name: "Cancel" }).click();
          await status()
            .getByText("Stopped after 0 rows. What was read is kept. Import it again to continue.")
            .waitFor();
          await expectUsable();
        });
        await importFrom(address);
        // Both servers have the same evening, so the second one adds nothing.
        await status()
          .getByText(/7 changes read, [07] of them new\.\s+5 of 13 rows were left out/)
          .waitFor();
        await expectUsable();
        await expectNoPassword();
        expect(panel.complaints).to.deep.equal([]);
      });
    });
});
