import { SECOND } from "../model/time.ts";
import { messageSchema } from "./wire.ts";

export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Home Assistant's REST API. Rejects when there is no answer. */
export interface Rest {
  request(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<RestAnswer>;
}

export interface RestOptions {
  readonly url: string;
  readonly token: string;
  /** Sent as `x-correlation-id`, for the logs of Home Assistant and proxies. */
  readonly correlationId: () => string | undefined;
}

const TIMEOUT = 20 * SECOND;

export function createRest({ url, token, correlationId }: RestOptions): Rest {
  return {
    request: async (method, path, body) => {
      const id = correlationId();
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(id === undefined ? {} : { "x-correlation-id": id }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return { status: answer.status, body: parseJson(await answer.text()) };
    },
  };
}

export const configPath = (automationId: string): string =>
  `/api/config/automation/config/${encodeURIComponent(automationId)}`;

/** The message of an answer, for people. */
export function textOf({ status, body }: RestAnswer): string {
  const parsed = messageSchema.safeParse(body);
  if (parsed.success) return parsed.data.message;
  return typeof body === "string" && body !== "" ? body : `status ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
