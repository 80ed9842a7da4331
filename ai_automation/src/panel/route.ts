export const SCREENS = ["suggestions", "active", "history", "help"] as const;
export type Screen = (typeof SCREENS)[number];

/** Where the panel is, as in its address: `#/suggestions/later?room=Kitchen`. */
export interface Route {
  readonly screen: Screen;
  /** The part after the screen: a suggestion's id or the name of a list. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  /** Without the query. */
  readonly path: string;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [first, id] = path.split("/");
  const screen = SCREENS.find((one) => one === first) ?? "suggestions";
  return { screen, id: id === "" ? undefined : id, query: new URLSearchParams(query), path: path || "suggestions" };
}

/** The hash of a place; empty values are left out of its query. */
export function hashOf(path: string, query: Readonly<Record<string, string | null>> = {}): string {
  const filled = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== null && value !== "") filled.set(key, value);
  return `#/${path}${filled.size === 0 ? "" : `?${String(filled)}`}`;
}
