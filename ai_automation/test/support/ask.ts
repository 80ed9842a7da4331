import { type IncomingHttpHeaders, request } from "node:http";

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

/** Like fetch, but sends every header unchanged and can use any source address. */
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
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text,
          json: isJson && response.headers["content-encoding"] === undefined ? JSON.parse(text) : undefined,
        });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
