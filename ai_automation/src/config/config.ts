import { resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_DATABASE, READERS, SETTINGS, SIMULATED_DATABASE } from "./settings.ts";

export { SETTINGS } from "./settings.ts";

/** Where the Supervisor mounts Home Assistant's share folder. */
const SHARE_FOLDER = "/share";

/** The source address of ingress requests on Home Assistant's internal network. */
const SUPERVISOR_ADDRESS = "172.30.32.2";

type HomeConfig =
  | { readonly kind: "supervisor"; readonly token: string }
  | { readonly kind: "direct"; readonly url: string; readonly token: string }
  | { readonly kind: "simulated" };

type BrokerConfig =
  | { readonly kind: "none" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "supervisor"; readonly token: string };

type LanguageConfig =
  | { readonly kind: "none" }
  /** Null: Home Assistant's preferred AI Task entity. */
  | { readonly kind: "ai_task"; readonly entityId: string | null }
  | { readonly kind: "endpoint"; readonly url: string; readonly key: string; readonly model: string };

interface FleetConfig {
  readonly url: string;
  readonly token: string;
  /** Whether reports may have names. */
  readonly allowsNames: boolean;
  /** Whether figures may be added to those of other homes. */
  readonly sharesFigures: boolean;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Null if not set: the app then generates one; without a Supervisor the port is open on loopback. */
  readonly apiToken: string | null;
  readonly corsOrigins: readonly string[];
  readonly databasePath: string;
  /** The folder that imports are read from. */
  readonly shareFolder: string;
  /** The file with the CA certificate of the broker; null to trust the system's. */
  readonly brokerAuthority: string | null;
  readonly logLevel: z.output<typeof READERS.LOG_LEVEL>;
  readonly home: HomeConfig;
  /** The panel's address without a Supervisor, as far as it is known: a link to it. */
  readonly panelUrl: string | null;
  /** Requests from this address come through Home Assistant's ingress; null without a Supervisor. */
  readonly supervisorAddress: string | null;
  /** Names of Home Assistant users that are not people. */
  readonly serviceAccounts: readonly string[];
  /** Milliseconds since local midnight. */
  readonly analysisTime: number;
  /** 0: unlimited. */
  readonly retentionDays: number;
  /** Limit of new suggestions a week, after the first analysis. */
  readonly maxNewPerWeek: number;
  /** Turn off created automations whose actions people keep undoing. */
  readonly pauseWhenWrong: boolean;
  /** Names of entities, areas, domains and persons that are neither stored nor mined. */
  readonly exclude: readonly string[];
  readonly broker: BrokerConfig;
  readonly notify: z.output<typeof READERS.NOTIFY>;
  readonly language: LanguageConfig;
  readonly tokensPerDay: number;
  /** Where the home reports to; null for nowhere. */
  readonly fleet: FleetConfig | null;
}

/** Sources of settings, in order of precedence. */
export interface SettingSources {
  /** The text of `/data/options.json`, or null outside the Supervisor. */
  readonly options: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dotenv: Readonly<Record<string, string | undefined>>;
}

/** All errors of the configuration, one a line. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? "an error" : `${faults.length} errors`}:\n- ${faults.join("\n- ")}`,
    );
    this.name = "ConfigError";
  }
}

type Values = { readonly [Name in keyof typeof READERS]: z.output<(typeof READERS)[Name]> };

/**
 * Reads the settings. Precedence: options.json, environment, .env, defaults.
 * @throws ConfigError
 */
export function loadConfig(sources: SettingSources): Config {
  const faults: string[] = [];
  const texts = readTexts(sources, faults);
  const parsed = z.object(READERS).safeParse(texts.values);
  for (const name of new Set(parsed.error?.issues.map((issue) => String(issue.path[0]))))
    faults.push(invalid(name, texts));
  const supervisorToken = sources.environment.SUPERVISOR_TOKEN ?? "";
  if (parsed.success) faults.push(...combinationFaults(parsed.data, supervisorToken !== ""));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  const values = parsed.data;
  const home = homeOf(values, supervisorToken);
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    apiToken: values.API_TOKEN === "" ? null : values.API_TOKEN,
    corsOrigins: values.CORS_ORIGINS,
    databasePath: databasePathOf(values, home),
    shareFolder: SHARE_FOLDER,
    brokerAuthority: values.MQTT_CA === "" ? null : resolve(SHARE_FOLDER, values.MQTT_CA),
    logLevel: values.LOG_LEVEL,
    home,
    panelUrl: panelUrlOf(values),
    supervisorAddress: supervisorToken === "" ? null : SUPERVISOR_ADDRESS,
    serviceAccounts: values.SERVICE_ACCOUNTS,
    analysisTime: values.ANALYSIS_TIME,
    retentionDays: values.RETENTION_DAYS,
    maxNewPerWeek: values.MAX_NEW_PER_WEEK,
    pauseWhenWrong: values.PAUSE_WHEN_WRONG,
    exclude: values.EXCLUDE,
    broker: brokerOf(values, supervisorToken),
    notify: values.NOTIFY,
    language: languageOf(values),
    tokensPerDay: values.LLM_TOKENS_PER_DAY,
    fleet: fleetOf(values),
  });
}

