import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { connectionsOf } from "../../../../src/home-assistant/recorder/recorder-address.ts";
import { addressName, isAddress, urlOf } from "../../../../src/model/import.ts";

describe("the address of a recorder's server", () => {
  let folder = "";
  let ca = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "address-"));
    ca = join(folder, "ca.pem");
    await writeFile(ca, "CERTIFICATE");
  });
  after(() => rm(folder, { recursive: true }));

  const encryptions = async (address: string) =>
    (await connectionsOf(urlOf(address))).map(({ ssl }) =>
      ssl === undefined ? null : { verifies: ssl.rejectUnauthorized, ca: ssl.ca, name: nameCheck(ssl) },
    );
  const nameCheck = (ssl: { checkServerIdentity?: unknown; verifyIdentity?: boolean }): boolean =>
    ssl.verifyIdentity ?? ssl.checkServerIdentity === undefined;
  const failure = (address: string): Promise<string> =>
    encryptions(address).then(
      () => "no failure",
      (error: Error) => error.message,
    );
  const ENCRYPTED = { verifies: false, ca: undefined };

  it("of PostgreSQL is encrypted as sslmode says, by default if possible", async () => {
    const address = "postgresql://ha@db/homeassistant";
    expect(await encryptions(address)).to.deep.equal([{ ...ENCRYPTED, name: true }, null]);
    expect(await encryptions(`${address}?sslmode=disable`)).to.deep.equal([null]);
    expect(await encryptions(`${address}?sslmode=allow`)).to.deep.equal([null, { ...ENCRYPTED, name: true }]);
    expect(await encryptions(`${address}?sslmode=require`)).to.deep.equal([{ ...ENCRYPTED, name: true }]);
    expect(await encryptions(`${address}?sslmode=require&sslrootcert=${ca}`)).to.deep.equal([
      { verifies: true, ca: "CERTIFICATE", name: false },
    ]);
    expect(await encryptions(`${address}?sslmode=verify-full&sslrootcert=${ca}`)).to.deep.equal([
      { verifies: true, ca: "CERTIFICATE", name: true },
    ]);
  });

  it("of MariaDB is encrypted as its options say, by default if possible", async () => {
    const address = "mysql+pymysql://ha:pw@core-mariadb/homeassistant?charset=utf8mb4";
    expect(await encryptions(address)).to.deep.equal([{ ...ENCRYPTED, name: false }, null]);
    expect(await encryptions(`${address}&ssl=true`)).to.deep.equal([{ ...ENCRYPTED, name: false }]);
    expect(await encryptions(`${address}&ssl_mode=REQUIRED`)).to.deep.equal([{ ...ENCRYPTED, name: false }]);
    expect(await encryptions(`${address}&ssl_ca=${ca}`)).to.deep.equal([
      { verifies: true, ca: "CERTIFICATE", name: false },
    ]);
    expect(await encryptions(`${address}&ssl_ca=${ca}&ssl_check_hostname=true`)).to.deep.equal([
      { verifies: true, ca: "CERTIFICATE", name: true },
    ]);
    expect(await encryptions(`${address}&ssl_disabled=true`)).to.deep.equal([null]);
  });

  it("is refused if it demands what would be ignored", async () => {
    expect(await failure("postgresql://ha@db/ha?sslmode=sometimes")).to.match(/sslmode=sometimes is not known/);
    expect(await failure("postgresql://ha@db/ha?sslcrl=/a")).to.match(/sslcrl in the address is not supported/);
    expect(await failure("mysql://ha@db/ha?ssl_mode=HALF")).to.match(/ssl_mode=HALF is not known/);
    expect(await failure("mysql://ha@10.0.0.1/ha?ssl_check_hostname=true")).to.match(/use the server's name/);
    expect(await failure("mysql://ha@db/ha?tls_version=1.3")).to.match(/tls_version in the address is not supported/);
    expect(await failure("mysql://ha@db/ha?ssl=true&ssl_disabled=true")).to.match(/both demands and disables/);
    expect(await failure(`mysql://ha@db/ha?ssl_ca=${folder}/none.pem`)).to.match(
      /none\.pem of the option ssl_ca cannot/,
    );
  });

  it("may name a socket, and is shown without user, password and options", async () => {
    expect(await connectionsOf(urlOf("postgresql://ha@/homeassistant?host=/run"))).to.deep.equal([
      { user: "ha", password: "", database: "homeassistant", host: "/run" },
    ]);
    const [socket] = await connectionsOf(urlOf("mysql://ha:a%40b@localhost/ha?unix_socket=/run/s"));
    expect(socket).to.deep.equal({ user: "ha", password: "a@b", database: "ha", socketPath: "/run/s" });
    expect(addressName("mysql://ha:very-secret@db:3307/ha?ssl=true")).to.equal("mysql://db:3307/ha");
  });

  it("is shown with the options that name the server, so that no two servers share an import", async () => {
    for (const [address, shown, connected] of [
      ["postgresql://ha@/ha?host=/run/a", "postgresql://localhost/ha?host=/run/a", { host: "/run/a" }],
      ["postgresql://ha@localhost:5433/ha?host=/run/a", "postgresql://localhost:5433/ha?host=/run/a", { port: 5_433 }],
      ["mysql://ha@localhost/ha?unix_socket=/a/s", "mysql://localhost/ha?unix_socket=/a/s", { socketPath: "/a/s" }],
      ["postgresql://ha@/ha?host=db2", "postgresql://db2/ha", { host: "db2" }],
      ["postgresql://ha@db/ha?host=db2:5433", "postgresql://db2:5433/ha", { host: "db2", port: 5_433 }],
      ["postgresql://ha@db:1/ha?port=5433", "postgresql://db:5433/ha", { host: "db", port: 5_433 }],
      ["postgresql://ha@db/ha?hostaddr=10.0.0.2", "postgresql://db/ha?hostaddr=10.0.0.2", { host: "10.0.0.2" }],
      ["postgresql://ha@db/?dbname=other", "postgresql://db/other", { database: "other" }],
      ["mysql://ha@db/ha?DB=other", "mysql://db/other", { database: "other" }],
      ["mysql://ha@[::1]:3307/ha?charset=utf8mb4", "mysql://[::1]:3307/ha", { host: "::1", port: 3_307 }],
    ] as const) {
      expect(addressName(address)).to.equal(shown);
      expect((await connectionsOf(urlOf(address)))[0], address).to.include(connected);
    }
  });

  it("is refused if it does not name one server itself", async () => {
    expect(await failure("postgresql://ha@/ha?host=a,b")).to.match(/names several servers \(a,b\)/);
    expect(await failure("postgresql://ha@/ha?host=a:1&host=b:2")).to.match(/names several servers \(a:1, b:2\)/);
    expect(await failure("postgresql:///ha?service=home")).to.match(/option service in the address is not supported/);
    expect(await failure("mysql://ha@db/ha?read_default_file=/a")).to.match(/option read_default_file in the address/);
  });

  it("has a certificate for its host, also if another IP address is connected to", async () => {
    const [connection] = await connectionsOf(urlOf("postgresql://ha@db/ha?hostaddr=10.0.0.2&sslmode=verify-full"));
    expect(connection).to.deep.include({ host: "10.0.0.2", ssl: { rejectUnauthorized: true, servername: "db" } });
  });

  it("may name the host in an option, which is no socket and encrypted as the address says", async () => {
    const [other] = await connectionsOf(
      urlOf("postgresql://ha@/homeassistant?host=10.0.0.2&port=5433&sslmode=require"),
    );
    expect(other).to.deep.include({ host: "10.0.0.2", port: 5433, ssl: { rejectUnauthorized: false } });
    const [mysql] = await connectionsOf(urlOf("mysql://ha@db/homeassistant?host=10.0.0.2&ssl=true"));
    expect(mysql).to.deep.include({ host: "10.0.0.2" });
    expect(mysql?.ssl?.rejectUnauthorized).to.equal(false);
  });

  it("has the password that SQLAlchemy reads in it, also if its special characters are not encoded", async () => {
    for (const [written, password] of [
      ["12/34", "12/34"],
      ["/a", "/a"],
      ["a?b#c", "a?b#c"],
      ["12#3%4", "12#3%4"],
      ["100%zz%2F", "100%zz/"],
    ]) {
      const address = `mysql+pymysql://ha:${written}@db:3307/homeassistant?charset=utf8mb4`;
      expect(isAddress(address), written).to.equal(true);
      expect((await connectionsOf(urlOf(address)))[0]).to.include({ user: "ha", password, host: "db", port: 3307 });
      expect(addressName(address)).to.equal("mysql+pymysql://db:3307/homeassistant");
    }
  });

  it("is refused rather than shown if a part of the password could be taken for the database", () => {
    for (const address of [
      "mysql://ha:a@b/c@db/homeassistant",
      "mysql://ha@home:12/34@db/homeassistant",
      "mysql://ha@12/34@db",
      "mysql://ha:%ff@db/homeassistant",
      "mysql://ha:pw@db/%ff",
      "postgresql://ha@12/34?dbname=5@db",
    ])
      expect(isAddress(address), address).to.equal(false);
  });
});
