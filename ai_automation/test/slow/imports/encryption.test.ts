import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readSource } from "../../../src/compose/history-sources.ts";
import { openRecorderServer } from "../../../src/home-assistant/recorder/recorder-server.ts";
import { urlOf } from "../../../src/model/import.ts";
import { aCertificate, type Certificate } from "../../support/a-certificate.ts";
import { EVENING } from "../../support/a-recorder.ts";
import { startMariaDb, startPostgres, type DatabaseServer, type Listening } from "../../support/database-servers.ts";
import { fillServer, MARIADB_TYPES, POSTGRES_TYPES } from "../../support/fill-server.ts";
import { freePort } from "../../support/process.ts";

/** The options of each server's addresses by their meaning. */
const SERVERS = [
  {
    name: "MariaDB",
    start: startMariaDb,
    types: MARIADB_TYPES,
    scheme: "mysql",
    plain: ["", "ssl_disabled=true"],
    demanded: ["ssl=true", "ssl_mode=REQUIRED"],
    verified: (ca: string) => [`ssl_ca=${ca}`, `ssl_mode=VERIFY_CA&ssl_ca=${ca}`],
    named: (ca: string) => [`ssl_ca=${ca}&ssl_check_hostname=true`, `ssl_mode=VERIFY_IDENTITY&ssl_ca=${ca}`],
    encryption: "SHOW SESSION STATUS LIKE 'Ssl_cipher'",
    refused: /does not support secure connection/,
  },
  {
    name: "PostgreSQL",
    start: startPostgres,
    types: POSTGRES_TYPES,
    scheme: "postgresql",
    plain: ["", "sslmode=disable", "sslmode=allow", "sslmode=prefer"],
    demanded: ["sslmode=require"],
    verified: (ca: string) => [`sslmode=verify-ca&sslrootcert=${ca}`, `sslmode=require&sslrootcert=${ca}`],
    named: (ca: string) => [`sslmode=verify-full&sslrootcert=${ca}`],
    encryption: "SELECT 'cipher', cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    refused: /does not support SSL connections/,
  },
] as const;

const HOSTS = { named: "localhost", unnamed: "127.0.0.1" } as const;

for (const { name, start, types, scheme, ...options } of SERVERS) {
  describe(`an encrypted connection to a recorder in ${name}`, () => {
    let folder = "";
    let issued: Certificate;
    let foreign: Certificate;
    const servers: (DatabaseServer & { readonly port: number })[] = [];
    before(async function () {
      folder = await mkdtemp(join(tmpdir(), "encryption-"));
      await mkdir(join(folder, "foreign"));
      issued = await aCertificate(folder, `DNS:${HOSTS.named}`);
      foreign = await aCertificate(join(folder, "foreign"), `DNS:${HOSTS.named}`);
      for (const certificate of [issued, null]) {
        const listening: Listening = { port: await freePort(), certificate };
        const server = await start(listening);
        if (server === undefined) {
          process.stderr.write(`    skipped: ${name} is not installed\n`);
          return this.skip();
        }
        servers.push({ ...server, port: listening.port });
        await fillServer(server.database, types);
        const account =
          name === "MariaDB" ? "reader@localhost IDENTIFIED BY 'very-secret'" : "reader PASSWORD 'very-secret'";
        await server.database.raw(`CREATE USER ${account}`);
        await server.database.raw(
          name === "MariaDB"
            ? "GRANT SELECT ON homeassistant.* TO reader@localhost"
            : "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
        );
      }
    });
    after(async () => {
      for (const server of servers) {
        await server.database.destroy();
        await server.stop();
      }
      await rm(folder, { recursive: true });
    });

    const addressOf = (server: "encrypted" | "plain", option: string, host: string = HOSTS.named): string =>
      `${scheme}://reader:very-secret@${host}:${servers[server === "encrypted" ? 0 : 1]?.port}/homeassistant?${option}`;
    /** The cipher that the server reports for the connection. */
    const cipherOf = async (address: string): Promise<string> => {
      const database = await openRecorderServer(urlOf(address));
      try {
        const [row] = await database.all(options.encryption);
        const cipher = row?.[1];
        return typeof cipher === "string" ? cipher : "";
      } finally {
        await database.close();
      }
    };
    const failureOf = (address: string): Promise<string> =>
      cipherOf(address).then(
        (cipher) => `connected: ${cipher}`,
        (error: unknown) => String(error),
      );
    const CIPHER = /^(TLS_|ECDHE)/;

    it("is used if it is demanded, and the server sees it", async () => {
      for (const option of [
        ...options.demanded,
        ...options.verified(issued.authority),
        ...options.named(issued.authority),
      ])
        expect(await cipherOf(addressOf("encrypted", option)), option).to.match(CIPHER);
    });

    it("is used by default where the server offers it, and not where it is disabled", async () => {
      expect(await cipherOf(addressOf("encrypted", ""))).to.match(CIPHER);
      expect(await cipherOf(addressOf("encrypted", options.plain[1]))).to.equal("");
      for (const option of options.plain) expect(await cipherOf(addressOf("plain", option)), option).to.equal("");
    });

    it("is never replaced with an unencrypted one if it is demanded", async () => {
      for (const option of [
        ...options.demanded,
        ...options.verified(issued.authority),
        ...options.named(issued.authority),
      ]) {
        const failure = await failureOf(addressOf("plain", option));
        expect(failure, option).to.match(options.refused).and.not.include("very-secret");
      }
    });

    it("is refused with the certificate of another authority", async () => {
      const own = [...options.verified(foreign.authority), ...options.named(foreign.authority)];
      for (const option of own) {
        const failure = await failureOf(addressOf("encrypted", option));
        expect(failure, option).to.match(/cannot be read: .*(certificate|self-signed)/);
        expect(failure, option).not.to.include("very-secret");
      }
    });

    it("is refused under a name that the certificate does not have, if names are compared", async () => {
      for (const option of options.verified(issued.authority))
        expect(await cipherOf(addressOf("encrypted", option, HOSTS.unnamed)), option).to.match(CIPHER);
      for (const option of options.named(issued.authority))
        expect(await failureOf(addressOf("encrypted", option, HOSTS.unnamed)), option).to.match(
          /name in the certificate cannot be compared|does not match certificate/,
        );
    });

    it("reads the same history", async () => {
      const [option = ""] = options.named(issued.authority);
      const pieces = readSource(addressOf("encrypted", option), {
        zone: null,
        userKindOf: () => "person",
        after: null,
        now: Date.UTC(2026, 0, 1),
        workFolder: folder,
        rowsAPiece: 4,
      });
      let changes = 0;
      for await (const piece of pieces) changes += piece.changes.length;
      expect(changes).to.equal(EVENING.length);
    });
  });
}
