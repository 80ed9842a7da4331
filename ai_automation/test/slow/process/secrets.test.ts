import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { LOG_LEVELS } from "../../../src/config/settings.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { healthy, json, startIn, statusOf, type ServiceProcess } from "../../support/process.ts";

const API_TOKEN = "canary-api-token-7Qz";
const HA_TOKEN = "canary-home-token-8Rx";
const SUPERVISOR_TOKEN = "canary-supervisor-token-9Sw";

/** Everything the service exposes: output, logs, command lines and responses. */
interface Seen {
  readonly answers: readonly string[];
  readonly output: string;
  readonly processes: string;
}

describe("secrets", () => {
  let folder: string;
  let fake: FakeHomeAssistant;
  let service: ServiceProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "secrets-"));
    fake = await startFakeHomeAssistant({ token: HA_TOKEN });
  });
  afterEach(async () => {
    service.child.kill("SIGKILL");
    await service.ended;
    await fake.stop();
    await rm(folder, { recursive: true });
  });

  const start = async (more: Readonly<Record<string, string>>): Promise<void> => {
    service = await startIn(folder, { CORS_ORIGINS: "http://localhost:3002", ...more });
    await healthy(service);
  };
  const stateIs = (state: string, token: string): Promise<unknown> =>
    statusOf(service, ({ home }) => home.state === state, `the state ${state}`, { Authorization: `Bearer ${token}` });
  const cookieFor = async (token: string): Promise<string> => {
    const answer = await fetch(`${service.url}/api/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  const stop = async (): Promise<Seen> => {
    const processes = await commandLines();
    service.child.kill("SIGTERM");
    await service.ended;
    return { answers: [], output: service.output.stdout + service.output.stderr, processes };
  };

  for (const level of LOG_LEVELS) {
    it(`never appear in responses, logs or command lines at log level ${level}`, async () => {
      await start({ API_TOKEN, HA_URL: fake.url, HA_TOKEN, LOG_LEVEL: level });
      await stateIs("connected", API_TOKEN);
      const cookie = await cookieFor(API_TOKEN);
      const answers = await askEverything(service.url, [API_TOKEN, HA_TOKEN], cookie);
      expect(answers.length).to.be.above(100);
      const seen = await stop();
      for (const secret of [API_TOKEN, HA_TOKEN]) expectUnseen({ ...seen, answers }, secret);
      expect(seen.output).to.not.contain(cookie.split("=")[1]);
    });
  }

  it("are not revealed when the home refuses the token", async () => {
    fake.behaviour.token = "another";
    await start({ API_TOKEN, HA_URL: fake.url, HA_TOKEN, LOG_LEVEL: "trace" });
    await stateIs("invalid_token", API_TOKEN);
    const answers = await askEverything(service.url, [API_TOKEN], await cookieFor(API_TOKEN));
    const seen = await stop();
    for (const secret of [API_TOKEN, HA_TOKEN]) expectUnseen({ ...seen, answers }, secret);
  });

  it("are not revealed by an app that cannot reach its Supervisor, including its generated token", async () => {
    await start({ SUPERVISOR_TOKEN, LOG_LEVEL: "trace" });
    const { api_token: made, session_key: key } = JSON.parse(
      await readFile(join(folder, "ai.db.access_keys.json"), "utf8"),
    );
    await stateIs("unreachable", made);
    const answers = await askEverything(service.url, [made], await cookieFor(made));
    const seen = await stop();
    for (const secret of [SUPERVISOR_TOKEN, made, key]) expectUnseen({ ...seen, answers }, secret);
  });
});

function expectUnseen({ answers, output, processes }: Seen, secret: string): void {
  expect(answers.filter((answer) => answer.includes(secret))).to.deep.equal([]);
  expect(output).to.not.contain(secret);
  expect(processes).to.not.contain(secret);
}

/** Every documented route, with the secrets wherever a caller may put them. */
async function askEverything(url: string, secrets: readonly string[], cookie: string): Promise<string[]> {
  const { paths } = await json(`${url}/openapi.json`);
  const answers: string[] = [];
  for (const [path, operations] of Object.entries<Record<string, unknown>>(paths)) {
    for (const method of Object.keys(operations).map((name) => name.toUpperCase())) {
      for (const secret of secrets) {
        const target = `${url}${path.replaceAll(/\{\w+\}/g, "1")}`;
        const authorization = `Bearer ${secret}`;
        answers.push(await ask(`${target}?token=${secret}`, method, { authorization }, { token: secret }));
        answers.push(await ask(target, method, { cookie, "x-ingress-path": secret }, secret));
        answers.push(await ask(target, method, { cookie, authorization: `Basic ${secret}` }, [secret]));
      }
    }
  }
  answers.push(await ask(`${url}/docs/`, "GET", { cookie }, undefined));
  answers.push(await ask(`${url}/docs/swagger-ui-init.js`, "GET", { cookie }, undefined));
  return answers;
}

/** Headers and body; only the beginning of an endless stream. */
async function ask(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<string> {
  const hasBody = method !== "GET" && body !== undefined;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(hasBody ? { "content-type": "application/json" } : {}) },
    ...(hasBody ? { body: text } : {}),
  });
  const responseHeaders = JSON.stringify([...answer.headers]);
  if (answer.headers.get("content-type") !== "text/event-stream") return responseHeaders + (await answer.text());
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return responseHeaders + Buffer.from(first?.value ?? []).toString("utf8");
}

/** The command lines that every local user sees in the process list. */
async function commandLines(): Promise<string> {
  const ids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return lines.join("\n");
}
