import type { SourceMark } from "./history-piece.ts";
import type { Job } from "./job.ts";

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

/** Home Assistant's examples for sockets omit the host: postgresql://user@/homeassistant */
const withHost = (address: string): string => address.replace(/:\/\/([^/]*@)?\//, "://$1localhost/");

export const isAddress = (address: string): boolean => URL.canParse(withHost(address));

/** @throws TypeError unless `isAddress` */
export const urlOf = (address: string): URL => new URL(withHost(address));

/** The address of a server without user, password and options: to show it, and to resume its import. */
export function addressName(address: string): string {
  const { protocol, host, pathname } = urlOf(address);
  return `${protocol}//${host}${pathname}`;
}
