import type { SourceMark } from "./history-piece.ts";
import type { Job } from "./job.ts";
import { serverAddressOf, showServerAddress } from "./server-address.ts";

export interface ImportableFile {
  /** Path relative to the share folder. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds UTC. */
  readonly modifiedAt: number;
}

/** A file in the share folder, or the address of a recorder's database in the form of Home Assistant's `db_url`. */
type ImportSource = { readonly file: string } | { readonly address: string };

export interface Imports {
  /** Importable files in the share folder, newest first. */
  files(): Promise<readonly ImportableFile[]>;
  /** Starts an import; returns the running one if there is one. Passwords are never stored. @throws AppError */
  start(source: ImportSource): Promise<Job>;
  /** Interrupts the running import; starting it again resumes it. */
  stop(): void;
}

/** Stores positions of unfinished imports by source. */
export interface ImportMarks {
  get(source: string): Promise<SourceMark | null>;
  set(source: string, mark: SourceMark): Promise<void>;
  delete(source: string): Promise<void>;
}

/**
 * Whether it can be read as `db_url` is. An "@" after the host is refused: it is the rest of a password whose special
 * characters are not encoded, and would be shown.
 */
export const isAddress = (address: string): boolean => {
  const text = encoded(address);
  if (!URL.canParse(text)) return false;
  const { username, password, pathname } = new URL(text);
  return [username, password, pathname].every(isDecodable) && !addressName(address).includes("@");
};

/** @throws TypeError unless `isAddress` */
export const urlOf = (address: string): URL => new URL(encoded(address));

/** The address of a server without user and password: to show it, and to resume its import. */
export const addressName = (address: string): string => showServerAddress(serverAddressOf(urlOf(address)));

/**
 * The same address as a URL. SQLAlchemy reads a password up to the "@", with `/`, `?` and `#` in it, and a "%" that
 * encodes nothing as itself (2.0.54, engine/url.py). Home Assistant's examples for sockets omit the host:
 * postgresql://user@/homeassistant
 */
const encoded = (address: string): string =>
  address
    .replace(/(?<=^[\w+]+:\/\/[^:/@]*:)[^@]*(?=@)/, (password) => password.replace(/[/?#]/g, encodeURIComponent))
    .replace(/(?<=^[^@]*)%(?![\da-f]{2})(?=.*@)/gi, "%25")
    .replace(/:\/\/([^/]*@)?\//, "://$1localhost/");

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
