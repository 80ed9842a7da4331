import { z } from "zod";

const flag = z.boolean().optional();
const text = z.string().min(1);
const network = z.string().regex(/^\d+(\/(tcp|udp))?$/);
const port = z.int().min(1).max(65_535);
const range = String.raw`(\((-?[\d.]+)?,(-?[\d.]+)?\))?`;

/** One type of the option schema: supervisor/apps/options.py `RE_SCHEMA_ELEMENT`. */
const optionType = z
  .string()
  .regex(
    new RegExp(
      `^(bool|email|url|port|device(\\(.+\\))?|(str|password|int|float)${range}|match\\(.*\\)|list\\(.+\\))\\??$`,
    ),
  );

/** A folder of the host, read-only by default; names as of Supervisor 2026.07.1. */
const FOLDER = "all_app_configs|app_config|backup|data|homeassistant_config|local_apps|media|share|ssl";
const mapping = z.union([
  z.array(z.string().regex(new RegExp(`^(${FOLDER})(:r[ow])?$`))),
  z.array(
    z.strictObject({ type: z.string().regex(new RegExp(`^(${FOLDER})$`)), read_only: flag, path: text.optional() }),
  ),
]);

/** The keys that the Supervisor accepts from an app without host access (supervisor/apps/validate.py). */
export const SupervisorConfig = z.strictObject({
  name: text,
  version: text,
  slug: z.string().regex(/^[-_.A-Za-z0-9]+$/),
  description: text,
  arch: z.array(z.enum(["aarch64", "amd64"])).min(1),
  url: z.url().optional(),
  image: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._\-/]*$/)
    .optional(),
  startup: z.enum(["application", "initialize", "once", "services", "system"]).optional(),
  boot: z.enum(["auto", "manual", "manual_only"]).optional(),
  init: flag,
  stage: z.enum(["deprecated", "experimental", "stable"]).optional(),
  homeassistant: z
    .string()
    .regex(/^\d{4}\.\d{1,2}\.\d+$/)
    .optional(),
  homeassistant_api: flag,
  hassio_api: flag,
  hassio_role: z.enum(["default", "homeassistant", "backup", "manager", "admin"]).optional(),
  auth_api: flag,
  apparmor: flag,
  services: z.array(z.string().regex(/^(mqtt|mysql):(provide|want|need)$/)).optional(),
  map: mapping.optional(),
  ports: z.record(network, port.nullable()).optional(),
  ingress: flag,
  ingress_port: port.optional(),
  ingress_entry: z.string().regex(/^[^/]/).optional(),
  ingress_stream: flag,
  panel_icon: z.string().regex(/^mdi:/).optional(),
  panel_title: text.optional(),
  panel_admin: flag,
  timeout: z.int().min(10).max(300).optional(),
  tmpfs: flag,
  ulimits: z.record(z.string(), z.int()).optional(),
  backup: z.enum(["hot", "cold"]).optional(),
  backup_exclude: z.array(text).optional(),
  breaking_versions: z.array(text).optional(),
  environment: z.record(z.string().regex(/^\w*$/), z.string()).optional(),
  options: z.record(text, z.unknown()),
  schema: z.record(text, optionType),
});

/** The app linter rejects keys at their default (frenck/action-app-linter, `check_is_default`). */
export const DEFAULTS: Readonly<Record<string, unknown>> = {
  startup: "application",
  boot: "auto",
  init: true,
  stage: "stable",
  homeassistant_api: false,
  hassio_api: false,
  hassio_role: "default",
  auth_api: false,
  apparmor: true,
  ingress: false,
  ingress_port: 8099,
  ingress_stream: false,
  panel_icon: "mdi:puzzle",
  panel_admin: true,
  timeout: 10,
  tmpfs: false,
  backup: "hot",
};

/** A file of `translations/`: supervisor/apps/validate.py `SCHEMA_APP_TRANSLATIONS`. */
export const SupervisorTranslation = z.strictObject({
  configuration: z.record(text, z.strictObject({ name: text, description: text })),
  network: z.record(network, text),
});

/** The Supervisor replaces the only line that begins with "profile" with the slug of the installation. */
export const PROFILE_LINE = /^profile .*$/gm;

/**
 * 1 to 8, as the store shows it: supervisor/apps/utils.py `rating_security`. Access to the host's network, processes,
 * devices or Docker would cost points, but `SupervisorConfig` does not allow the keys for it.
 */
export function securityRating(config: z.output<typeof SupervisorConfig>, hasOwnProfile: boolean): number {
  const confinement = config.apparmor === false ? -1 : hasOwnProfile ? 1 : 0;
  const access = config.ingress === true ? 2 : config.auth_api === true ? 1 : 0;
  const role = config.hassio_role === "admin" ? -2 : config.hassio_role === "manager" ? -1 : 0;
  return Math.min(8, Math.max(1, 5 + confinement + access + role));
}

/** Whether the Supervisor accepts a text as the value of an option of this type. Unlisted types accept none. */
export function acceptsText(type: string, text: string): boolean {
  const [, name, argument = ""] = /^(\w+?)(?:\((.*)\))?\??$/.exec(type) ?? [];
  if (name === "match") return new RegExp(argument).test(text);
  if (name === "int") {
    const [least = -Infinity, most = Infinity] = argument.split(",").map(Number);
    return /^-?\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  }
  if (name === "list") return argument.split("|").includes(text);
  if (name === "bool") return text === "true" || text === "false";
  return name === "str" || name === "password";
}
