import { z } from "zod";
import { parseTimeOfDay } from "../model/clock.ts";

/** A setting. Its option in `/data/options.json` is the environment variable in lower case. */
export interface Setting {
  readonly variable: string;
  /** The app's option; null if the Supervisor determines the value. */
  readonly option: string | null;
  readonly default: string;
  readonly description: string;
  /** Completes the error message "it must be ...". */
  readonly allowed: string;
  readonly isSecret: boolean;
}

const setting = (
  variable: string,
  fallback: string,
  description: string,
  allowed: string,
  kind: { readonly isOption?: boolean; readonly isSecret?: boolean } = {},
): Setting => ({
  variable,
  option: kind.isOption === true ? variable.toLowerCase() : null,
  default: fallback,
  description,
  allowed,
  isSecret: kind.isSecret === true,
});

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

/** Notifications: none, in Home Assistant's sidebar, or on the users' phones. */
const NOTIFY_KINDS = ["off", "persistent", "mobile"] as const;

export const DEFAULT_DATABASE = "data/ai_automation.db";

/** The simulated home's database, unless `DATABASE_PATH` is set: it never shares one with a real home by default. */
export const SIMULATED_DATABASE = "data/ai_automation.simulated.db";

/** All settings; tests check docs, option schema and translations against it. */
export const SETTINGS = [
  setting("PORT", "8011", "HTTP port", "a whole number from 1 to 65535"),
  setting(
    "HOST",
    "127.0.0.1",
    "Address to listen on; anything but loopback needs API_TOKEN",
    "an IP address or host name",
  ),
  setting(
    "API_TOKEN",
    "",
    "Bearer token for direct access to the HTTP port",
    "empty, or 16 to 256 characters without spaces",
    {
      isOption: true,
      isSecret: true,
    },
  ),
  setting(
    "CORS_ORIGINS",
    "http://localhost:3002",
    "Web origins that may call the API from a browser, separated by commas",
    "origins such as http://localhost:3002, separated by commas",
    { isOption: true },
  ),
  setting("DATABASE_PATH", DEFAULT_DATABASE, "SQLite file", "a file path"),
  setting("LOG_LEVEL", "info", "Minimum level of log lines", `one of ${LOG_LEVELS.join(", ")}`, { isOption: true }),
  setting(
    "HA_URL",
    "",
    "Home Assistant's address, without a Supervisor",
    "an address such as http://homeassistant.local:8123",
  ),
  setting("HA_TOKEN", "", "Long-lived access token of an administrator, with HA_URL", "a token, together with HA_URL", {
    isSecret: true,
  }),
  setting(
    "PANEL_URL",
    "",
    "Address of the panel for links in notifications and descriptions, without a Supervisor",
    "empty, or an address such as http://192.168.1.2:8011",
  ),
  setting(
    "SERVICE_ACCOUNTS",
    "",
    "Home Assistant users that are not people, by name, separated by commas",
    "names of users, separated by commas",
    { isOption: true },
  ),
  setting("ANALYSIS_TIME", "03:00", "Start of the nightly analysis, in the home's time zone", "a time such as 03:00", {
    isOption: true,
  }),
  setting(
    "RETENTION_DAYS",
    "730",
    "Days of history to keep; 0 for unlimited",
    "a whole number of days from 0 to 36500",
    {
      isOption: true,
    },
  ),
  setting(
    "MAX_NEW_PER_WEEK",
    "3",
    "Maximum of new suggestions a week, after the first analysis",
    "a whole number from 0 to 100",
    { isOption: true },
  ),
  setting(
    "PAUSE_WHEN_WRONG",
    "false",
    "Turn off created automations whose actions people keep undoing; they are never deleted",
    "true or false",
    { isOption: true },
  ),
  setting(
    "EXCLUDE",
    "",
    "Entities, areas, domains and persons that are never stored or learned from, separated by commas",
    "ids such as light.bedroom, person.anna, bedroom or camera, separated by commas",
    { isOption: true },
  ),
  setting(
    "MQTT_URL",
    "",
    "MQTT broker; if empty, the one that the Supervisor provides, if any",
    "empty, or an address such as mqtt://user:password@192.168.1.2:1883",
    { isOption: true, isSecret: true },
  ),
  setting(
    "MQTT_CA",
    "",
    "File in the share folder with the CA certificate of the MQTT broker",
    "empty, or the name of a file such as mqtt-ca.pem",
    { isOption: true },
  ),
  setting("NOTIFY", "persistent", "How new suggestions are announced", `one of ${NOTIFY_KINDS.join(", ")}`, {
    isOption: true,
  }),
  setting(
    "LLM_ENTITY",
    "",
    "Home Assistant's AI Task entity to use as language model",
    'empty, an entity such as ai_task.ollama, or "preferred"',
    { isOption: true },
  ),
  setting(
    "LLM_URL",
    "",
    "OpenAI-compatible address of a language model, with LLM_MODEL",
    "empty, or an address such as http://192.168.1.2:11434/v1",
    { isOption: true },
  ),
  setting("LLM_API_KEY", "", "Key of the language model at LLM_URL", "empty, or a key without spaces", {
    isOption: true,
    isSecret: true,
  }),
  setting("LLM_MODEL", "", "Name of the language model at LLM_URL", "a name without spaces, together with LLM_URL", {
    isOption: true,
  }),
  setting(
    "LLM_TOKENS_PER_DAY",
    "100000",
    "Maximum of language model tokens a day",
    "a whole number from 1000 to 10000000",
    { isOption: true },
  ),
  setting(
    "FLEET_URL",
    "",
    "Server of those who look after this home, to which it reports, with FLEET_TOKEN",
    "empty, or an address such as https://fleet.example.com",
    { isOption: true },
  ),
  setting(
    "FLEET_TOKEN",
    "",
    "This home's token for the server at FLEET_URL",
    "a token without spaces, with FLEET_URL",
    {
      isOption: true,
      isSecret: true,
    },
  ),
  setting("FLEET_NAMES", "false", "Report suggestions with names, not only with kinds of devices", "true or false", {
    isOption: true,
  }),
  setting(
    "FLEET_FIGURES",
    "false",
    "Let how often suggestions are accepted count in figures over many homes",
    "true or false",
    { isOption: true },
  ),
] as const;

