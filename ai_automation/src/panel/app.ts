import { html, type TemplateResult } from "lit";
import { ApiError, find, get, post, textOf } from "./api.ts";
import { PanelElement } from "./element.ts";
import { createFormat } from "./format.ts";
import { followHost, languageNow, toggleMenu } from "./host.ts";
import { subscribeToEvents } from "./live.ts";
import "./screens/active.ts";
import { helpScreen } from "./screens/help.ts";
import "./screens/history.ts";
import "./screens/suggestion.ts";
import { LISTS } from "./screens/suggestions.ts";
import type { Ui } from "./ui.ts";
import type { Me, Status } from "./wire.ts";
import { createFill } from "./words/fill.ts";
import { languageFor, wordsFor } from "./words/words.ts";

const SCREENS = ["suggestions", "active", "history", "help"] as const;
type Screen = (typeof SCREENS)[number];

interface Toast {
  readonly text: string;
  readonly undo?: (() => Promise<void>) | undefined;
  readonly isError: boolean;
}

/** Milliseconds, enough to read the message and to decide on undoing. */
const TOAST_DURATION = 8_000;
/** Animation frames to wait for a list before its scroll position is given up: about 2 seconds. */
const LOADING_FRAMES = 120;
const OPEN_ACCESS: Me = {
  access: "open",
  name: null,
  is_admin: true,
  can_change: true,
  why_not: null,
  api_token: null,
};

/** The root element: navigation, the current user, and messages about actions. */
export class PanelApp extends PanelElement {
  static override properties = {
    route: { state: true },
    status: { state: true },
    me: { state: true },
    needsToken: { state: true },
    problem: { state: true },
    toastShown: { state: true },
    revision: { state: true },
    isNarrow: { state: true },
  };
  declare route: string;
  declare status: Status | null;
  declare me: Me;
  declare needsToken: boolean;
  declare problem: string | null;
  declare toastShown: Toast | null;
  declare revision: number;
  declare isNarrow: boolean;
  #stopLive: (() => void) | undefined;
  /** Where each route was scrolled to, for coming back. */
  readonly #scrolls = new Map<string, number>();
  #toastTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #language = languageFor(window.parent === window ? navigator.language : languageNow());