const WILDCARDS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** A service that listens on one address is reached there. */
function panelUrlOf({ PANEL_URL: given, HOST: host, PORT: port }: Values): string | null {
  if (given !== "") return `${given}/`;
  if (WILDCARDS.has(host)) return null;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}

interface Texts {
  readonly values: Readonly<Record<string, string>>;
  /** Variable to the source of its value, for messages. */
  readonly places: ReadonlyMap<string, string>;
}

function readTexts({ options, environment, dotenv }: SettingSources, faults: string[]): Texts {
  const optionTexts = parseOptions(options, faults);
  const values: Record<string, string> = {};
  const places = new Map<string, string>();
  for (const { variable, option, default: fallback } of SETTINGS) {
    const found = [
      { text: option === null ? undefined : optionTexts[option], place: `option "${option}"` },
      { text: environment[variable], place: `environment variable ${variable}` },
      { text: dotenv[variable], place: `${variable} in .env` },
    ].find(({ text }) => text !== undefined && text !== "");
    values[variable] = found?.text ?? fallback;
    places.set(variable, found?.place ?? variable);
  }
  return { values, places };
}

const optionValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function parseOptions(text: string | null, faults: string[]): Readonly<Record<string, string | undefined>> {
  if (text === null) return {};
  const parsed = optionValues.safeParse(parseJson(text));
  if (!parsed.success) {
    faults.push(
      "/data/options.json is not an object of text, numbers and booleans; save the app's configuration again",
    );
    return {};
  }
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, value]) => [name, value === null ? undefined : String(value)]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(variable: string, { values, places }: Texts): string {
  const setting = SETTINGS.find((one) => one.variable === variable);
  const shown = setting?.isSecret === true ? "(not shown)" : `"${values[variable]}"`;
  return `${places.get(variable)} is ${shown}; it must be ${setting?.allowed}`;
}

function combinationFaults(values: Values, isSupervised: boolean): readonly string[] {
  const faults: string[] = [];
  if (!isLoopback(values.HOST) && values.API_TOKEN === "" && !isSupervised) {
    faults.push(
      `HOST is "${values.HOST}", so other machines can reach the service, but API_TOKEN is empty; ` +
        "set API_TOKEN to 16 or more characters, or HOST to 127.0.0.1",
    );
  }
  if ((values.HA_URL === "") !== (values.HA_TOKEN === "") && !isSupervised) {
    const [has, lacks] = values.HA_URL === "" ? ["HA_TOKEN", "HA_URL"] : ["HA_URL", "HA_TOKEN"];
    faults.push(`${has} is set but ${lacks} is empty; set both, or neither for the simulated home`);
  }
  if ((values.LLM_URL === "") !== (values.LLM_MODEL === "")) {
    const [has, lacks] = values.LLM_URL === "" ? ["LLM_MODEL", "LLM_URL"] : ["LLM_URL", "LLM_MODEL"];
    faults.push(`${has} is set but ${lacks} is empty; set both, or neither for no language model`);
  }
  if ((values.FLEET_URL === "") !== (values.FLEET_TOKEN === "")) {
    const [has, lacks] = values.FLEET_URL === "" ? ["FLEET_TOKEN", "FLEET_URL"] : ["FLEET_URL", "FLEET_TOKEN"];
    faults.push(`${has} is set but ${lacks} is empty; set both, or neither to report to nobody`);
  }
  if (values.LLM_URL !== "" && values.LLM_ENTITY !== "")
    faults.push("LLM_URL and LLM_ENTITY are both set; clear one of them, since only one language model can be used");
  return faults;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

function homeOf(values: Values, supervisorToken: string): HomeConfig {
  if (supervisorToken !== "") return { kind: "supervisor", token: supervisorToken };
  if (values.HA_URL !== "") return { kind: "direct", url: values.HA_URL, token: values.HA_TOKEN };
  return { kind: "simulated" };
}

const databasePathOf = ({ DATABASE_PATH }: Values, home: HomeConfig): string =>
  home.kind === "simulated" && DATABASE_PATH === DEFAULT_DATABASE ? SIMULATED_DATABASE : DATABASE_PATH;

function languageOf({ LLM_ENTITY, LLM_URL, LLM_API_KEY, LLM_MODEL }: Values): LanguageConfig {
  if (LLM_ENTITY !== "") return { kind: "ai_task", entityId: LLM_ENTITY === "preferred" ? null : LLM_ENTITY };
  return LLM_URL === "" ? { kind: "none" } : { kind: "endpoint", url: LLM_URL, key: LLM_API_KEY, model: LLM_MODEL };
}

const fleetOf = ({ FLEET_URL, FLEET_TOKEN, FLEET_NAMES, FLEET_FIGURES }: Values): FleetConfig | null =>
  FLEET_URL === ""
    ? null
    : { url: FLEET_URL, token: FLEET_TOKEN, allowsNames: FLEET_NAMES, sharesFigures: FLEET_FIGURES };

function brokerOf(values: Values, supervisorToken: string): BrokerConfig {
  if (values.MQTT_URL !== "") return { kind: "url", url: values.MQTT_URL };
  return supervisorToken === "" ? { kind: "none" } : { kind: "supervisor", token: supervisorToken };
}
