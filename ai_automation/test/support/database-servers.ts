import { execFileSync, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import knex, { type Knex } from "knex";
import type { Certificate } from "./a-certificate.ts";
import { hasEnded, killChild, spawnChild } from "./children.ts";
import { until } from "./until.ts";

/** A private server on a socket in its own folder. */
export interface DatabaseServer {
  /** The address in the form of Home Assistant's `db_url`. */
  readonly address: string;
  readonly database: Knex;
  stop(): Promise<void>;
}

/** A port on 127.0.0.1 besides the socket, with encryption if there is a certificate. */
export interface Listening {
  readonly port: number;
  readonly certificate: Certificate | null;
}

/** These servers refuse to run as root, so then they run as nobody. */
const NOBODY = 65_534;
/** The account that the servers run as. */
export const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const PLACES = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];
/** Debian has PostgreSQL's servers here, by version. */
const POSTGRES = "/usr/lib/postgresql";
/** Names the socket, too. */
const POSTGRES_PORT = 5_432;

/** Undefined if it is not installed. */
export function findProgram(name: string): string | undefined {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  const places = [...PLACES, ...versions.map((version) => join(POSTGRES, version, "bin"))];
  return places.map((place) => join(place, name)).find((path) => existsSync(path));
}

/** Undefined if MariaDB is not installed. */
export async function startMariaDb(listening?: Listening): Promise<DatabaseServer | undefined> {
  const [install, program] = [findProgram("mariadb-install-db"), findProgram("mariadbd")];
  if (install === undefined || program === undefined) return undefined;
  const folder = await ownFolder();
  const data = join(folder, "data");
  const socket = join(folder, "s");
  const common = ["--no-defaults", `--datadir=${data}`];
  execFileSync(install, [...common, "--auth-root-authentication-method=normal"], { ...account, stdio: "ignore" });
  const [certificate, key] = await ownCertificate(folder, listening);
  const network =
    listening === undefined ? ["--skip-networking"] : ["--bind-address=127.0.0.1", `--port=${listening.port}`];
  const encryption = certificate === undefined ? ["--skip-ssl"] : [`--ssl-cert=${certificate}`, `--ssl-key=${key}`];
  const child = spawnChild(program, [...common, `--socket=${socket}`, ...network, ...encryption], {
    ...account,
    stdio: "ignore",
  });
  const connection = { socketPath: socket, user: "root" };
  await query({ client: "mysql2", connection }, "CREATE DATABASE homeassistant", child);
  return {
    address: `mysql://root@localhost/homeassistant?unix_socket=${socket}`,
    database: knex({ client: "mysql2", connection: { ...connection, database: "homeassistant" } }),
    stop: () => stop(child, folder, "SIGTERM"),
  };
}

/** Undefined if PostgreSQL is not installed. */
export async function startPostgres(listening?: Listening): Promise<DatabaseServer | undefined> {
  const [install, program] = [findProgram("initdb"), findProgram("postgres")];
  if (install === undefined || program === undefined) return undefined;
  const folder = await ownFolder();
  const data = join(folder, "data");
  execFileSync(install, ["-D", data, "-U", "ha", "-A", "trust", "-N"], { ...account, stdio: "ignore" });
  const [certificate, key] = await ownCertificate(folder, listening);
  const port = listening?.port ?? POSTGRES_PORT;
  const settings = [
    `listen_addresses=${listening === undefined ? "" : "127.0.0.1"}`,
    `port=${port}`,
    ...(certificate === undefined ? [] : ["ssl=on", `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`]),
  ].flatMap((setting) => ["-c", setting]);
  const child = spawnChild(program, ["-D", data, "-k", folder, ...settings], { ...account, stdio: "ignore" });
  const connection = { host: folder, port, user: "ha", database: "postgres" };
  await query({ client: "pg", connection }, "CREATE DATABASE homeassistant", child);
  return {
    address: `postgresql://ha@/homeassistant?host=${folder}`,
    database: knex({ client: "pg", connection: { ...connection, database: "homeassistant" } }),
    stop: () => stop(child, folder, "SIGINT"),
  };
}

/** A folder of its own for a server, with an empty folder for its data. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "server-"));
  await mkdir(join(folder, "data"), { mode: 0o700 });
  if (account.uid !== undefined) for (const path of [folder, join(folder, "data")]) chownSync(path, NOBODY, NOBODY);
  return folder;
}

/** Copies that the server's account may read; PostgreSQL demands that nobody else may. */
async function ownCertificate(folder: string, listening: Listening | undefined): Promise<readonly string[]> {
  const { certificate = null } = listening ?? {};
  if (certificate === null) return [];
  const copies = [join(folder, "server.pem"), join(folder, "server.key")] as const;
  await copyFile(certificate.certificate, copies[0]);
  await copyFile(certificate.key, copies[1]);
  for (const path of copies) {
    await chmod(path, 0o600);
    if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
  }
  return copies;
}

async function query(config: Knex.Config, sql: string, child: ChildProcess): Promise<void> {
  const log = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };
  const server = knex({ ...config, log });
  try {
    const isDone = (): Promise<boolean> =>
      server.raw(sql).then(
        () => true,
        () => false,
      );
    await until(isDone, {
      what: "an answer of the database server",
      lastState: () => `its exit code: ${child.exitCode}`,
      isHopeless: () => hasEnded(child),
    });
  } finally {
    await server.destroy();
  }
}

async function stop(child: ChildProcess, folder: string, signal: NodeJS.Signals): Promise<void> {
  await killChild(child, signal);
  await rm(folder, { recursive: true });
}
