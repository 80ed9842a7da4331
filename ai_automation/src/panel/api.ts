/** An error response. The message is meant for users. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/**
 * Calls the API. Paths are relative, because under ingress the panel is served below a prefix.
 * @throws ApiError for any status other than 2xx; the signal's reason if it is aborted
 */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const text = await request(method, path, body, signal);
  return text === "" ? undefined! : JSON.parse(text);
}

async function request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<string> {
  const response = await fetch(path, {
    method,
    ...(signal === undefined ? {} : { signal }),
    headers: {
      "Accept-Language": document.documentElement.lang,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, messageOf(text) ?? `${response.status} ${response.statusText}`);
  return text;
}

/** Responses to requests that were sent before they were needed. */
const early = new Map<string, Promise<string>>();
/** Milliseconds after which such a response may be outdated. */
const EARLY_LIFE = 2_000;

/** Sends a request before the element that needs it is there; the first `get` of the path takes the response. */
export function getEarly(path: string): void {
  const response = request("GET", path);
  early.set(path, response);
  const drop = (): boolean => early.get(path) === response && early.delete(path);
  void response.catch(() => undefined).then(() => setTimeout(drop, EARLY_LIFE));
}

export async function get<T>(path: string): Promise<T> {
  const response = early.get(path);
  early.delete(path);
  return response === undefined ? call<T>("GET", path) : JSON.parse(await response);
}
export const post = <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  call<T>("POST", path, body ?? {}, signal);

/** Like `get`, but returns undefined for 404. */
export async function find<T>(path: string): Promise<T | undefined> {
  try {
    return await get<T>(path);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function messageOf(text: string): string | undefined {
  try {
    const parsed: { error?: { message?: string; text?: string } } = JSON.parse(text);
    return parsed.error?.text ?? parsed.error?.message;
  } catch {
    return undefined;
  }
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
