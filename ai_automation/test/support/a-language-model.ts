import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PROBE, PROBE_CHANGES } from "../../src/suggestions/asking/can-plan.ts";

export interface FakeModel {
  /** The value for `LLM_URL`. */
  readonly url: string;
  /** Every request as received: headers in lower case, the body as text. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }[];
  /** How many clients left before they were answered. */
  readonly abandoned: () => number;
  /** The next response: message content, a whole response, or none. */
  answer(next: FakeAnswer): void;
  stop(): Promise<void>;
}

type FakeAnswer =
  | { readonly kind: "content"; readonly content: string; readonly tokens?: number }
  /** The content depends on the request. */
  | { readonly kind: "reply"; readonly to: (request: string) => string }
  | { readonly kind: "raw"; readonly status: number; readonly body: string; readonly location?: string }
  | { readonly kind: "endless" }
  | { readonly kind: "silence" }
  | { readonly kind: "hang_up" };

/**
 * A local OpenAI-compatible endpoint with scripted responses, which also serves Ollama's own `/api/chat`. It writes the
 * right plan when it is probed, which is not one of its `requests`.
 */
export async function aLanguageModel(): Promise<FakeModel> {
  const requests: FakeModel["requests"][number][] = [];
  let next: FakeAnswer = { kind: "silence" };
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.once("close", () => (abandoned += response.writableFinished ? 0 : 1));
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      if (body.includes(PROBE.request)) {
        response.writeHead(200, { "Content-Type": "application/json" });
        return void response.end(answerOf(request.url ?? "", PROBED, 1));
      }
      requests.push({ path: request.url ?? "", headers: request.headers, body });
      const json = (status: number, text: string, headers = {}): void => {
        response.writeHead(status, { "Content-Type": "application/json", ...headers });
        response.end(text);
      };
      switch (next.kind) {
        case "content":
          return json(200, answerOf(request.url ?? "", next.content, next.tokens ?? 700));
        case "reply":
          return json(200, answerOf(request.url ?? "", next.to(body), 700));
        case "raw":
          return json(next.status, next.body, next.location === undefined ? {} : { Location: next.location });
        case "endless": {
          response.writeHead(200, { "Content-Type": "application/json" });
          const pour = (): void => {
            if (!response.destroyed) response.write(" ".repeat(65_536), pour);
          };
          return pour();
        }
        case "hang_up":
          return void response.socket?.destroy();
        case "silence":
          return undefined;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    abandoned: () => abandoned,
    answer: (answer) => (next = answer),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const PROBED = JSON.stringify({ changes: PROBE_CHANGES, not_possible: null });

function answerOf(path: string, content: string, tokens: number): string {
  const message = { role: "assistant", content };
  if (path === "/api/tags") return JSON.stringify({ models: [{ model: "small:latest", name: "small:latest" }] });
  if (path === "/api/chat") return `${JSON.stringify({ model: "small:latest", message, done: true })}\n`;
  return JSON.stringify({ choices: [{ message }], usage: { total_tokens: tokens } });
}
