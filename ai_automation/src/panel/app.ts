import { html, type TemplateResult } from "lit";
import { ApiError, find, get, post, textOf } from "./api.ts";
import { PanelElement } from "./element.ts";
import { createFormat } from "./format.ts";
import { followHost, languageNow, toggleMenu } from "./host.ts";
import { subscribeToEvents } from "./live.ts";
import { icon } from "./parts/icon.ts";
import { pausedText } from "./parts/paused-text.ts";
import { toastView, type Toast } from "./parts/toast.ts";
import { tokenForm } from "./parts/token-form.ts";
import { parseRoute, SCREENS, type Route, type Screen } from "./route.ts";
import { helpScreen } from "./screens/help.ts";
import { loadScreen, preloadScreens } from "./screens/load-screen.ts";
import { getFirstPageEarly, LISTS, SuggestionsScreen, type ListName } from "./screens/suggestions.ts";
import { createScrolls, focusWhenLoaded } from "./scrolls.ts";
import type { Ui } from "./ui.ts";
import type { Me, Status, Suggestion } from "./wire.ts";
import { createFill } from "./words/fill.ts";
import { languageFor, loadWords, type Words } from "./words/words.ts";

/** Milliseconds, enough to read the message and to decide on undoing. */
const TOAST_DURATION = 8_000;
const WIDE = matchMedia("(min-width: 1100px)");
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
    isWide: { state: true },
    words: { state: true },
    openCount: { state: true },
    firstShown: { state: true },
  };
  declare route: Route;
  declare status: Status | null;
  declare me: Me;
  declare needsToken: boolean;
  declare problem: string | null;
  declare toastShown: Toast | null;
  declare revision: number;
  declare isNarrow: boolean;
  /** Null until the language is loaded. */
  declare words: Words | null;
  /** Whether a list and a page fit beside each other. */
  declare isWide: boolean;
  /** How many suggestions are open. */
  declare openCount: number;
  /** The first suggestion of the list, whose page is beside the list until another is chosen. */
  declare firstShown: number | null;
  /** The list that is beside a suggestion's page. */
  #listName: ListName = "open";
  #stopLive: (() => void) | undefined;
  readonly #scrolls = createScrolls();
  #toastTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #language = languageFor(window.parent === window ? navigator.language : languageNow());
  readonly #fill = createFill(this.#language);
  #ui: Ui | undefined;

  constructor() {
    super();
    this.route = parseRoute(location.hash);
    this.status = null;
    this.me = OPEN_ACCESS;
    this.needsToken = false;
    this.problem = null;
    this.toastShown = null;
    this.revision = 0;
    this.isNarrow = false;
    this.isWide = WIDE.matches;
    this.words = null;
    this.openCount = 0;
    this.firstShown = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    history.scrollRestoration = "manual";
    window.addEventListener("hashchange", this.#navigate);
    window.addEventListener("scroll", this.#noteScroll, { passive: true });
    WIDE.addEventListener("change", this.#resized);
    document.documentElement.lang = this.#language;
    followHost((isNarrow) => {
      this.isNarrow = isNarrow;
    });
    void loadWords(this.#language).then((words) => (this.words = words));
    void this.#start();
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.#navigate);
    window.removeEventListener("scroll", this.#noteScroll);
    WIDE.removeEventListener("change", this.#resized);
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const { words } = this;
    if (words === null || !(changed.has("route") || changed.has("words"))) return;
    document.title = `${words[this.route.screen]} – ${words.title}`;
  }

  override render(): TemplateResult {
    const { words } = this;
    if (words === null) return html``;
    const { screen, id } = this.route;
    const isPage = screen === "suggestions" && id !== undefined && !this.isWide && listNamed(id) === undefined;
    return html`
      <header>
        ${this.isNarrow ? html`<button class="menu" aria-label=${words.menu} @click=${toggleMenu}>${icon("menu")}</button>` : ""}
        <span class="title">${words.title}</span>
        <nav aria-label=${words.title}>
          ${SCREENS.map(
            (one) =>
              html`<a href="#/${one}" aria-current=${one === screen ? "page" : "false"}
                >${words[one]}${one === "suggestions" && this.openCount > 0 ? html` <span class="count">${this.openCount}</span>` : ""}</a
              >`,
          )}
        </nav>
      </header>
      <main id="main" class=${screen}>
        ${isPage ? "" : html`<h1 class="visually-hidden">${words[screen]}</h1>`} ${this.#screen(screen, words)}
      </main>
      <div class="toast" role="status" aria-live="polite">
        ${this.toastShown === null ? "" : toastView(this.toastShown, words, () => (this.toastShown = null), this.#undo)}
      </div>
    `;
  }

  #screen(screen: Screen, words: Words): TemplateResult {
    if (this.needsToken) return tokenForm(words, this.problem, this.#submitToken);
    if (screen === "help") return helpScreen(words, this.me.api_token);
    const { status } = this;
    if (status === null) return html`<p class="quiet">${this.problem ?? `${words.loading} …`}</p>`;
    const ui = this.#uiFor(words, status);
    const notice = this.me.can_change ? "" : html`<p class="notice">${this.me.why_not ?? words.readOnly}</p>`;
    const { id = null, query } = this.route;
    loadScreen(screen);
    switch (screen) {
      case "active":
        return html`${notice}<ai-active .ui=${ui} .revision=${this.revision} .opened=${id}></ai-active>`;
      case "history":
        return html`${notice}<ai-history
            .ui=${ui}
            .status=${status}
            .revision=${this.revision}
            .query=${query}
            .policy=${status.fleet_policy}
          ></ai-history>`;
      case "suggestions":
        return html`${notice}${status.learning.paused_since === null ? "" : html`<p class="notice">${pausedText(status.learning, ui)} <a href="#/history">${words.resumeLearning}</a></p>`}${this.#suggestions(ui, status)}`;
    }
  }

  /** The same object until something in it changes, so that the screens need not be drawn again. */
  #uiFor(words: Words, status: Status): Ui {
    const zone = status.home.time_zone ?? "UTC";
    const { me } = this;
    if (this.#ui?.words === words && this.#ui.me === me && this.#ui.format.zone === zone) return this.#ui;
    this.#ui = {
      words,
      fill: this.#fill,
      format: createFormat(this.#language, zone),
      me,
      toast: (text, undo) => this.#show({ text, undo, isError: false }),
      showError: (error) => this.#show({ text: textOf(error), isError: true }),
    };
    return this.#ui;
  }

  /** A list or a suggestion's page; both beside each other where there is room. */
  #suggestions(ui: Ui, status: Status): TemplateResult {
    const { id, query } = this.route;
    const list = id === undefined ? "open" : listNamed(id);
    if (list !== undefined) this.#listName = list;
    const chosen = list === undefined ? Number(id) : this.isWide && list !== "close" ? this.firstShown : null;
    if (chosen !== null) loadScreen("suggestion");
    const page =
      chosen === null
        ? ""
        : html`<ai-suggestion
            class=${this.isWide ? "pane" : ""}
            .ui=${ui}
            .suggestionId=${chosen}
            .revision=${this.revision}
            @titled=${this.#titled}
          ></ai-suggestion>`;
    if (list === undefined && !this.isWide) return html`${page}`;
    return html`<div
      class=${page === "" ? "" : "columns"}
      @deciding=${({ target, detail }: CustomEvent<number>) => this.#beside(target)?.keep(detail)}
      @decided=${({ target, detail }: CustomEvent<Suggestion>) => this.#beside(target)?.take(detail)}
    >
      <ai-suggestions
        .ui=${ui}
        .status=${status}
        .revision=${this.revision}
        .name=${this.#listName}
        .query=${query}
        .selected=${this.isWide ? chosen : null}
        @shown=${({ detail }: CustomEvent<number | null>) => (this.firstShown = detail)}
        @counted=${({ detail }: CustomEvent<number>) => this.#counted(detail)}
      ></ai-suggestions>
      ${page}
    </div>`;
  }

  /** The list beside the page in which something was decided; undefined if that was in the list itself. */
  #beside(target: EventTarget | null): SuggestionsScreen | undefined {
    const list = this.querySelector("ai-suggestions");
    const isInList = target instanceof Node && list !== null && list.contains(target);
    return list instanceof SuggestionsScreen && !isInList ? list : undefined;
  }

  readonly #titled = ({ target, detail }: CustomEvent<string>): void => {
    if (this.route.id === undefined || !(target instanceof HTMLElement)) return;
    document.title = `${detail} – ${this.words?.title ?? ""}`;
    // The link that opened the page may be gone, and readers start at the title.
    const { path } = this.route;
    void focusWhenLoaded(
      () => target.querySelector<HTMLElement>("h1"),
      () => this.route.path === path,
    );
  };

  /** Also on the icon of the panel where it is installed on its own. */
  #counted(count: number): void {
    this.openCount = count;
    if (window.parent === window && "setAppBadge" in navigator) navigator.setAppBadge(count).catch(() => undefined);
  }

  readonly #undo = async (undo: () => Promise<void>): Promise<void> => {
    this.toastShown = null;
    await undo().catch((error: unknown) => this.#show({ text: textOf(error), isError: true }));
    this.revision += 1;
  };

  #show(toast: Toast): void {
    clearTimeout(this.#toastTimer);
    this.toastShown = toast;
    this.#toastTimer = setTimeout(() => {
      this.toastShown = null;
    }, TOAST_DURATION);
  }

  readonly #navigate = (): void => {
    const before = this.route;
    this.route = parseRoute(location.hash);
    const { path, screen } = this.route;
    const isInPlace = before.path === path || (this.isWide && screen === "suggestions" && before.screen === screen);
    if (isInPlace) return;
    const isThere = (): boolean => this.route.path === path;
    void this.#scrolls.restore(path, isThere);
    // Coming back to a list, the focus returns to the card that was opened.
    const opened = `article h2 a[href="#/suggestions/${Number(before.id)}"]`;
    if (screen === "suggestions" && before.id !== undefined && listNamed(before.id) === undefined)
      void focusWhenLoaded(() => this.querySelector<HTMLElement>(opened), isThere);
  };

  readonly #noteScroll = (): void => this.#scrolls.note(this.route.path);

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

  readonly #resized = (): void => {
    this.isWide = WIDE.matches;
  };

  async #start(): Promise<void> {
    const isFirstList = this.route.screen === "suggestions" && this.route.id === undefined;
    if (isFirstList) getFirstPageEarly();
    try {
      const [me, status] = await Promise.all([find<Me>("api/me"), get<Status>("api/status")]);
      this.me = me ?? OPEN_ACCESS;
      this.status = status;
      this.revision += 1;
      if (!isFirstList) void this.#count();
      preloadScreens();
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

  /** The list of open suggestions counts by itself. */
  async #count(): Promise<void> {
    const open = await find<{ readonly total: number }>(
      "api/suggestions?status=pending&snoozed=false&brief=true&limit=1",
    );
    this.#counted(open?.total ?? 0);
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

const listNamed = (id: string): ListName | undefined => LISTS.find((one) => one === id);

customElements.define("ai-panel", PanelApp);
