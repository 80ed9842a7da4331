import { parseArgs, type ParseArgsConfig } from "node:util";
import { createClock, createWallClock, isTimeZone, parseDay, type Clock } from "../model/clock.ts";
import type { Location } from "../model/sun.ts";
import type { HomeSource } from "./analyses/home-source.ts";

/** Wrong use of the command line: printed without a stack, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** The user asked for help: the usage goes to stdout, exit code 0. */
export class HelpRequest extends Error {
  constructor(usage: string) {
    super(usage);
    this.name = "HelpRequest";
  }
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options of every command that reads a recording. */
export const RECORDING_OPTIONS = {
  events: { type: "string" },
  "time-zone": { type: "string" },
  latitude: { type: "string" },
  longitude: { type: "string" },
  elevation: { type: "string" },
  json: { type: "boolean" },
  output: { type: "string" },
} as const satisfies Options;

export function parseOptions<T extends Options>(options: T, usage: string, args = process.argv.slice(2)) {
  if (args.includes("--help")) throw new HelpRequest(usage);
  try {
    return parseArgs({ options, args, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing`);
  return value;
}

export function zoneOf(value: string | undefined): string {
  const zone = required(value, "time-zone");
  if (!isTimeZone(zone))
    throw new UsageError(`--time-zone ${zone}: must be an IANA time zone such as Europe/Amsterdam`);
  return zone;
}

/** @throws UsageError */
export const sourceOf = (
  values: LocationValues & {
    readonly events?: string | undefined;
    readonly "time-zone"?: string | undefined;
    readonly machines?: string | undefined;
  },
): HomeSource => ({
  file: required(values.events, "events"),
  zone: zoneOf(values["time-zone"]),
  location: locationOf(values),
  machines: values.machines ?? null,
});

export interface LocationValues {
  readonly latitude?: string | undefined;
  readonly longitude?: string | undefined;
  readonly elevation?: string | undefined;
}

export function locationOf({ latitude, longitude, elevation = "0" }: LocationValues): Location | null {
  if (latitude === undefined && longitude === undefined) return null;
  const meters = Number(elevation);
  if (!Number.isFinite(meters) || elevation.trim() === "") {
    throw new UsageError(`--elevation ${elevation}: must be meters above the sea`);
  }
  return {
    latitude: degrees(latitude, "latitude", 90),
    longitude: degrees(longitude, "longitude", 180),
    elevation: meters,
  };
}

export function dayOption(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const day = parseDay(value);
  if (day === undefined) throw new UsageError(`--${name} ${value}: must be a date such as 2023-10-01`);
  return day;
}

export function wholeNumber(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value)) throw new UsageError(`--${name} ${value}: must be a whole number above zero`);
  return Number(value);
}

export const clockOf = (zone: string, hasOffsets: boolean): Clock =>
  hasOffsets ? createClock(zone) : createWallClock(zone);

function degrees(value: string | undefined, name: string, most: number): number {
  const number = Number(required(value, name));
  if (!Number.isFinite(number) || Math.abs(number) > most) {
    throw new UsageError(`--${name} ${value}: must be degrees between -${most} and ${most}`);
  }
  return number;
}
