import { z } from "zod";
import { LOG_LEVELS } from "../config/settings.ts";

/** The role that serves and works: no superuser, no owner of tables, and subject to row-level security. */
export const APP_ROLE = "fleet_app";

export interface FleetSettings {
  /** Connects as `fleet_app`. */
  readonly databaseUrl: string;
  /** Connects as a role that may create roles, schemas and tables; only `migrate` and `tenant` need it. */
  readonly ownerUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Encrypts the sessions of the page; null for a key that lasts as long as the process. */
  readonly sessionKey: Buffer | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const postgres = z.url({ protocol: /^postgres(ql)?$/ });

const variables = z.object({
  FLEET_DATABASE_URL: postgres.refine((url) => new URL(url).username === APP_ROLE, `its user must be ${APP_ROLE}`),
  FLEET_OWNER_URL: postgres.optional(),
  FLEET_HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default("127.0.0.1"),
  FLEET_PORT: z.coerce.number().int().min(0).max(65_535).default(8012),
  FLEET_SESSION_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints")
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
});

/** A message per wrong variable; never their values, which have passwords. */
export class FleetSettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "FleetSettingsError";
  }
}

/** @throws FleetSettingsError */
export function readFleetSettings(environment: Readonly<Record<string, string | undefined>>): FleetSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success)
    throw new FleetSettingsError(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
  const { data } = parsed;
  return {
    databaseUrl: data.FLEET_DATABASE_URL,
    ownerUrl: data.FLEET_OWNER_URL ?? null,
    host: data.FLEET_HOST,
    port: data.FLEET_PORT,
    sessionKey: data.FLEET_SESSION_KEY === undefined ? null : Buffer.from(data.FLEET_SESSION_KEY, "hex"),
    logLevel: data.LOG_LEVEL,
  };
}
