import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { find, get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { openAutomation } from "../parts/off-automation.ts";
import "../parts/plain-words-form.ts";
import { selfActingItem } from "../parts/self-acting.ts";
import { suggestionCard } from "../parts/suggestion-card.ts";
import { promisingItem, watchedOutcomeItem } from "../parts/watched-habits.ts";
import { recall, remember } from "../remembered.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, NearMiss, Proposal, Status, Suggestion } from "../wire.ts";

export const LISTS = ["open", "later", "never"] as const;
export type ListName = (typeof LISTS)[number];
/** The number of suggestions shown at first, and added by each "Show more". */
const FIRST_PAGE = 5;
const PAGE = 20;
const QUERY: Readonly<Record<ListName, string>> = {
  open: "status=pending&snoozed=false",
  later: "status=pending&snoozed=true",
  never: "status=rejected",
};

/** Stores the proposal as a suggestion and opens its page. */
async function storeProposal({ automation }: Proposal): Promise<void> {
  const { id } = await post<Suggestion>("api/suggestions", { automation });
  location.hash = `#/suggestions/${id}`;
}

/** The pending suggestions, best first; if there are none, the reason. */
export class SuggestionsScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    status: { attribute: false },
    revision: { attribute: false },
    name: { attribute: false },
    list: { state: true },
    total: { state: true },
    analysis: { state: true },
    shown: { state: true },
    laterCount: { state: true },
    neverCount: { state: true },
  };
  declare ui: Ui;
  declare status: Status;
  /** Increased whenever the service reports a change. */
  declare revision: number;
  /** Which list is shown. */
  declare name: ListName;
  declare list: readonly Suggestion[] | null;
  /** The number of suggestions with this status, of which `list` holds the first. */
  declare total: number;
  declare analysis: Analysis | null;
  declare shown: number;
  declare laterCount: number | null;
  declare neverCount: number | null;
  /** Decided since the list was opened. They stay in their place until it is left, so nothing moves under a finger. */
  #decided: ReadonlySet<number> = new Set();

  /** How many of the list were in the last answer. */
  #loaded = 0;

  constructor() {
    super();
    this.list = null;
    this.total = 0;
    this.analysis = null;
    this.shown = FIRST_PAGE;
    this.laterCount = null;
    this.neverCount = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("name")) {
      this.list = null;
      this.shown = Number(recall(`shown-${this.name}`) ?? FIRST_PAGE);
      this.#decided = new Set();
    }
    if (changed.has("revision") || changed.has("name")) void this.#load();
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    const { list } = this;
    if (list === null)
      return html`${this.#tabs()}
        <p class="quiet">${words.loading} …</p>`;
    const more = this.total - this.#loaded;
    return html`
      ${this.status.problems.map(({ code, message }) => html`<p class="notice" role="status">${words.problems[code] ?? message}</p>`)}
      ${this.name === "open" ? html`${this.#intro()} ${this.#activity()}` : ""} ${this.#tabs()}
      ${list.length > 0 ? "" : this.name === "open" ? this.#nothing() : html`<p class="empty">${words.emptyList}</p>`}
      <ul class="cards">
        ${repeat(
          list,
          ({ id }) => id,
          (suggestion) =>
            html`<li>${suggestionCard(suggestion, this.ui, { deciding: this.#keep, decided: this.#onDecided })}</li>`,
        )}
      </ul>
      ${more > 0 ? html`<button class="more" @click=${this.#showMore}>${words.showMore(more)}</button>` : ""}
      ${this.name === "open" ? this.#plainWords() : ""}
    `;
  }

  /** One line that says what the list is. */
  #intro(): TemplateResult | "" {
    return this.total > 0 ? html`<p class="intro">${this.ui.words.intro(this.total)}</p>` : "";
  }

  #tabs(): TemplateResult {
    const { words } = this.ui;
    const counts = { open: null, later: this.laterCount, never: this.neverCount };
    return html`<nav class="lists" aria-label=${words.listKind}>
      ${LISTS.map(
        (one) =>
          html`<a
            href=${one === "open" ? "#/suggestions" : `#/suggestions/${one}`}
            aria-current=${one === this.name ? "page" : "false"}
            >${words.lists[one]}${(counts[one] ?? 0) === 0 ? "" : html` <span class="count">${counts[one]}</span>`}</a
          >`,
      )}
    </nav>`;
  }

  #plainWords(): TemplateResult {
    const { words } = this.ui;
    return html`<section class="card">
      <plain-words-form
        .ui=${this.ui}
        .path=${"api/suggestions/ask"}
        .label=${words.describeAutomation}
        .example=${words.automationExample}
        .onAccept=${storeProposal}
      ></plain-words-form>
    </section>`;
  }

  /** The activity in progress, or that Home Assistant is unreachable. */
  #activity(): TemplateResult | "" {
    const { words, format } = this.ui;
    const { home, history, analysis } = this.status;
    const { backfill } = history;
    if (home.state === "other_home")
      return html`<section class="notice" role="status">
        <h2>${words.otherHome}</h2>
        <p>${words.otherHomeText}</p>
      </section>`;
    if (home.state !== "connected" && home.state !== "connecting")
      return html`<section class="notice" role="status">
        <h2>${words.unreachable}</h2>
        <p>${home.message}</p>
      </section>`;
    if (backfill.state === "running")
      return html`<section class="notice" role="status">
        <h2>${words.reading}</h2>
        <progress aria-label=${words.reading}></progress>
        <p>
          ${words.readingDays(backfill.days_read, format.number(backfill.changes_read))}${backfill.seconds_left === null ? "" : html`, ${words.timeLeft(backfill.seconds_left)}`}
        </p>
      </section>`;
    if (analysis.running === null) return "";
    const { progress, step, id } = analysis.running;
    const steps: Readonly<Record<string, string>> = words.steps;
    return html`<section class="notice" role="status">
      <h2>${words.searching}</h2>
      <progress max="1" value=${progress} aria-label=${words.searching}></progress>
      <p>${format.percent(progress)} ${steps[step ?? ""] ?? step ?? ""}</p>
      <button
        ?disabled=${!this.ui.me.can_change}
        @click=${() => this.#try(() => fetch(`api/jobs/${id}`, { method: "DELETE" }))}
      >
        ${words.cancel}
      </button>
    </section>`;
  }

  #nothing(): TemplateResult {
    const { words, format } = this.ui;
    const obstacle = this.analysis?.obstacle ?? null;
    const isShort = obstacle?.kind === "too_little_history" && obstacle.has !== null && obstacle.needs !== null;
    const due = isShort ? format.day(Date.now() + ((obstacle.needs ?? 0) - (obstacle.has ?? 0)) * 86_400_000) : "";
    const nearMisses = this.analysis?.near_misses ?? [];
    const isBusy = this.status.analysis.running !== null || this.status.history.backfill.state === "running";
    if (isBusy) return html``;
    if ((this.laterCount ?? 0) > 0) return html`<section class="empty"><p>${words.allPutOff}</p></section>`;
    return html`<section class="empty">
      <h2>${isShort ? words.tooLittle : words.nothing}</h2>
      <p>
        ${isShort ? words.tooLittleText(Math.floor(obstacle.has ?? 0), Math.ceil(obstacle.needs ?? 0), due) : (obstacle?.text ?? words.nothingText)}
      </p>
      ${near(
        words.promising,
        nearMisses.flatMap((one) =>
          one.prospect === null
            ? []
            : [
                promisingItem(one, this.#prospectText(one.learned, one.held_out, one.prospect), this.ui, () =>
                  this.#load(),
                ),
              ],
        ),
      )}
      ${near(
        words.beingWatched,
        (this.analysis?.watched_habits ?? [])
          .filter(({ outcome }) => outcome !== null)
          .map((one) => watchedOutcomeItem(one, this.ui, () => this.#load())),
      )}
      ${near(
        words.nearMisses,
        nearMisses
          .filter(({ prospect }) => prospect === null)
          .map(({ title, reason }) =>
            nearItem(title, reason.text, reason.by === undefined ? "" : openAutomation(reason.by, words.openEditor)),
          ),
      )}
      ${near(
        words.selfActing,
        (this.analysis?.self_acting ?? []).map((one) => selfActingItem(one, this.ui, () => this.#load())),
      )}
      <button ?disabled=${!this.ui.me.can_change} @click=${() => this.#try(() => post("api/analysis"))}>
        ${words.analyse}
      </button>
    </section>`;
  }

  #prospectText(
    learned: NearMiss["learned"],
    heldOut: NearMiss["held_out"],
    { more, likely_at }: NonNullable<NearMiss["prospect"]>,
  ): string {
    const right = learned.tp + heldOut.tp;
    const day = this.ui.format.day(Math.max(Date.now(), Date.parse(likely_at)));
    return this.ui.words.promisingText(right, right + learned.fp + heldOut.fp, more, day);
  }

  readonly #showMore = async (): Promise<void> => {
    this.shown += PAGE;
    remember(`shown-${this.name}`, String(this.shown));
    await this.#load();
  };

  async #load(): Promise<void> {
    const { name } = this;
    try {
      const { suggestions, total } = await listed(name, Math.min(MOST, this.shown));
      if (name !== this.name) return;
      this.total = total;
      this.#loaded = suggestions.length;
      this.list = keptInPlace(this.list ?? [], suggestions, this.#decided);
      if (suggestions.length === 0 && name === "open")
        this.analysis = (await find<Analysis>("api/analysis/latest")) ?? null;
      await this.#count();
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #count(): Promise<void> {
    this.neverCount = (await listed("never", 1)).total;
    this.laterCount = (await listed("later", 1)).total;
  }

  readonly #keep = (id: number): void => {
    this.#decided = new Set([...this.#decided, id]);
  };

  readonly #onDecided = (suggestion: Suggestion): void => {
    this.list = (this.list ?? []).map((one) => (one.id === suggestion.id ? suggestion : one));
    void this.#load();
  };

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.ui.showError(error);
    }
  }
}

customElements.define("ai-suggestions", SuggestionsScreen);

const nearItem = (title: string, text: string, link: TemplateResult | "" = ""): TemplateResult =>
  html`<li><span>${title}</span><span class="quiet">${text}</span>${link}</li>`;

/** The first items of a list. */
const near = (heading: string, items: readonly TemplateResult[]) =>
  items.length === 0
    ? ""
    : html`<h3>${heading}</h3>
        <ul class="near">
          ${items.slice(0, 8)}
        </ul>`;

interface Listed {
  readonly suggestions: readonly Suggestion[];
  readonly total: number;
}

const listed = (name: ListName, limit: number): Promise<Listed> =>
  get<Listed>(`api/suggestions?${QUERY[name]}&brief=true&limit=${limit}`);

/** The most that one request may ask for. */
const MOST = 500;

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
