import { html, type TemplateResult } from "lit";
import { find, get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
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
/** Loaded in addition to those shown, because snoozed suggestions are in the response but not shown. */
const MARGIN = 20;

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
    list: { state: true },
    total: { state: true },
    analysis: { state: true },
    shown: { state: true },
    refusing: { state: true },
    busy: { state: true },
  };
  declare ui: Ui;
  declare status: Status;
  /** Increased whenever the service reports a change. */
  declare revision: number;
  declare list: readonly Suggestion[] | null;
  /** The number of pending suggestions, of which `list` holds the first. */
  declare total: number;
  declare analysis: Analysis | null;
  declare shown: number;
  declare refusing: number | null;
  declare busy: number | null;

  constructor() {
    super();
    this.list = null;
    this.total = 0;
    this.analysis = null;
    this.shown = FIRST_PAGE;
    this.refusing = null;
    this.busy = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("revision")) void this.#load();
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    if (this.list === null) return html`<p class="quiet">${words.loading} …</p>`;
    const open = this.list.filter(({ snoozed_until: until }) => until === null || Date.parse(until) < Date.now());
    const shown = open.slice(0, this.shown);
    const more = this.total - (this.list.length - open.length) - shown.length;
    return html`
      ${this.status.problems.map(({ code, message }) => html`<p class="notice" role="status">${words.problems[code] ?? message}</p>`)}
      ${this.#activity()} ${this.#plainWords()} ${shown.length === 0 ? this.#nothing() : ""}
      <ul class="cards">
        ${shown.map((suggestion) => html`<li>${this.#card(suggestion)}</li>`)}
      </ul>
      ${more > 0 ? html`<button @click=${this.#showMore}>${words.showMore(more)}</button>` : ""}
    `;
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
    const due = isShort ? format.day(Date.now() + ((obstacle.needs ?? 0) - (obstacle.has ?? 0)) * 86_400_000) : "";
    const nearMisses = this.analysis?.near_misses ?? [];
    const isBusy = this.status.analysis.running !== null || this.status.history.backfill.state === "running";
    if (isBusy) return html``;
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
    await this.#load();
  };

  async #load(): Promise<void> {
    try {
      const limit = Math.min(500, this.shown + MARGIN);
      const { suggestions, total } = await get<{ suggestions: readonly Suggestion[]; total: number }>(
        `api/suggestions?status=pending&brief=true&limit=${limit}`,
      );
      this.list = suggestions;
      this.total = total;
      if (suggestions.length === 0) this.analysis = (await find<Analysis>("api/analysis/latest")) ?? null;
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #create(suggestion: Suggestion): Promise<void> {
    const { words, toast } = this.ui;
    await this.#do(suggestion, async () => {
      const text = approvalText(await post<Suggestion>(`api/suggestions/${suggestion.id}/approve`), words);
      if (text !== null) toast(text, async () => void (await post(`api/suggestions/${suggestion.id}/undo`)));
    });
  }

  async #move(suggestion: Suggestion, step: string, back: string, text: string): Promise<void> {
    await this.#do(suggestion, async () => {
      await post(`api/suggestions/${suggestion.id}/${step}`);
      this.ui.toast(text, async () => void (await post(`api/suggestions/${suggestion.id}/${back}`)));
    });
  }

  async #reject(suggestion: Suggestion, reason: (typeof REASONS)[number]): Promise<void> {
    this.refusing = null;
    await this.#do(suggestion, async () => {
      await post(`api/suggestions/${suggestion.id}/reject`, { reason });
      this.ui.toast(
        this.ui.words.dismissed(suggestion.title),
        async () => void (await post(`api/suggestions/${suggestion.id}/restore`)),
      );
    });
  }

  async #do({ id }: Suggestion, work: () => Promise<void>): Promise<void> {
    this.busy = id;
    await this.#try(work);
    this.busy = null;
    await this.#load();
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.ui.showError(error);
    }
  }
}

customElements.define("ai-suggestions", SuggestionsScreen);

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
