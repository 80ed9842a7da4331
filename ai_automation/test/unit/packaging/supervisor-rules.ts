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

/** What the Supervisor accepts (supervisor/apps/validate.py) of the keys that an app without host access may use. */
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
  map: z.array(z.string().regex(/^(share|media|ssl|backup|app_config|homeassistant_config)(:r[ow])?$/)).optional(),
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
  backup: z.enum(["hot", "cold"]).optional(),
  backup_exclude: z.array(text).optional(),
  breaking_versions: z.array(text).optional(),
  options: z.record(text, z.unknown()),
  schema: z.record(text, optionType),
});

/** A key at its default is an error of the app linter (frenck/action-app-linter, `check_is_default`). */
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

/** Whether the Supervisor takes a text for an option of a type; other types than those of texts take none. */
export function acceptsText(type: string, text: string): boolean {
  const [, name, argument = ""] = /^(\w+?)(?:\((.*)\))?\??$/.exec(type) ?? [];
  if (name === "match") return new RegExp(argument).test(text);
  if (name === "list") return argument.split("|").includes(text);
  return name === "str" || name === "password";
}
