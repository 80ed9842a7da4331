import type { Screen } from "../route.ts";

/** Elements are upgraded once their module is there; until then they are empty. */
export function loadScreen(screen: Screen | "suggestion"): void {
  switch (screen) {
    case "active":
      return void import("./active.ts");
    case "history":
      return void import("./history.ts");
    case "suggestion":
      return void import("./suggestion.ts");
    case "suggestions":
    case "help":
  }
}

/** Milliseconds after the first list, when the other screens are loaded, so that they open at once. */
const PRELOAD_DELAY = 1_000;

/** Loads all screens after the first one, so that they open at once. */
export const preloadScreens = (): void =>
  void setTimeout(() => (["suggestion", "active", "history"] as const).forEach(loadScreen), PRELOAD_DELAY);
