import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { startService } from "../../src/compose/start-service.ts";
import type { Config } from "../../src/config/config.ts";
import type { ChangeArchive } from "../../src/model/archive.ts";
import { createCorrelation } from "../../src/model/correlation.ts";
import type { HomeListener } from "../../src/model/home.ts";
import type { SuggestionDraft } from "../../src/model/suggestion.ts";
import { openDatabase } from "../../src/store/connection.ts";
import { createSuggestionStore } from "../../src/store/suggestion-store.ts";
import type { AnalysisInput, AnalysisOutput, Miner } from "../../src/suggestions/miner.ts";
import { aDraft } from "./a-draft.ts";
import { aHome, type FakeHome } from "./a-home.ts";
import { expectDocumented, OPENAPI } from "./openapi-check.ts";
import { writeMigratedDatabase } from "./temporary-database.ts";
import { until } from "./until.ts";

export interface RunningService {
  readonly url: string;
  readonly databasePath: string;
  readonly home: FakeHome;
  readonly listener: HomeListener;
  /** The inputs of all analyses. */
  readonly analysed: readonly AnalysisInput[];
  /** The findings of the next analysis. */
  find(drafts: readonly SuggestionDraft[], rest?: Partial<AnalysisOutput>): void;
  /** Stores a suggestion as an analysis would, and returns its id. */
  offer(draft?: SuggestionDraft): Promise<number>;
  /** Every response is checked against the OpenAPI document. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  logs(): readonly Record<string, unknown>[];
  /** Restarts the service on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Overrides {
  readonly panelFolder?: string;
  /** Events of the home before its creation has completed. */
  readonly whileCreated?: (listener: HomeListener, archive: ChangeArchive) => void;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

const onFatal = (error: Error): void => {
  throw error;
};

/** The whole service on a temporary database and a free port; only the home and the mining thread are fakes. */
export async function aService(
  settings: Partial<Config> = {},
  { panelFolder = "/none", whileCreated }: Overrides = {},
): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), "service-"));
  const databasePath = join(folder, "ai_automation.db");
  await writeMigratedDatabase(databasePath);
  const lines: string[] = [];
  let output = NOTHING_FOUND;
  const inputs: AnalysisInput[] = [];
  let home: FakeHome | undefined;
  let listener: HomeListener | undefined;
  const config: Config = {
    port: 0,
    host: "127.0.0.1",
    apiToken: null,
    corsOrigins: ["http://localhost:3002"],
    databasePath,
    shareFolder: join(folder, "share"),
    logLevel: "debug",
    home: { kind: "simulated" },
    panelUrl: null,
    supervisorAddress: null,
    serviceAccounts: [],
    analysisTime: 3 * 3_600_000,
    retentionDays: 0,
    exclude: [],
    broker: { kind: "none" },
    fleet: null,
    brokerAuthority: null,
    notify: "persistent",
    language: { kind: "none" },
    tokensPerDay: 100_000,
    maxNewPerWeek: 3,
    pauseWhenWrong: false,
    ...settings,
  };
  const start = () => {
    const correlation = createCorrelation();
    const logger = pino(
      {
        level: "debug",
        base: { service: "ai-automation-service" },
        mixin: () => ({ correlation_id: correlation.current() }),
      },
      { write: (line) => void lines.push(line) },
    );
    return startService(
      config,
      {
        version: "1.0.0",
        openapi: OPENAPI,
        panelFolder,
        logger,
        correlation,
        now: Date.now,
        monotonic: () => performance.now(),
        onFatal,
      },
      {
        createHome: (_config, archive, given) => {
          listener = given;
          whileCreated?.(given, archive);
          home = aHome(given);
          return home;
        },
        createMiner: () => fakeMiner(() => output, inputs),
      },
    );
  };
  let service = await start();
  const url = (): string => `http://127.0.0.1:${service.address.port}`;
  return {
    get url() {
      return url();
    },
    get home() {
      if (home === undefined) throw new Error("the service has no home yet");
      return home;
    },
    get listener() {
      if (listener === undefined) throw new Error("the service has no home yet");
      return listener;
    },
    databasePath,
    analysed: inputs,
    find: (drafts, rest = {}) => {
      output = { ...NOTHING_FOUND, ...rest, drafts };
    },
    offer: async (draft = aDraft()) => {
      const database = await openDatabase(databasePath);
      try {
        return await createSuggestionStore(database).offer(draft);
      } finally {
        await database.destroy();
      }
    },
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(url() + path, {
        method,
        headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      const answer: Answer = {
        status: response.status,
        headers: response.headers,
        body: isJson ? JSON.parse(text) : text,
      };
      const contentType = response.headers.get("content-type");
      expectDocumented({ method, path, status: answer.status, contentType, body: answer.body });
      return answer;
    },
    logs: () => lines.map((line): Record<string, unknown> => JSON.parse(line)),
    restart: async () => {
      await service.stop();
      service = await start();
    },
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts an analysis, waits for its job to end, and returns the job. */
export async function analysed(service: RunningService): Promise<any> {
  const { body } = await service.call("POST", "/api/analysis");
  return jobDone(service, body.id);
}

/** Waits until the job is done, and returns it. */
async function jobDone(service: RunningService, id: string): Promise<any> {
  let job: any;
  const look = async (): Promise<boolean> => {
    job = (await service.call("GET", `/api/jobs/${id}`)).body;
    return job.status === "done";
  };
  await until(look, { what: `the end of job ${id}`, lastState: () => job });
  return job;
}

const NOTHING_FOUND: AnalysisOutput = {
  drafts: [],
  nearMisses: [],
  selfActing: [],
  unusual: { away: [], crowded: [], paused: [], unrecorded: [] },
  obstacle: null,
  changes: 1_000,
  interval: { from: 0, to: 1 },
  seconds: 0.1,
};

const fakeMiner = (output: () => AnalysisOutput, inputs: AnalysisInput[]): Miner => ({
  analyse: async (input, onProgress): Promise<AnalysisOutput> => {
    inputs.push(input);
    onProgress(0.5, "looking for triggers");
    return output();
  },
  replay: async (_info, _automation, { from, to }) => ({ ...aDraft().replay, from, to, tp: 9, fp: 0, precision: 1 }),
  fix: async () => null,
  warm: async () => undefined,
  forget: () => undefined,
  stop: async () => undefined,
});
