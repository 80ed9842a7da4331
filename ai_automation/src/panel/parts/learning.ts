import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, Status } from "../wire.ts";
import { pausedText } from "./paused-text.ts";

const DAYS = [1, 3, 7, 14, 30] as const;
const LEFT_OUT = ["paused", "away", "crowded"] as const;

/** Whether it learns, a pause with its end, and the days from which the last search learned nothing. */
export class Learning extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    status: { attribute: false },
    analysis: { attribute: false },
    learning: { state: true },
    isAsking: { state: true },
  };
  declare ui: Ui;
  declare status: Status;
  declare analysis: Analysis | null;
  declare learning: Status["learning"];
  declare isAsking: boolean;

  constructor() {
    super();
    this.isAsking = false;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("status")) this.learning = this.status.learning;
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    const { paused_since: since } = this.learning;
    return html`<section class="card" aria-labelledby="learning">
      <h2 id="learning">${words.learning}</h2>
      <p role="status">${since === null ? words.learningOn : pausedText(this.learning, this.ui)}</p>
      ${since === null ? this.#pause() : this.#resume()} ${this.#leftOut()}
    </section>`;
  }

  #pause(): TemplateResult {
    const { words, fill, me } = this.ui;
    if (!this.isAsking)
      return html`<button class="pause" ?disabled=${!me.can_change} @click=${() => this.#show(true, "select")}>
        ${words.pauseLearning} …
      </button>`;
    return html`<form class="asking" @submit=${this.#submit}>
      <p>${words.pauseLearningText}</p>
      <label class="row"
        >${words.pauseFor}<select name="days">
          <option value="">${words.untilResumed}</option>
          ${DAYS.map((count) => html`<option value=${count}>${fill(words.forDays, { count })}</option>`)}
        </select></label
      >
      <div class="buttons">
        <button class="primary">${words.pauseLearning}</button>
        <button type="button" @click=${() => this.#show(false, ".pause")}>${words.cancel}</button>
      </div>
    </form>`;
  }

  #resume(): TemplateResult {
    const { words, me } = this.ui;
    return html`<button class="resume" ?disabled=${!me.can_change} @click=${() => this.#change("resume", {}, ".pause")}>
      ${words.resumeLearning}
    </button>`;
  }

  #leftOut(): TemplateResult | "" {
    const { words, format } = this.ui;
    const days = this.analysis?.unusual_days;
    const kinds = LEFT_OUT.flatMap((kind) => {
      const found = days?.[kind] ?? [];
      return found.length === 0 ? [] : [{ kind, spans: spansOf(found) }];
    });
    if (kinds.length === 0) return "";
    const spanText = ([first, last]: Span): string =>
      first === last ? format.calendarDay(first) : `${format.calendarDay(first)} – ${format.calendarDay(last)}`;
    return html`<h3>${words.daysLeftOut}</h3>
      <p class="quiet">${words.daysLeftOutText}</p>
      <ul>
        ${kinds.map(({ kind, spans }) => html`<li>${words.leftOut[kind]}: ${spans.map(spanText).join(", ")}</li>`)}
      </ul>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const days = new FormData(event.target).get("days");
    void this.#change("pause", { days: days === "" ? null : Number(days) }, ".resume");
  };

  async #change(step: "pause" | "resume", body: object, next: string): Promise<void> {
    try {
      this.learning = await post<Status["learning"]>(`api/learning/${step}`, body);
      await this.#show(false, next);
    } catch (error) {
      this.ui.showError(error);
    }
  }

  /** Changes what is shown, and moves the focus with it. */
  async #show(isAsking: boolean, next: string): Promise<void> {
    this.isAsking = isAsking;
    await this.updateComplete;
    this.querySelector<HTMLElement>(next)?.focus();
  }
}

customElements.define("ai-learning", Learning);

type Span = readonly [first: string, last: string];

/** Days in a row as one span, from days in order as YYYY-MM-DD. */
function spansOf(days: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  for (const day of days.toSorted()) {
    const last = spans.at(-1);
    if (last !== undefined && Date.parse(day) - Date.parse(last[1]) === 86_400_000) spans.splice(-1, 1, [last[0], day]);
    else spans.push([day, day]);
  }
  return spans;
}
