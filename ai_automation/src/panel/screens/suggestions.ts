import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { find, get, getEarly, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { arrange, NO_ROOM, viewOf, type Group, type View } from "../list.ts";
import { activity, isBusy } from "../parts/activity.ts";
import { cameClose, searchAgain } from "../parts/came-close.ts";
import "../parts/create-all.ts";
import { isOpen } from "../parts/decisions.ts";
import { listTools } from "../parts/list-tools.ts";
import { nothingOpen } from "../parts/nothing-open.ts";
import "../parts/plain-words-form.ts";
import { suggestionCard } from "../parts/suggestion-card.ts";
import { recall, remember } from "../remembered.ts";
import { hashOf } from "../route.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, Proposal, Status, Suggestion } from "../wire.ts";

const STORED = ["open", "later", "never"] as const;
type StoredList = (typeof STORED)[number];
export const LISTS = [...STORED, "close"] as const;
export type ListName = (typeof LISTS)[number];
/** The number of suggestions shown at first, and added by each "Show more". */
const FIRST_PAGE = 8;
/** Drawn before the others: as many as a phone shows at once. */
const FIRST_CARDS = 2;
/** Milliseconds after them. */
const REST_DELAY = 50;
const PAGE = 20;
/** The most that one request may ask for. */
const MOST = 500;
const QUERY: Readonly<Record<StoredList, string>> = {
  open: "status=pending&snoozed=false",
  later: "status=pending&snoozed=true",
  never: "status=rejected",
};

type Counts = Readonly<Record<StoredList, number>>;
const NONE: Counts = { open: 0, later: 0, never: 0 };

/**
 * The lists of suggestions: open, put off, rejected, and what was almost suggested. Dispatches `shown` with the id of
 * the first card whenever that changes.
 */
export class SuggestionsScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    status: { attribute: false },
    revision: { attribute: false },
    name: { attribute: false },
    query: { attribute: false },
    selected: { attribute: false },
    list: { state: true },
    counts: { state: true },
    analysis: { state: true },
    shown: { state: true },
  };
  declare ui: Ui;
  declare status: Status;
  /** Increased whenever the service reports a change. */
  declare revision: number;
  /** Which list is shown. */
  declare name: ListName;
  /** The room, search and order, as in the address. */
  declare query: URLSearchParams;
  /** The suggestion whose page is beside the list; null without one. */
  declare selected: number | null;
  declare list: readonly Suggestion[] | null;
  declare counts: Counts | null;
  declare analysis: Analysis | null;
  declare shown: number;
  /** Decided since the list was opened. They stay in their place until it is left, so nothing moves under a finger. */
  #decided: ReadonlySet<number> = new Set();
  #firstShown: number | null = null;

  constructor() {
    super();
    this.list = null;
    this.counts = null;
    this.analysis = null;
    this.shown = FIRST_CARDS;
    this.selected = null;
    this.query = new URLSearchParams();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("name")) {
      this.list = null;
      this.shown = FIRST_CARDS;
      this.#decided = new Set();
    }
    if (changed.has("revision") || changed.has("name")) void this.#load();
  }

  override updated(): void {
    const first = this.list === null ? null : (arrange(this.list, viewOf(this.query))[0]?.suggestions[0]?.id ?? null);
    if (first === this.#firstShown) return;
    this.#firstShown = first;
    this.dispatchEvent(new CustomEvent("shown", { detail: first, bubbles: true }));
  }

  override render(): TemplateResult {
    // Only once: with the first card, not before it.
    if (this.list === null && this.counts === null && this.name !== "close")
      return html`<p class="quiet">${this.ui.words.loading} …</p>`;
    return html`
      ${this.status.problems.map(({ message }) => html`<p class="notice" role="status">${message}</p>`)}
      ${this.#searchFailed()} ${activity(this.status, this.ui)} ${this.name === "open" ? this.#intro() : ""}
      ${this.#tabs()} ${this.name === "close" ? this.#cameClose() : this.#cards()}
      ${this.name === "open" && this.list !== null && this.#isWhole() ? this.#plainWords() : ""}
    `;
  }

  #searchFailed(): TemplateResult | "" {
    const error = this.status.analysis.last?.error ?? null;
    if (error === null || isBusy(this.status)) return "";
    return html`<p class="notice" role="status">
      ${this.ui.fill(this.ui.words.searchFailed, { reason: error.text })}
    </p>`;
  }

  /** Whether more than the first cards are drawn. */
  #isWhole(): boolean {
    return this.shown > FIRST_CARDS || (this.list ?? []).length <= FIRST_CARDS;
  }

  /** Called before a decision is sent that was made elsewhere, so that the card stays in its place. */
  keep(id: number): void {
    this.#decided = new Set([...this.#decided, id]);
  }

  /** Called after a decision that was made elsewhere. */
  take(suggestion: Suggestion): void {
    this.list = (this.list ?? []).map((one) => (one.id === suggestion.id ? suggestion : one));
    void this.#load();
  }

  /** One line that says what this is and what it found. */
  #intro(): TemplateResult | "" {
    const { words, fill } = this.ui;
    const count = this.counts?.open ?? 0;
    const days = Math.ceil(this.status.history.days);
    return count === 0 ? "" : html`<p class="intro">${fill(words.intro, { count, days })}</p>`;
  }

  #tabs(): TemplateResult {
    const { words } = this.ui;
    const count = (one: ListName): number => (one === "close" ? 0 : (this.counts ?? NONE)[one]);
    return html`<nav class="lists" aria-label=${words.listKind}>
      ${LISTS.map(
        (one) =>
          html`<a
            href=${one === "open" ? "#/suggestions" : `#/suggestions/${one}`}
            aria-current=${one === this.name ? "page" : "false"}
            >${words.lists[one]}${count(one) === 0 ? "" : html` <span class="count">${count(one)}</span>`}</a
          >`,
      )}
    </nav>`;
  }

  #cards(): TemplateResult {
    const { words, fill } = this.ui;
    const { list } = this;
    if (list === null) return html`<p class="quiet">${words.loading} …</p>`;
    if (list.length === 0)
      return this.name === "open"
        ? html`${nothingOpen(this.status, this.counts ?? NONE, this.analysis, this.ui, () => this.#load())}`
        : html`<p class="empty">${this.name === "later" ? words.emptyLater : words.emptyNever}</p>`;
    const view = viewOf(this.query);
    const groups = arrange(list, view);
    const total = groups.reduce((sum, { suggestions }) => sum + suggestions.length, 0);
    const more = this.shown < FIRST_PAGE ? 0 : total - this.shown;
    return html`
      ${listTools(list, view, this.ui, (query) => this.#see(view, query))}
      ${total === 0 ? html`<p class="empty">${words.noneFound}</p>` : ""}
      ${upTo(groups, this.shown).map((group) => this.#group(group))}
      ${more > 0 ? html`<button class="more" @click=${this.#showMore}>${fill(words.showMore, { count: more })}</button>` : ""}
    `;
  }

  #group({ room, suggestions }: Group): TemplateResult {
    const open = this.name === "open" ? suggestions.filter(isOpen) : [];
    return html`${
        room === null
          ? ""
          : html`<div class="group">
              <h2>${room === NO_ROOM ? this.ui.words.noRoom : room}</h2>
              <ai-create-all
                .ui=${this.ui}
                .suggestions=${open}
                @deciding=${({ detail }: CustomEvent<number>) => this.keep(detail)}
                @decided=${({ detail }: CustomEvent<Suggestion>) => this.take(detail)}
              ></ai-create-all>
            </div>`
      }
      <ul class="cards">
        ${repeat(
          suggestions,
          ({ id }) => id,
          (suggestion) =>
            html`<li>
              ${suggestionCard(suggestion, this.ui, {
                isSelected: suggestion.id === this.selected,
                deciding: (id) => this.keep(id),
                decided: (one) => this.take(one),
              })}
            </li>`,
        )}
      </ul>`;
  }

  /** Near misses, the times of the last and next search, and a button to search again. */
  #cameClose(): TemplateResult {
    const { words, fill, format } = this.ui;
    const { last, next } = this.status.analysis;
    const finished = last?.finished_at ?? null;
    const times = [
      ...(finished === null ? [] : [fill(words.lastSearch, { moment: format.moment(finished) })]),
      ...(next === null ? [] : [fill(words.nextSearch, { moment: format.moment(next) })]),
    ];
    const { near_misses: near = [], self_acting: own = [], watched_habits: watched = [] } = this.analysis ?? {};
    const found = near.length + own.length + watched.length;
    return html`<section class="card">
      <p>${words.cameCloseText}</p>
      <p class="quiet">${times.join(" ")}</p>
      ${isBusy(this.status) ? "" : searchAgain(this.ui)}
      ${found === 0 ? html`<p class="empty">${words.emptyList}</p>` : cameClose(this.analysis, this.ui, () => this.#load())}
    </section>`;
  }

  #plainWords(): TemplateResult {
    return html`<section class="card">
      <plain-words-form
        .ui=${this.ui}
        .path=${"api/suggestions/ask"}
        .label=${this.ui.words.describeAutomation}
        .example=${this.ui.words.automationExample}
        .onAccept=${storeProposal}
      ></plain-words-form>
    </section>`;
  }

  #see({ room, search, sort }: View, change: Readonly<Record<string, string | null>>): void {
    const path = this.name === "open" ? "suggestions" : `suggestions/${this.name}`;
    location.replace(hashOf(path, { room, q: search, sort: sort === "value" ? null : sort, ...change }));
  }

  readonly #showMore = async (): Promise<void> => {
    const before = this.shown;
    this.shown += PAGE;
    remember(`shown-${this.name}`, String(this.shown));
    await this.updateComplete;
    this.querySelectorAll<HTMLElement>("article h2 a")[before]?.focus();
  };

  /** After the first cards are drawn. */
  readonly #showRest = (): void => {
    this.shown = Number(recall(`shown-${this.name}`) ?? FIRST_PAGE);
  };

  async #load(): Promise<void> {
    const { name } = this;
    try {
      if (name !== "close") await this.#loadList(name);
      if (name === "close" || (name === "open" && this.list?.length === 0))
        this.analysis = (await find<Analysis>("api/analysis/latest")) ?? null;
      const [open, later, never] = await Promise.all(STORED.map(async (one) => (await listed(one, 1)).total));
      this.counts = { open: open ?? 0, later: later ?? 0, never: never ?? 0 };
      this.dispatchEvent(new CustomEvent("counted", { detail: this.counts.open, bubbles: true }));
    } catch (error) {
      this.ui.showError(error);
    }
  }

  /** The first page at once, then the rest: rooms and search need all of them. */
  async #loadList(name: StoredList): Promise<void> {
    const first = await listed(name, PAGE);
    const { suggestions } = first.total > PAGE ? await listed(name, MOST) : first;
    if (name !== this.name) return;
    this.counts = { ...(this.counts ?? NONE), [name]: first.total };
    this.list = keptInPlace(this.list ?? [], suggestions, this.#decided);
    if (this.shown < FIRST_PAGE) requestAnimationFrame(() => setTimeout(this.#showRest, REST_DELAY));
  }
}

customElements.define("ai-suggestions", SuggestionsScreen);

/** Stores the proposal as a suggestion and opens its page. */
async function storeProposal({ automation }: Proposal): Promise<void> {
  const { id } = await post<Suggestion>("api/suggestions", { automation });
  location.hash = `#/suggestions/${id}`;
}

interface Listed {
  readonly suggestions: readonly Suggestion[];
  readonly total: number;
}

const listed = (name: StoredList, limit: number): Promise<Listed> => get<Listed>(pathOf(name, limit));

const pathOf = (name: StoredList, limit: number): string => `api/suggestions?${QUERY[name]}&brief=true&limit=${limit}`;

/** The request for the open suggestions, sent along with those that come before the list. */
export const getFirstPageEarly = (): void => getEarly(pathOf("open", PAGE));

/** The first suggestions of all groups together. */
function upTo(groups: readonly Group[], count: number): readonly Group[] {
  const shown: Group[] = [];
  let left = count;
  for (const { room, suggestions } of groups) {
    if (left <= 0) break;
    shown.push({ room, suggestions: suggestions.slice(0, left) });
    left -= suggestions.length;
  }
  return shown;
}

/** The fresh list, with what was decided at the place where it was, although its status no longer belongs there. */
function keptInPlace(
  before: readonly Suggestion[],
  fresh: readonly Suggestion[],
  decided: ReadonlySet<number>,
): readonly Suggestion[] {
  const list = fresh.filter(({ id }) => !decided.has(id));
  for (const [index, one] of before.entries())
    if (decided.has(one.id)) list.splice(index, 0, fresh.find(({ id }) => id === one.id) ?? one);
  return list;
}
