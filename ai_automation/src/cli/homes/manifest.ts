import { MAX_LINE, splitFields } from "../../history/recording/parse-recording.ts";
import { isTimeZone } from "../../model/clock.ts";
import type { Location } from "../../model/sun.ts";
import { UsageError } from "../options.ts";

/** A line of a manifest. Files are written as in the manifest. */
interface ManifestEntry {
  readonly file: string;
  readonly zone: string;
  readonly location: Location | null;
  readonly machines: string | null;
  readonly automations: string | null;
}

export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  /** Columns with an unknown name. */
  readonly unused: readonly string[];
}

/** Where a manifest says nothing. */
export interface Defaults {
  readonly zone: string | null;
  readonly location: Location | null;
}

const COLUMNS = ["file", "zone", "latitude", "longitude", "elevation", "machines", "automations"] as const;
type Column = (typeof COLUMNS)[number];
type Fields = Readonly<Record<Column, string>>;

const SHOWN_FAULTS = 10;

/** Whether a file with this first line lists recordings, and is not one. */
export const isManifestHeader = (line: string): boolean => columnsOf(line.replaceAll(/[;\t]/g, ",")).includes("file");

/**
 * Parses a list of recordings: CSV with a header, in which only the column `file` is required.
 * @throws UsageError naming every faulty line (the first ten), its fault and the remedy
 */
export function parseManifest(text: string, name: string, defaults: Defaults): Manifest {
  const [header = "", ...lines] = text.split(/\r?\n/);
  if (header.length > MAX_LINE) throw new UsageError(`${name}, line 1: it has more than ${MAX_LINE} characters`);
  const columns = columnsOf(header);
  requireColumns(columns, header, name);
  const entries: ManifestEntry[] = [];
  const faults: string[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, content] of lines.entries()) {
    if (content.trim() === "") continue;
    const line = index + 2;
    try {
      if (content.length > MAX_LINE) throw new Fault(`it has more than ${MAX_LINE} characters`);
      const entry = entryOf(fieldsOf(content, columns), defaults);
      const earlier = lineOf.get(entry.file);
      if (earlier !== undefined) throw new Fault(`"${entry.file}" is on line ${earlier} already: delete one of them`);
      lineOf.set(entry.file, line);
      entries.push(entry);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(`${name}, line ${line}: ${error.message}`);
    }
  }
  if (faults.length > 0) throw new UsageError(shown(faults));
  if (entries.length === 0) throw new UsageError(`${name}: it contains only the header: add a line for each recording`);
  return { entries, unused: columns.filter((column) => column !== "" && !COLUMNS.some((known) => known === column)) };
}

/** A fault of one line; the message is completed with its place. */
class Fault extends Error {}

const columnsOf = (header: string): readonly string[] =>
  splitFields(header.replace(/^\uFEFF/, "")).map((column) => column.trim().toLowerCase());

function requireColumns(columns: readonly string[], header: string, name: string): void {
  if (!columns.includes("file")) {
    const remedy = /[;\t]/.test(header) ? "save it as CSV with commas" : `the columns are ${COLUMNS.join(",")}`;
    throw new UsageError(`${name}, line 1: there is no column "file": ${remedy}`);
  }
  const twice = COLUMNS.find((column) => columns.filter((other) => other === column).length > 1);
  if (twice !== undefined) throw new UsageError(`${name}, line 1: the column "${twice}" is there twice: delete one`);
}

function fieldsOf(content: string, columns: readonly string[]): Fields {
  const fields = splitFields(content).map((field) => field.trim());
  if (fields.length !== columns.length) {
    const remedy = fields.length > columns.length ? ": write a value with commas in quotes" : "";
    throw new Fault(`${fields.length} values, but ${columns.length} columns${remedy}`);
  }
  const valueOf = (column: Column): string => fields[columns.indexOf(column)] ?? "";
  return {
    file: valueOf("file"),
    zone: valueOf("zone"),
    latitude: valueOf("latitude"),
    longitude: valueOf("longitude"),
    elevation: valueOf("elevation"),
    machines: valueOf("machines"),
    automations: valueOf("automations"),
  };
}

function entryOf(fields: Fields, defaults: Defaults): ManifestEntry {
  if (fields.file === "") throw new Fault("it names no file: fill in the column file, or delete the line");
  return {
    file: fields.file,
    zone: zoneIn(fields, defaults),
    location: locationIn(fields) ?? defaults.location,
    machines: fields.machines || null,
    automations: fields.automations || null,
  };
}

function zoneIn({ zone }: Fields, defaults: Defaults): string {
  const found = zone || defaults.zone;
  if (found === null) throw new Fault("it has no time zone: fill in the column zone, or give --time-zone for all");
  if (!isTimeZone(found)) throw new Fault(`"${found}" is not an IANA time zone such as Europe/Amsterdam`);
  return found;
}

function locationIn({ latitude, longitude, elevation }: Fields): Location | null {
  if (latitude === "" && longitude === "") {
    if (elevation !== "") throw new Fault("it has an elevation only: fill in the columns latitude and longitude");
    return null;
  }
  return {
    latitude: numberIn(latitude, "latitude", "degrees between -90 and 90", (value) => Math.abs(value) <= 90),
    longitude: numberIn(longitude, "longitude", "degrees between -180 and 180", (value) => Math.abs(value) <= 180),
    elevation: elevation === "" ? 0 : numberIn(elevation, "elevation", "meters above the sea", () => true),
  };
}

function numberIn(text: string, column: Column, meaning: string, isPossible: (value: number) => boolean): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || !isPossible(value))
    throw new Fault(`the ${column} is "${text}": it must be ${meaning}`);
  return value;
}

function shown(faults: readonly string[]): string {
  const more = faults.length - SHOWN_FAULTS;
  return [...faults.slice(0, SHOWN_FAULTS), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
