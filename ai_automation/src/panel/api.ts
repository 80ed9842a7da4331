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
  return text === "" ? undefined! : JSON.parse(text);
}

export const get = <T>(path: string): Promise<T> => call<T>("GET", path);
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
