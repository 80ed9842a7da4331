import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { createEndpoint } from "../../../src/language/endpoint.ts";
import type { Provider } from "../../../src/language/provider.ts";

interface Body {
  readonly temperature?: number;
  readonly response_format?: { readonly type: string };
}

const PROMPT = { name: "change", instructions: "Answer.", input: "{}", schema: { type: "object" } };

describe("a server of language models", () => {
  let server: Server;
  let provider: Provider;
  let asked: (string | null)[] = [];
  let statusOf: (body: Body) => number = () => 200;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () => {
        const body: Body = JSON.parse(text);
        asked.push(body.response_format?.type ?? (body.temperature === undefined ? "plain" : "temperature"));
        response.writeHead(statusOf(body), { "Content-Type": "application/json" });
        response.end(JSON.stringify({ choices: [{ message: { content: "{}" } }] }));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    provider = createEndpoint({ url: `http://127.0.0.1:${port}/v1`, key: "", model: "small" });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  const complete = (): Promise<unknown> =>
    provider.complete(PROMPT, new AbortController().signal).then(
      ({ answer }) => answer,
      (error: Error) => error.message,
    );

  for (const status of [400, 422, 500, 501])
    it(`that answers ${status} to a strict form is asked with a looser one, and from then on at once`, async () => {
      statusOf = ({ response_format: form }) => (form?.type === "json_schema" ? status : 200);
      expect(await complete()).to.equal("{}");
      expect(await complete()).to.equal("{}");
      expect(asked).to.deep.equal(["json_schema", "json_object", "json_object"]);
    });

  it("that knows no form at all is asked without one", async () => {
    statusOf = ({ temperature }) => (temperature === undefined ? 200 : 400);
    expect(await complete()).to.equal("{}");
    expect(asked).to.deep.equal(["json_schema", "json_object", "temperature", "plain"]);
  });

  for (const [status, message] of [
    [401, "rejected the key"],
    [404, "does not have this model"],
    [429, "request limit"],
  ] as const)
    it(`that answers ${status} is asked once, because another form would not help`, async () => {
      statusOf = () => status;
      expect(await complete()).to.include(message);
      expect(asked).to.deep.equal(["json_schema"]);
    });

  it("that always fails is reported with its status", async () => {
    statusOf = () => 500;
    expect(await complete()).to.include("responded with status 500");
  });
});
