/** The custom properties of Home Assistant's theme that the panel's own are named after. */
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

/** Takes over Home Assistant's theme where the panel is shown inside it, and keeps it current. */
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
    // Another origin: the browser's preference decides.
  }
}

/** Home Assistant's language where it frames us, else the browser's. */
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

/** Home Assistant's protocol with the pages it frames: it tells whether there is room for its menu. */
export function followHost(onNarrow: (isNarrow: boolean) => void): void {
  if (window.parent === window) return;
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || data?.type !== "home-assistant/properties") return;
    onNarrow(data.narrow === true || data.properties?.narrow === true);
  });
  tell({ type: "home-assistant/subscribe-properties" });
}

export const toggleMenu = (): void => tell({ type: "home-assistant/toggle-menu" });

/** Whether Home Assistant shows the panel; elsewhere its pages cannot be reached from here. */
export const isFramed = window.parent !== window;

/** Opens a page of Home Assistant. */
export const openInHost = (path: string): void => tell({ type: "home-assistant/navigate", path });

const tell = (message: object): void => window.parent.postMessage(message, "*");
