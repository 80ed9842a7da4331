import { html, type TemplateResult } from "lit";
import { post, textOf } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Proposal } from "../wire.ts";

/** A line for plain words, and what became of them: what was, what would be, and where the two may not agree. */
export class PlainWordsForm extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    address: { attribute: false },
    label: { attribute: false },
    example: { attribute: false },
    take: { attribute: false },
    text: { state: true },
    proposal: { state: true },
    problem: { state: true },
    isAsking: { state: true },
  };
  declare ui: Ui;
  /** Where the words are sent. */
  declare address: string;
  declare label: string;
  declare example: string;
  /** What is done with a proposal that is wanted. */
  declare take: (proposal: Proposal) => Promise<void>;
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
    const isIdle = this.isAsking || !me.can_change;
    return html`<form class="wish" @submit=${this.#ask}>
        <label>
          ${this.label}
          <input
            type="text"
            maxlength="500"
            autocomplete="off"
            placeholder=${this.example}
            .value=${this.text}
            ?disabled=${isIdle}
            @input=${({ target }: Event) => {
              if (target instanceof HTMLInputElement) this.text = target.value;
            }}
          />
        </label>
        <button ?disabled=${isIdle || this.text.trim() === ""}>${words.show}</button>
      </form>
      <div role="status">${this.#answer()}</div>`;
  }

  #answer(): TemplateResult | "" {
    const { words, format } = this.ui;
    if (this.isAsking) return html`<p class="quiet">${words.thinking} …</p>`;
    if (this.problem !== null) return html`<p class="error">${this.problem}</p>`;
    if (this.proposal === null) return "";
    const { before, after, doubts, note, replay } = this.proposal;
    const decided = replay.tp + replay.fp;
    return html`<div class="proposal">
      <p class="fix">${before === null ? "" : html`<del>${before}</del> → `}<ins>${after}</ins></p>
      ${doubts.length === 0 ? "" : html`<p class="error">${words.lookTwice}: ${doubts.map(({ text }) => text).join(" ")}</p>`}
      ${note === null ? "" : html`<p>${note}</p>`}
      <p class="quiet">
        ${
          replay.alerts_per_week === undefined
            ? html`${decided === 0 ? "" : html`${words.explains(format.percent(replay.tp / decided))}, `}
              ${words.saves(format.number(replay.saved_per_week), Math.round(replay.saved_per_week))}`
            : words.tells(format.number(replay.alerts_per_week))
        }
      </p>
      <div class="buttons">
        <button class="primary" @click=${this.#take}>${words.useThis}</button>
        <button @click=${this.#forget}>${words.discard}</button>
      </div>
    </div>`;
  }

  readonly #ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.isAsking = true;
    this.problem = null;
    this.proposal = null;
    try {
      this.proposal = await post<Proposal>(this.address, { text: this.text.trim() });
    } catch (error) {
      this.problem = textOf(error);
    }
    this.isAsking = false;
  };

  readonly #take = async (): Promise<void> => {
    if (this.proposal === null) return;
    try {
      await this.take(this.proposal);
      this.#forget();
    } catch (error) {
      this.ui.fail(error);
    }
  };

  readonly #forget = (): void => {
    this.proposal = null;
    this.text = "";
  };
}

customElements.define("plain-words-form", PlainWordsForm);