  constructor() {
    super();
    this.route = routeNow();
    this.status = null;
    this.me = OPEN_ACCESS;
    this.needsToken = false;
    this.problem = null;
    this.toastShown = null;
    this.revision = 0;
    this.isNarrow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    history.scrollRestoration = "manual";
    window.addEventListener("hashchange", this.#navigate);
    window.addEventListener("scroll", this.#noteScroll, { passive: true });
    document.documentElement.lang = this.#language;
    followHost((isNarrow) => {
      this.isNarrow = isNarrow;
    });
    void this.#start();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.#navigate);
    window.removeEventListener("scroll", this.#noteScroll);
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("route")) return;
    const words = wordsFor(this.#language);
    document.title = `${words[screenOf(this.route)]} – ${words.title}`;
  }

  override render(): TemplateResult {
    const words = wordsFor(this.#language);
    const [, id] = this.route.split("/");
    const screen = screenOf(this.route);
    return html`
      <header>
        ${this.isNarrow ? html`<button class="menu" aria-label=${words.menu} @click=${toggleMenu}>☰</button>` : ""}
        <span class="title">${words.title}</span>
        <nav aria-label=${words.title}>
          ${SCREENS.map((one) => html`<a href="#/${one}" aria-current=${one === screen ? "page" : "false"}>${words[one]}</a>`)}
        </nav>
      </header>
      <main id="main">
        ${id === undefined ? html`<h1 class="visually-hidden">${words[screen]}</h1>` : ""} ${this.#screen(screen, id)}
      </main>
      <div class="toast" role="status" aria-live="polite">${this.#toast()}</div>
    `;
  }

  #screen(screen: Screen, id: string | undefined): TemplateResult {
    const words = wordsFor(this.#language);
    if (this.needsToken) return this.#tokenForm();
    if (screen === "help") return helpScreen(words, this.me.api_token);
    const { status } = this;
    if (status === null) return html`<p class="quiet">${this.problem ?? `${words.loading} …`}</p>`;
    const ui: Ui = {
      words,
      fill: createFill(this.#language),
      format: createFormat(this.#language, status.home.time_zone ?? "UTC"),
      me: this.me,
      toast: (text, undo) => this.#show({ text, undo, isError: false }),
      showError: (error) => this.#show({ text: textOf(error), isError: true }),
    };
    const notice = this.me.can_change ? "" : html`<p class="notice">${this.me.why_not ?? words.readOnly}</p>`;
    const list = id === undefined ? "open" : LISTS.find((one) => one === id);
    switch (screen) {
      case "active":
        return html`${notice}<ai-active .ui=${ui} .revision=${this.revision}></ai-active>`;
      case "history":
        return html`${notice}<ai-history .ui=${ui} .revision=${this.revision}></ai-history>`;
      case "suggestions":
        return list !== undefined
          ? html`${notice}<ai-suggestions
                .ui=${ui}
                .status=${status}
                .revision=${this.revision}
                .name=${list}
              ></ai-suggestions>`
          : html`${notice}<ai-suggestion .ui=${ui} .suggestionId=${Number(id)}></ai-suggestion>`;
    }
  }

  #tokenForm(): TemplateResult {
    const words = wordsFor(this.#language);
    return html`<form class="card token" @submit=${this.#submitToken}>
      <h1>${words.token}</h1>
      <p>${words.tokenText}</p>
      <label class="row"
        >${words.token}<input name="token" type="password" required autocomplete="current-password"
      /></label>
      ${this.problem === null ? "" : html`<p class="error" role="alert">${this.problem}</p>`}
      <button class="primary">${words.submitToken}</button>
    </form>`;
  }

  #toast(): TemplateResult | "" {
    const words = wordsFor(this.#language);
    const { toastShown: toast } = this;
    if (toast === null) return "";
    const { undo } = toast;
    return html`<div class=${toast.isError ? "error" : ""}>
      <span>${toast.text}</span>
      ${
        undo === undefined
          ? ""
          : html`<button
              @click=${async () => {
                this.toastShown = null;
                await undo().catch((error: unknown) => this.#show({ text: textOf(error), isError: true }));
                this.revision += 1;
              }}
            >
              ${words.undo}
            </button>`
      }
      <button aria-label=${words.close} @click=${() => (this.toastShown = null)}>✕</button>
    </div>`;
  }

  #show(toast: Toast): void {
    clearTimeout(this.#toastTimer);
    this.toastShown = toast;
    this.#toastTimer = setTimeout(() => {
      this.toastShown = null;
    }, TOAST_DURATION);
  }

  readonly #navigate = (): void => {
    this.route = routeNow();
    const top = this.#scrolls.get(this.route) ?? 0;
    window.scrollTo(0, top);
    if (top > 0) void this.#scrollWhenLoaded(this.route, top);
  };

  /** A list is empty until it is loaded, so it cannot be scrolled before. */
  async #scrollWhenLoaded(route: string, top: number): Promise<void> {
    for (let frame = 0; frame < LOADING_FRAMES && this.route === route && window.scrollY < top; frame++) {
      await new Promise(requestAnimationFrame);
      if (document.documentElement.scrollHeight >= top + window.innerHeight) window.scrollTo(0, top);
    }
  }

  readonly #noteScroll = (): void => {
    if (window.scrollY > 0) this.#scrolls.set(this.route, window.scrollY);
  };

  readonly #submitToken = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    try {
      const token = new FormData(event.target).get("token");
      await post("api/session", { token: typeof token === "string" ? token.trim() : "" });
      this.needsToken = false;
      this.problem = null;
      await this.#start();
    } catch (error) {
      this.problem = textOf(error);
    }
  };

  async #start(): Promise<void> {
    try {
      this.me = (await find<Me>("api/me")) ?? OPEN_ACCESS;
      this.status = await get<Status>("api/status");
      this.revision += 1;
      this.#stopLive?.();
      this.#stopLive = subscribeToEvents(
        (name) => void this.#onEvent(name),
        () => void this.#refresh(),
      );
    } catch (error) {
      this.needsToken = error instanceof ApiError && error.status === 401;
      this.problem = this.needsToken ? null : textOf(error);
    }
  }

  /** Events only trigger a reload, so the panel never shows a state that the API would not report. */
  async #onEvent(name: string): Promise<void> {
    if (name === "status" || name === "progress")
      this.status = await get<Status>("api/status").catch(() => this.status);
    const isDone = name === "progress" && this.status?.analysis.running === null;
    if (isDone || name === "suggestion" || name === "automation" || name === "exclusions") this.revision += 1;
  }

  async #refresh(): Promise<void> {
    this.status = await get<Status>("api/status").catch(() => this.status);
    this.revision += 1;
  }
}

const screenOf = (route: string): Screen => SCREENS.find((one) => one === route.split("/")[0]) ?? "suggestions";

const routeNow = (): string => location.hash.replace(/^#\/?/, "") || "suggestions";

customElements.define("ai-panel", PanelApp);
