/** What became of a call to Home Assistant's REST API. */
export type RestAnswer =
  | { readonly outcome: "ok" }
  | { readonly outcome: "refused"; readonly reason: string; readonly status: number }
  | { readonly outcome: "away"; readonly reason: string };

export interface Rest {
  get(path: string): Promise<RestAnswer>;
  post(path: string, body: unknown): Promise<RestAnswer>;
  delete(path: string): Promise<RestAnswer>;
}

const TIMEOUT_MILLISECONDS = 15_000;

/** Calls on `<url>/api`, each with the correlation id of the request that caused it. */
export function createRest(url: string, token: string, correlationId: () => string | undefined): Rest {
  const call = async (method: string, path: string, body: string | null): Promise<RestAnswer> => {
    const id = correlationId();
    try {
      const response = await fetch(`${url}/api/${path}`, {
        method,
        body,
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          ...(id === undefined ? {} : { "X-Correlation-ID": id }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      const text = await response.text();
      if (response.ok) return { outcome: "ok" };
      const isOurFault = response.status >= 400 && response.status < 500 && response.status !== 429;
      const reason = `${messageOf(text)} (HTTP ${response.status})`;
      return isOurFault ? { outcome: "refused", reason, status: response.status } : { outcome: "away", reason };
    } catch (error) {
      return { outcome: "away", reason: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    get: (path) => call("GET", path, null),
    post: (path, body) => call("POST", path, JSON.stringify(body)),
    delete: (path) => call("DELETE", path, null),
  };
}

function messageOf(text: string): string {
  const match = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text);
  return match?.[1] === undefined ? text.slice(0, 200) : match[1].replace(/\\(.)/g, "$1");
}
