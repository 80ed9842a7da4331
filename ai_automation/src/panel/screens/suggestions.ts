import { html, type TemplateResult } from "lit";
import { find, get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { isFramed, openInHost } from "../host.ts";
import { approvalText } from "../parts/approval.ts";
import "../parts/plain-words-form.ts";
import { selfActingItem } from "../parts/self-acting.ts";
import { strip } from "../parts/strip.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, NearMiss, Proposal, Status, Suggestion } from "../wire.ts";

const REASONS = ["wrong", "not_this_room", "not_at_night", "too_many", "other"] as const;
/** The number of suggestions shown at first, and added by each "Show more". */
const FIRST_PAGE = 5;
const PAGE = 20;
const DAY = 86_400_000;
const LISTS = ["open", "later", "never"] as const;
export type ListName = (typeof LISTS)[number];

const QUERY: Readonly<Record<ListName, string>> = {
  open: "status=pending&snoozed=false",
  later: "status=pending&snoozed=true",
  never: "status=rejected",
};

interface SuggestionPage {
  readonly suggestions: readonly Suggestion[];
  readonly total: number;
}

/** A card that was decided on: it stays in its place until the list is left, so that nothing moves under a finger. */
interface Decided {
  readonly suggestion: Suggestion;
  readonly text: string;
  /** The step that takes it back. */
  readonly back: string;
  /** By the monotonic clock, in milliseconds. */
  readonly at: number;
}

/** Milliseconds in which a second tap at the same place is the rest of a double tap, and does not take the decision back. */
const DOUBLE_TAP = 700;

/** Stores the proposal as a suggestion and opens its page. */
async function storeProposal({ automation }: Proposal): Promise<void> {
  const { id } = await post<Suggestion>("api/suggestions", { automation });
  location.hash = `#/suggestions/${id}`;
}

/** The suggestions of one list, best first; if none is open, the reason. */
export class SuggestionsScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    status: { attribute: false },
    revision: { attribute: false },
    name: { attribute: false },
    list: { state: true },
    totals: { state: true },
    decided: { state: true },
    analysis: { state: true },
    shown: { state: true },
    refusing: { state: true },
    busy: { state: true },
  };
  declare ui: Ui;
  declare status: Status;
  /** Increased whenever the service reports a change. */
  declare revision: number;
  declare name: ListName;
  /** The first suggestions of the list, with those decided on here in their places. */
  declare list: readonly Suggestion[] | null;
  /** How many each list holds. */
  declare totals: Readonly<Record<ListName, number>>;
  declare decided: ReadonlyMap<number, Decided>;
  declare analysis: Analysis | null;
  declare shown: number;
  declare refusing: number | null;
  declare busy: number | null;

  constructor() {
    super();
    this.name = "open";
    this.list = null;
    this.totals = { open: 0, later: 0, never: 0 };
    this.decided = new Map();
    this.analysis = null;
    this.shown = FIRST_PAGE;
    this.refusing = null;
    this.busy = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("name")) {
      this.list = null;
      this.decided = new Map();
      this.shown = FIRST_PAGE;
    }
    if (changed.has("revision") || changed.has("name")) void this.#load();
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    if (this.list === null) return html`<p class="quiet">${words.loading} …</p>`;
    const { name, list, totals } = this;
    const more = totals[name] - list.filter(({ id }) => !this.decided.has(id)).length;
    const isOpen = name === "open";
    return html`
      ${this.status.problems.map(({ code, message }) => html`<p class="notice" role="status">${words.problems[code] ?? message}</p>`)}
      ${this.#activity()} ${isOpen ? html`${this.#intro()} ${this.#plainWords()}` : ""} ${this.#lists()}
      ${list.length > 0 ? "" : isOpen ? this.#nothing() : html`<p class="quiet">${words.nothingHere}</p>`}
      <ul class="cards">
        ${list.map((suggestion) => html`<li>${this.#item(suggestion)}</li>`)}
      </ul>
      ${more > 0 ? html`<button @click=${this.#showMore}>${words.showMore(more)}</button>` : ""}
    `;
  }

  /** What this page is and what was found. */
  #intro(): TemplateResult | "" {
    const { words } = this.ui;
    const { first, last } = this.status.history;
    if (this.totals.open === 0 || first === null || last === null) return "";
    const days = Math.max(1, Math.round((Date.parse(last) - Date.parse(first)) / DAY));
    return html`<p class="intro">${words.intro(this.totals.open, days)}</p>`;
  }

  #lists(): TemplateResult | "" {
    const { words } = this.ui;
    const { totals } = this;
    if (this.name === "open" && totals.later + totals.never === 0) return "";
    return html`<nav class="lists" aria-label=${words.suggestions}>
      ${LISTS.map(
        (one) =>
          html`<a
            href=${one === "open" ? "#/suggestions" : `#/suggestions/${one}`}
            aria-current=${one === this.name ? "page" : "false"}
            >${words.lists[one]} <span class="count">${totals[one]}</span></a
          >`,
      )}
    </nav>`;
  }

  #item(suggestion: Suggestion): TemplateResult {
    const decided = this.decided.get(suggestion.id);
    if (decided !== undefined) return this.#decidedCard(decided);
    return this.name === "open" ? this.#card(suggestion) : this.#putAside(suggestion);
  }

  #decidedCard(decided: Decided): TemplateResult {
    const { suggestion, text } = decided;
    const { id, ha_automation_id: automationId } = suggestion;
    const { words } = this.ui;
    return html`<article class="card decided" aria-label=${suggestion.title}>
      <p role="status">${text}</p>
      <div class="buttons">
        <button id="back-${id}" ?disabled=${this.busy === id} @click=${() => this.#takeBack(decided)}>
          ${words.undo}
        </button>
        ${
          suggestion.status === "deployed" && isFramed
            ? html`<button @click=${() => openInHost(`/config/automation/edit/${automationId}`)}>
                ${words.openEditor}
              </button>`
            : ""
        }
      </div>
    </article>`;
  }

  /** A card of what was put off or is not wanted. */
  #putAside(suggestion: Suggestion): TemplateResult {
    const { words, format, me } = this.ui;
    const { id, title, snoozed_until: until, reject_reason: reason } = suggestion;
    const isBusy = this.busy === id || !me.can_change;
    return html`<article class="card" aria-labelledby="title-${id}">
      <h2 id="title-${id}"><a href="#/suggestions/${id}">${title}</a></h2>
      <p class="quiet">
        ${until === null ? "" : words.backOn(format.day(until))}${reason === null ? "" : words.because(words.reasons[reason])}
      </p>
      <div class="buttons">
        ${
          this.name === "later"
            ? html`<button
                ?disabled=${isBusy}
                @click=${() => this.#move(suggestion, "unsnooze", "snooze", words.undone(title))}
              >
                ${words.bringBack}
              </button>`
            : html`<button ?disabled=${isBusy} @click=${() => this.#restore(suggestion)}>${words.offerAgain}</button>`
        }
      </div>
    </article>`;
  }

  #card(suggestion: Suggestion): TemplateResult {
    const { words, format, me } = this.ui;
    const { id, title, replay } = suggestion;
    const isBusy = this.busy === id || !me.can_change;
    const decided = replay.tp + replay.fp;
    const places = [suggestion.area, suggestion.label].filter((name) => name !== null);
    return html`<article class="card" aria-labelledby="title-${id}">
      <h2 id="title-${id}"><a href="#/suggestions/${id}">${title}</a></h2>
      ${suggestion.fix === null ? "" : html`<p class="fix"><del>${suggestion.fix.before}</del> → <ins>${suggestion.fix.after}</ins></p>`}
      <div class="facts">
        <div>
          <p>
            ${
              replay.alerts_per_week === undefined
                ? words.savesPerWeek(format.number(replay.saved_per_week), Math.round(replay.saved_per_week))
                : words.notifiesPerWeek(format.number(replay.alerts_per_week))
            }
          </p>
          ${decided === 0 ? "" : html`<p>${words.rightOnHeldOutDays(replay.tp, decided)}</p>`}
          ${places.length === 0 ? "" : html`<p class="quiet">${places.join(" · ")}</p>`}
        </div>
        ${strip(replay.weeks, words)}
      </div>
      ${suggestion.refusal === null ? "" : html`<p class="error" role="alert">${suggestion.refusal}</p>`}
      <div class="buttons">
        <button class="primary" ?disabled=${isBusy} @click=${() => this.#create(suggestion)}>
          ${suggestion.fix === null ? words.create : words.applyFix}
        </button>
        ${
          suggestion.watching_since === null
            ? html`<button
                ?disabled=${isBusy}
                @click=${() => this.#move(suggestion, "watch", "unwatch", words.watching(title))}
              >
                ${words.watch}
              </button>`
            : html`<button
                ?disabled=${isBusy}
                @click=${() => this.#move(suggestion, "unwatch", "watch", words.notWatching(title))}
              >
                ${words.stopWatching}
              </button>`
        }
        <a class="button" href="#/suggestions/${id}">${words.edit}</a>
        <button
          class="plain"
          ?disabled=${isBusy}
          @click=${() => this.#move(suggestion, "snooze", "unsnooze", words.snoozed(title))}
        >
          ${words.later}
        </button>
        <button
          class="plain"
          ?disabled=${isBusy}
          aria-expanded=${this.refusing === id}
          @click=${() => (this.refusing = this.refusing === id ? null : id)}
        >
          ${words.never}
        </button>
      </div>
      ${
        this.refusing === id
          ? html`<div class="buttons reasons" role="group" aria-label=${words.whyNever}>
              <span>${words.whyNever}</span>
              ${REASONS.map((reason) => html`<button @click=${() => this.#reject(suggestion, reason)}>${words.reasons[reason]}</button>`)}
            </div>`
          : ""
      }
    </article>`;
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
    const due = isShort ? format.day(Date.now() + ((obstacle.needs ?? 0) - (obstacle.has ?? 0)) * DAY) : "";
    const nearMisses = this.analysis?.near_misses ?? [];
    const isBusy = this.status.analysis.running !== null || this.status.history.backfill.state === "running";
    if (isBusy) return html``;
    if (this.totals.later + this.totals.never > 0)
      return html`<p class="notice">${words.allDecided}</p>
        ${this.#searchAgain()}`;
    return html`<section class="empty">
      <h2>${isShort ? words.tooLittle : words.nothing}</h2>
      <p>
        ${isShort ? words.tooLittleText(Math.floor(obstacle.has ?? 0), Math.ceil(obstacle.needs ?? 0), due) : (obstacle?.text ?? words.nothingText)}
      </p>
      ${near(
        words.promising,
        nearMisses.flatMap(({ title, learned, held_out, prospect }) =>
          prospect === null ? [] : [nearItem(title, this.#prospectText(learned, held_out, prospect))],
        ),
      )}
      ${near(
        words.nearMisses,
        nearMisses.filter(({ prospect }) => prospect === null).map(({ title, reason }) => nearItem(title, reason.text)),
      )}
      ${near(
        words.selfActing,
        (this.analysis?.self_acting ?? []).map((one) => selfActingItem(one, this.ui, () => this.#load())),
      )}
      ${this.#searchAgain()}
    </section>`;
  }

  #searchAgain(): TemplateResult {
    return html`<button ?disabled=${!this.ui.me.can_change} @click=${() => this.#try(() => post("api/analysis"))}>
      ${this.ui.words.analyse}
    </button>`;
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
    await this.#load();
  };

  async #load(): Promise<void> {
    try {
      const { name, shown } = this;
      const pageOf = (one: ListName, limit: number): Promise<SuggestionPage> =>
        get<SuggestionPage>(`api/suggestions?${QUERY[one]}&brief=true&limit=${limit}`);
      const pages = await Promise.all(LISTS.map((one) => pageOf(one, one === name ? Math.min(500, shown) : 1)));
      if (name !== this.name) return;
      const [open, later, never] = pages.map(({ total }) => total);
      this.totals = { open: open ?? 0, later: later ?? 0, never: never ?? 0 };
      const suggestions = pages[LISTS.indexOf(name)]?.suggestions ?? [];
      this.list = withDecided(suggestions, this.list ?? [], this.decided);
      if (suggestions.length === 0 && name === "open")
        this.analysis = (await find<Analysis>("api/analysis/latest")) ?? null;
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #create(suggestion: Suggestion): Promise<void> {
    await this.#do(suggestion, async () => {
      const created = await post<Suggestion>(`api/suggestions/${suggestion.id}/approve`);
      const text = approvalText(created, this.ui.words);
      return text === null ? undefined : { suggestion: created, text, back: "undo" };
    });
  }

  async #restore(suggestion: Suggestion): Promise<void> {
    await this.#do(suggestion, async () => {
      await post(`api/suggestions/${suggestion.id}/restore`);
      this.ui.toast(this.ui.words.undone(suggestion.title));
      return undefined;
    });
  }

  async #takeBack({ suggestion, back, at }: Decided): Promise<void> {
    if (performance.now() - at < DOUBLE_TAP) return;
    await this.#do(suggestion, async () => {
      await post(`api/suggestions/${suggestion.id}/${back}`);
      const decided = new Map(this.decided);
      decided.delete(suggestion.id);
      this.decided = decided;
      return undefined;
    });
  }

  async #move(suggestion: Suggestion, step: string, back: string, text: string): Promise<void> {
    await this.#do(suggestion, async () => {
      const moved = await post<Suggestion>(`api/suggestions/${suggestion.id}/${step}`);
      if (step === "snooze") return { suggestion: moved, text, back };
      this.ui.toast(text, async () => void (await post(`api/suggestions/${suggestion.id}/${back}`)));
      return undefined;
    });
  }

  async #reject(suggestion: Suggestion, reason: (typeof REASONS)[number]): Promise<void> {
    this.refusing = null;
    await this.#do(suggestion, async () => {
      const rejected = await post<Suggestion>(`api/suggestions/${suggestion.id}/reject`, { reason });
      return { suggestion: rejected, text: this.ui.words.dismissed(suggestion.title), back: "restore" };
    });
  }

  /** Runs one decision at a time for a card. The work returns what the card then shows, if it stays in its place. */
  async #do({ id }: Suggestion, work: () => Promise<Omit<Decided, "at"> | undefined>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = id;
    const decided = await this.#try(work);
    if (decided !== undefined) this.decided = new Map(this.decided).set(id, { ...decided, at: performance.now() });
    this.busy = null;
    await this.#load();
    await this.updateComplete;
    // A decision disables or replaces the button that had the focus: it stays at the card, or goes to what follows it.
    const next = document.getElementById(`back-${id}`) ?? document.querySelector<HTMLElement>(`#title-${id} a`);
    if (document.activeElement === document.body || decided !== undefined) next?.focus();
  }

  /** Undefined if it failed, which is shown. */
  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.ui.showError(error);
      return undefined;
    }
  }
}

customElements.define("ai-suggestions", SuggestionsScreen);

/** The loaded suggestions, with those decided on here where they were. */
function withDecided(
  loaded: readonly Suggestion[],
  before: readonly Suggestion[],
  decided: ReadonlyMap<number, Decided>,
): readonly Suggestion[] {
  const rest = loaded.filter(({ id }) => !decided.has(id));
  for (const [index, { id }] of before.entries()) {
    const kept = decided.get(id);
    if (kept !== undefined) rest.splice(Math.min(index, rest.length), 0, kept.suggestion);
  }
  return rest;
}

const nearItem = (title: string, text: string): TemplateResult =>
  html`<li><span>${title}</span><span class="quiet">${text}</span></li>`;

/** The first items of a list. */
const near = (heading: string, items: readonly TemplateResult[]) =>
  items.length === 0
    ? ""
    : html`<h3>${heading}</h3>
        <ul class="near">
          ${items.slice(0, 8)}
        </ul>`;