const url = z.url({ protocol: /^https?$/ });
const isOrigin = (text: string): boolean => url.safeParse(text).success && new URL(text).origin === text;

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const isTrue = z.enum(["true", "false"]).transform((text) => text === "true");

/** One parser per variable. */
export const READERS = {
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(65_535)),
  HOST: z.string().regex(/^[\w.:-]+$/),
  API_TOKEN: z.union([z.literal(""), z.string().regex(/^\S{16,256}$/)]),
  CORS_ORIGINS: list.pipe(z.array(z.string().refine(isOrigin))),
  DATABASE_PATH: z.string().min(1),
  LOG_LEVEL: z.enum(LOG_LEVELS),
  HA_URL: z.union([z.literal(""), url]).transform((text) => text.replace(/\/+$/, "")),
  PANEL_URL: z.union([z.literal(""), url]).transform((text) => text.replace(/\/+$/, "")),
  HA_TOKEN: z.string().regex(/^\S*$/),
  SERVICE_ACCOUNTS: list,
  RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(36_500)),
  MAX_NEW_PER_WEEK: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().max(100)),
  PAUSE_WHEN_WRONG: isTrue,
  EXCLUDE: list.pipe(z.array(z.string().max(255))),
  MQTT_URL: z.union([z.literal(""), z.url({ protocol: /^mqtts?$/ })]),
  MQTT_CA: z.string(),
  NOTIFY: z.enum(NOTIFY_KINDS),
  LLM_ENTITY: z.string().regex(/^(preferred|ai_task\.[a-z0-9_]+)?$/),
  LLM_URL: z.union([z.literal(""), url]).transform((text) => text.replace(/\/+$/, "")),
  LLM_API_KEY: z.string().regex(/^\S*$/),
  LLM_MODEL: z.string().regex(/^\S*$/),
  LLM_TOKENS_PER_DAY: z
    .string()
    .regex(/^\d{4,8}$/)
    .transform(Number)
    .pipe(z.number().min(1_000).max(10_000_000)),
  FLEET_URL: z.union([z.literal(""), url]).transform((text) => text.replace(/\/+$/, "")),
  FLEET_TOKEN: z.string().regex(/^\S{0,256}$/),
  FLEET_NAMES: isTrue,
  FLEET_FIGURES: isTrue,
  ANALYSIS_TIME: z.string().transform((text, context) => {
    const value = parseTimeOfDay(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: "no time" });
    return z.NEVER;
  }),
} as const;
