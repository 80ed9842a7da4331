import { request, type IncomingHttpHeaders } from "node:http";
import { expectDocumented } from "./openapi-check.ts";

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The source address; all of 127.0.0.0/8 is this machine. */
  readonly from?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: any;
}

/**
 * Like fetch, but sends exactly the given headers and can use any source address. Responses are checked against the
 * OpenAPI document.
 */
export function ask(
  url: string,
  { method = "GET", headers = {}, body, from = "127.0.0.1" }: Question = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, localAddress: from, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString("utf8");
        const isJson = response.headers["content-type"]?.includes("json") === true && bytes.length > 0;
        const isReadable = isJson && response.headers["content-encoding"] === undefined;
        const status = response.statusCode ?? 0;
        const json: unknown = isReadable ? JSON.parse(text) : undefined;
        try {
          const contentType = response.headers["content-type"] ?? null;
          expectDocumented({ method, path: asked.path, status, contentType, body: isJson ? json : text });
          resolve({ status, headers: response.headers, bytes, text, json });
        } catch (error) {
          reject(error);
        }
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
