/** The custom properties of Home Assistant's theme that the panel uses under the same names. */
const MIRRORED = [
  "--primary-color",
  "--primary-background-color",
  "--secondary-background-color",
  "--card-background-color",
  "--primary-text-color",
  "--secondary-text-color",
  "--divider-color",
  "--error-color",
  "--warning-color",
  "--success-color",
  "--text-primary-color",
  "--ha-card-border-radius",
  "--ha-card-border-color",
  "--app-header-background-color",
  "--app-header-text-color",
] as const;

/** Copies Home Assistant's theme while the panel is framed by it, and follows its changes. */
export function mirrorTheme(): void {
  if (window.parent === window) return;
  try {
    const host = window.parent.document.documentElement;
    const copy = (): void => {
      const style = window.parent.getComputedStyle(host);
      for (const name of MIRRORED) {
        const value = style.getPropertyValue(name);
        if (value !== "") document.documentElement.style.setProperty(name, value);
      }
      document.documentElement.dataset.theme = isDark(style.getPropertyValue("--primary-background-color"))
        ? "dark"
        : "light";
    };
    copy();
    new MutationObserver(copy).observe(host, { attributes: true, attributeFilter: ["style", "class"] });
  } catch {
    // Framed by another origin: the browser's color scheme applies.
  }
}

/** Home Assistant's language if it frames the panel, otherwise the browser's. */
export function languageNow(): string {
  try {
    return window.parent.document.documentElement.lang || navigator.language;
  } catch {
    return navigator.language;
  }
}

function isDark(color: string): boolean {
  const probe = document.createElement("canvas").getContext("2d");
  if (probe === null || color.trim() === "") return matchMedia("(prefers-color-scheme: dark)").matches;
  probe.fillStyle = color.trim();
  const [red = 255, green = 255, blue = 255] = (/^#(..)(..)(..)/.exec(probe.fillStyle) ?? [])
    .slice(1)
    .map((hex) => parseInt(hex, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

/**
 * Home Assistant's protocol for framed apps: reports whether its sidebar is hidden, so that the panel shows a menu
 * button, and opens the place that a link to the app's page in Home Assistant names: `/app/<slug>/active/<id>`.
 */
export function followHost(onNarrow: (isNarrow: boolean) => void): void {
  if (window.parent === window) return;
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || data?.type !== "home-assistant/properties") return;
    onNarrow(data.narrow === true || data.properties?.narrow === true);
    openPlace(data.route?.path);
  });
  postToHost({ type: "home-assistant/subscribe-properties" });
}

let placeOpened = "/";

/** Only once for each link: Home Assistant repeats its properties whenever its window changes. */
function openPlace(path: unknown): void {
  if (typeof path !== "string" || !path.startsWith("/") || path === placeOpened) return;
  placeOpened = path;
  if (path.length > 1) location.replace(`#${path}`);
}

export const toggleMenu = (): void => postToHost({ type: "home-assistant/toggle-menu" });

/** Whether Home Assistant frames the panel. Only then can the panel navigate to its pages. */
export const isFramed = window.parent !== window;

/** Navigates Home Assistant to one of its pages. */
export const openInHost = (path: string): void => postToHost({ type: "home-assistant/navigate", path });

const postToHost = (message: object): void => window.parent.postMessage(message, "*");
