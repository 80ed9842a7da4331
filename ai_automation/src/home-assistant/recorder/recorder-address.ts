import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { ErrorCause } from "../../model/errors.ts";
import { optionsOf, serverAddressOf } from "../../model/server-address.ts";
import { RecorderError } from "./recorder-error.ts";

export type ServerKind = "mysql" | "postgresql";

/** How a driver connects: the same fields in `mysql2` and `pg`. */
export interface ServerConnection {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly ssl?: Encryption;
}

interface Encryption {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly checkServerIdentity?: () => undefined;
  readonly verifyIdentity?: boolean;
  readonly servername?: string;
}

export const kindOf = ({ protocol }: URL): ServerKind => (protocol.startsWith("postgres") ? "postgresql" : "mysql");

/**
 * Reads Home Assistant's `db_url`, including a driver such as `mysql+pymysql:` and a charset. Returns the ways to connect
 * in the order in which they have to be tried. What the address says about encryption is honored.
 * @throws RecorderError for an option that would be ignored, or a certificate that cannot be read
 */
export async function connectionsOf(address: URL): Promise<readonly ServerConnection[]> {
  const kind = kindOf(address);
  const options = optionsOf(address);
  refuseOtherServers(address);
  const { host, hostAddress, port, socket, database } = serverAddressOf(address);
  const common = {
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database,
    ...(port === null ? {} : { port: Number(port) }),
  };
  const encryptions = await (kind === "mysql" ? encryptionOfMysql(options) : encryptionOfPostgres(options));
  if (socket !== null) return [kind === "mysql" ? { ...common, socketPath: socket } : { ...common, host: socket }];
  // mysql2 does not compare an IP address with the names in a certificate.
  if (kind === "mysql" && isIP(host) !== 0 && encryptions.some((ssl) => ssl?.verifyIdentity === true))
    throw new RecorderError(
      `The name in the certificate cannot be compared with ${host}: use the server's name.`,
      badOption(host),
    );
  // The name in a certificate is the host's.
  const named = hostAddress === null ? {} : { servername: host };
  return encryptions.map((ssl) => ({
    ...common,
    host: hostAddress ?? host,
    ...(ssl === null ? {} : { ssl: { ...ssl, ...named } }),
  }));
}

/** What names the server in a file or names several would lead to another database than Home Assistant's. */
function refuseOtherServers(address: URL): void {
  const names = [...address.searchParams.keys()].map((name) => name.toLowerCase());
  const file = names.find((name) =>
    ["service", "servicefile", "read_default_file", "read_default_group"].includes(name),
  );
  if (file !== undefined)
    throw new RecorderError(
      `The option ${file} in the address is not supported: write the server's name into the address.`,
      badOption(file),
    );
  const hosts = address.searchParams.getAll("host");
  if (hosts.length > 1 || hosts.some((host) => host.includes(",")))
    throw new RecorderError(
      `The address names several servers (${hosts.join(", ")}): use the one that has the recorder's database.`,
      badOption(`host=${hosts.join(",")}`),
    );
}

type Options = ReadonlyMap<string, string>;
/** Null is a connection without encryption. */
type Encryptions = readonly (Encryption | null)[];

/** https://www.postgresql.org/docs/current/libpq-ssl.html; the default is `prefer`. */
async function encryptionOfPostgres(options: Options): Promise<Encryptions> {
  refuseUnknown(options, ["sslmode", "sslrootcert", "sslcert", "sslkey"]);
  const files = await certificates(options, { ca: "sslrootcert", cert: "sslcert", key: "sslkey" });
  const unverified: Encryption = { ...files, rejectUnauthorized: false };
  const mode = options.get("sslmode") ?? "prefer";
  switch (mode) {
    case "disable":
      return [null];
    case "allow":
      return [null, unverified];
    case "prefer":
      return [unverified, null];
    case "require":
      return [
        files.ca === undefined ? unverified : { ...files, rejectUnauthorized: true, checkServerIdentity: anyName },
      ];
    case "verify-ca":
      return [{ ...files, rejectUnauthorized: true, checkServerIdentity: anyName }];
    case "verify-full":
      return [{ ...files, rejectUnauthorized: true }];
    default:
      throw new RecorderError(
        `The option sslmode=${mode} is not known: use require, verify-ca or verify-full.`,
        badOption(`sslmode=${mode}`),
      );
  }
}

const badOption = (option: string): ErrorCause => ({ reason: "address_option", values: { option } });

const anyName = (): undefined => undefined;

/** The options of PyMySQL and mysqlclient as SQLAlchemy passes them on. */
async function encryptionOfMysql(options: Options): Promise<Encryptions> {
  const files = await certificates(options, { ca: "ssl_ca", cert: "ssl_cert", key: "ssl_key" });
  refuseUnknown(options, [
    "ssl",
    "ssl_mode",
    "ssl_ca",
    "ssl_cert",
    "ssl_key",
    "ssl_verify_cert",
    "ssl_verify_identity",
    "ssl_check_hostname",
    "ssl_disabled",
  ]);
  const mode = (options.get("ssl_mode") ?? "").toUpperCase();
  if (!["", "DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"].includes(mode))
    throw new RecorderError(
      `The option ssl_mode=${mode} is not known: use REQUIRED, VERIFY_CA or VERIFY_IDENTITY.`,
      badOption(`ssl_mode=${mode}`),
    );
  const isOn = (name: string): boolean => ["1", "true", "yes", "on"].includes((options.get(name) ?? "").toLowerCase());
  const isDisabled = mode === "DISABLED" || isOn("ssl_disabled");
  const verifiesIdentity = mode === "VERIFY_IDENTITY" || isOn("ssl_check_hostname") || isOn("ssl_verify_identity");
  const verifies = verifiesIdentity || mode === "VERIFY_CA" || isOn("ssl_verify_cert") || files.ca !== undefined;
  if (isDisabled && (verifies || isOn("ssl")))
    throw new RecorderError(
      "The address both demands and disables encryption: remove one of these options.",
      badOption("ssl"),
    );
  if (isDisabled) return [null];
  const encryption: Encryption = { ...files, rejectUnauthorized: verifies, verifyIdentity: verifiesIdentity };
  const isDemanded = verifies || isOn("ssl") || mode === "REQUIRED" || files.cert !== undefined;
  return isDemanded ? [encryption] : [encryption, null];
}

/** Options about encryption that are ignored would make a connection less safe than its address says. */
function refuseUnknown(options: Options, known: readonly string[]): void {
  const unknown = [...options.keys()].find((name) => /ssl|tls|gssenc/.test(name) && !known.includes(name));
  if (unknown !== undefined)
    throw new RecorderError(
      `The option ${unknown} in the address is not supported: use one of ${known.join(", ")}.`,
      badOption(unknown),
    );
}

async function certificates(
  options: Options,
  names: { readonly ca: string; readonly cert: string; readonly key: string },
): Promise<{ readonly ca?: string; readonly cert?: string; readonly key?: string }> {
  const contents = await Promise.all(
    Object.entries(names).map(async ([field, name]) => {
      const path = options.get(name);
      return path === undefined ? [] : [[field, await contentOf(path, name)] as const];
    }),
  );
  return Object.fromEntries(contents.flat());
}

async function contentOf(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new RecorderError(
      `The file ${path} of the option ${option} cannot be read.`,
      badOption(`${option}=${path}`),
      { cause },
    );
  }
}
