import { html, type TemplateResult } from "lit";
import { post, textOf } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Proposal } from "../wire.ts";

/**
 * A text field for a request in plain words. Shows the proposed automation with its replay, and where it may differ
 * from the request.
 */
export class PlainWordsForm extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    path: { attribute: false },
    label: { attribute: false },
    example: { attribute: false },
    onAccept: { attribute: false },
    text: { state: true },
    proposal: { state: true },
    problem: { state: true },
    isAsking: { state: true },
  };
  declare ui: Ui;
  /** The API path that receives the text. */
  declare path: string;
  declare label: string;
  declare example: string;
  /** Called with the proposal when the user accepts it. */
  declare onAccept: (proposal: Proposal) => Promise<void>;
  declare text: string;
  declare proposal: Proposal | null;
  declare problem: string | null;
  declare isAsking: boolean;

  constructor() {
    super();
    this.text = "";
    this.proposal = null;
    this.problem = null;
    this.isAsking = false;
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    const isDisabled = this.isAsking || !me.can_change;
    return html`<form class="plain-words" @submit=${this.#ask}>
        <label>
          ${this.label}
          <input
            type="text"
            maxlength="500"
            autocomplete="off"
            placeholder=${this.example}
            .value=${this.text}
            ?disabled=${isDisabled}
            @input=${({ target }: Event) => {
              if (target instanceof HTMLInputElement) this.text = target.value;
            }}
          />
        </label>
        <button ?disabled=${isDisabled || this.text.trim() === ""}>${words.preview}</button>
      </form>
      <div role="status">${this.#result()}</div>`;
  }

  #result(): TemplateResult | "" {
    const { words, format } = this.ui;
    if (this.isAsking) return html`<p class="quiet">${words.thinking} …</p>`;
    if (this.problem !== null) return html`<p class="error">${this.problem}</p>`;
    if (this.proposal === null) return "";
    const { before, after, doubts, note, replay } = this.proposal;
    const decided = replay.tp + replay.fp;
    return html`<div class="proposal">
      <p class="fix">${before === null ? "" : html`<del>${before}</del> → `}<ins>${after}</ins></p>
      ${doubts.length === 0 ? "" : html`<p class="error">${words.pleaseCheck}: ${doubts.map(({ text }) => text).join(" ")}</p>`}
      ${note === null ? "" : html`<p>${note}</p>`}
      <p class="quiet">
        ${
          replay.alerts_per_week === undefined
            ? html`${decided === 0 ? "" : html`${words.rightShare(format.percent(replay.tp / decided))}, `}
              ${words.savesPerWeek(format.number(replay.saved_per_week), Math.round(replay.saved_per_week))}`
            : words.notifiesPerWeek(format.number(replay.alerts_per_week))
        }
      </p>
      <div class="buttons">
        <button class="primary" @click=${this.#accept}>${words.useThis}</button>
        <button @click=${this.#reset}>${words.discard}</button>
      </div>
    </div>`;
  }

  readonly #ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.isAsking = true;
    this.problem = null;
    this.proposal = null;
    try {
      this.proposal = await post<Proposal>(this.path, { text: this.text.trim() });
    } catch (error) {
      this.problem = textOf(error);
    }
    this.isAsking = false;
  };

  readonly #accept = async (): Promise<void> => {
    if (this.proposal === null) return;
    try {
      await this.onAccept(this.proposal);
      this.#reset();
    } catch (error) {
      this.ui.showError(error);
    }
  };

  readonly #reset = (): void => {
    this.proposal = null;
    this.text = "";
  };
}

customElements.define("plain-words-form", PlainWordsForm);
