/** The server and the database that the address of a recorder names. */
export interface ServerAddress {
  readonly protocol: string;
  readonly host: string;
  /** An IP address that is connected to instead of the host's. */
  readonly hostAddress: string | null;
  readonly port: string | null;
  /** The path of a socket (MariaDB) or of its folder (PostgreSQL), which replaces the host. */
  readonly socket: string | null;
  readonly database: string;
}

/**
 * Reads which database an address names. Options replace the parts before them, as in SQLAlchemy (2.0.54,
 * dialects/postgresql/_psycopg_common.py and dialects/mysql/mysqldb.py).
 */
export function serverAddressOf(address: URL): ServerAddress {
  const options = optionsOf(address);
  const { protocol, hostname, pathname } = address;
  const otherHost = options.get("host") ?? "";
  const isFolder = otherHost.startsWith("/");
  const [, host = otherHost, portOfHost = ""] = HOST_AND_PORT.exec(otherHost) ?? [];
  const port = [options.get("port"), portOfHost, address.port].find((one) => one !== undefined && one !== "");
  return {
    protocol,
    host: host === "" || isFolder ? hostname.replace(/^\[|\]$/g, "") : host,
    hostAddress: options.get("hostaddr") ?? null,
    port: port ?? null,
    socket: options.get("unix_socket") ?? (isFolder ? otherHost : null),
    database:
      options.get("dbname") ?? options.get("database") ?? options.get("db") ?? decodeURIComponent(pathname.slice(1)),
  };
}

const HOST_AND_PORT = /^([\w.-]+):(\d*)$/;

/** The options of an address, by lower-case name. */
export const optionsOf = ({ searchParams }: URL): ReadonlyMap<string, string> =>
  new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));

/** Without user, password and other options: for messages, and to resume an import from the same database. */
export function showServerAddress({ protocol, host, hostAddress, port, socket, database }: ServerAddress): string {
  const options = [
    ...(hostAddress === null ? [] : [`hostaddr=${hostAddress}`]),
    ...(socket === null ? [] : [`${protocol.startsWith("postgres") ? "host" : "unix_socket"}=${socket}`]),
  ];
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return `${protocol}//${shownHost}${port === null ? "" : `:${port}`}/${database}${options.length === 0 ? "" : `?${options.join("&")}`}`;
}
