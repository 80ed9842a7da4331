import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { NO_POLICY } from "../../../src/model/fleet-wire.ts";
import { postReport } from "../../../src/reporting/post-report.ts";
import { aReport } from "../../support/a-report.ts";

const TOKEN = "home-token-0123456789";
const ANSWER = { policy: NO_POLICY, requests: [], wants_details: false, next_report_seconds: 900 };

describe("a report to a fleet", () => {
  let server: Server;
  let tokens: (string | undefined)[] = [];
  let answer: RequestListener = (_request, response) => void response.end(JSON.stringify(ANSWER));

  beforeEach(async () => {
    tokens = [];
    server = createServer((request, response) => {
      tokens.push(request.headers.authorization);
      request.resume();
      answer(request, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (signal = new AbortController().signal) =>
    postReport({ url: address(), token: TOKEN }, aReport(), signal);
  const answering = (body: string | object, status = 200): void => {
    answer = (_request, response) =>
      void response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const fault = async (): Promise<string> => {
    const error = await post().then(
      () => "no fault",
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : "no error"),
    );
    expect(error).not.to.include(TOKEN);
    return error;
  };

  it("returns the answer, and ignores what a newer fleet adds", async () => {
    answering({ ...ANSWER, policy: { ...NO_POLICY, newer: 1 }, newer: [] });
    expect(await post()).to.deep.equal(ANSWER);
  });

  it("refuses a policy of the wrong types as a whole, with a short reason", async () => {
    for (const policy of [
      { ...NO_POLICY, never_heating: "yes" },
      { ...NO_POLICY, max_new_per_week: -1 },
      { ...NO_POLICY, max_new_per_week: 1e300 },
      null,
      [],
    ]) {
      answering({ ...ANSWER, policy });
      expect(await fault()).to.match(/^the fleet's answer does not match the expected format: policy/);
    }
    answering({ ...ANSWER, requests: Array.from({ length: 10_000 }, () => ({})) });
    expect((await fault()).length).to.be.below(1_500);
    answering({ ...ANSWER, next_report_seconds: 0 });
    expect(await fault()).to.match(/next_report_seconds/);
    answering("<html>");
    expect(await fault()).to.match(/JSON/);
  });

  it("reads at most 64 KiB of an answer, also of one without end", async () => {
    answer = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(" ".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    };
    expect(await fault()).to.equal("the fleet's answer is too long");
  });

  it("takes its token nowhere else", async () => {
    answer = (_request, response) => void response.writeHead(307, { Location: `${address()}/elsewhere` }).end();
    expect(await fault()).to.equal("fetch failed");
    expect(tokens).to.deep.equal([`Bearer ${TOKEN}`]);
  });

  it("names a refused token, and the status of any other failure", async () => {
    answering("no", 401);
    expect(await fault()).to.match(/refused the token: check fleet_token/);
    answering("x".repeat(1_000_000), 500);
    expect(await fault()).to.equal("the fleet answered with status 500");
  });

  it("ends with the service while the answer is on its way", async () => {
    const stopping = new AbortController();
    answer = (_request, response) => {
      response.write("{");
      setImmediate(() => stopping.abort());
    };
    expect(await post(stopping.signal).catch((error: Error) => error.name)).to.equal("AbortError");
  });
});
