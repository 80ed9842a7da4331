import { html, type TemplateResult } from "lit";
import { post, textOf } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Proposal } from "../wire.ts";
import { effectOf } from "./often.ts";

/**
 * A text field for a request in plain words. Shows the proposed automation with its replay, and where it may differ
 * from the request: then it is a question, which needs an answer before the automation can be used.
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
    asking: { state: true },
    isMeant: { state: true },
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
  /** Cancels the request that is not answered yet. */
  declare asking: AbortController | null;
  /** Whether the user has confirmed a proposal that may not be what they wrote. */
  declare isMeant: boolean;

  constructor() {
    super();
    this.text = "";
    this.proposal = null;
    this.problem = null;
    this.asking = null;
    this.isMeant = false;
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    const isDisabled = this.asking !== null || !me.can_change;
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
    const { words, fill, format } = this.ui;
    if (this.asking !== null)
      return html`<p class="quiet">${words.thinking} … <button @click=${this.#cancel}>${words.cancel}</button></p>`;
    if (this.problem !== null) return html`<p class="error">${this.problem}</p>`;
    if (this.proposal === null) return "";
    const { before, after, doubts, note, replay, automation } = this.proposal;
    const decided = replay.tp + replay.fp;
    return html`<div class="proposal">
      <p class="fix">${before === null ? "" : html`<del>${before}</del> → `}<ins>${after}</ins></p>
      ${doubts.length === 0 ? "" : html`<p class="error">${words.isThisMeant} ${doubts.map(({ text }) => text).join(" ")}</p>`}
      ${note === null ? "" : html`<p>${note}</p>`}
      <p class="quiet">
        ${decided === 0 ? "" : `${fill(words.rightShare, { share: format.percent(replay.tp / decided) })}; `}
        ${effectOf(replay, automation, this.ui)}
      </p>
      <div class="buttons">
        ${
          doubts.length > 0 && !this.isMeant
            ? html`<button @click=${() => (this.isMeant = true)}>${words.thisIsMeant}</button>`
            : html`<button class="primary" @click=${this.#accept}>${words.useThis}</button>`
        }
        <button @click=${() => this.#reset("")}>${words.discard}</button>
      </div>
    </div>`;
  }

  readonly #ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const asking = new AbortController();
    this.#reset(this.text);
    this.asking = asking;
    try {
      const proposal = await post<Proposal>(this.path, { text: this.text.trim() }, asking.signal);
      if (this.asking === asking) this.proposal = proposal;
    } catch (error) {
      if (!asking.signal.aborted) this.problem = textOf(error);
    }
    if (this.asking === asking) this.asking = null;
  };

  readonly #cancel = (): void => {
    this.asking?.abort();
    this.asking = null;
  };

  readonly #accept = async (): Promise<void> => {
    if (this.proposal === null) return;
    try {
      await this.onAccept(this.proposal);
      this.#reset("");
    } catch (error) {
      this.ui.showError(error);
    }
  };

  #reset(text: string): void {
    this.proposal = null;
    this.problem = null;
    this.isMeant = false;
    this.text = text;
  }
}

customElements.define("plain-words-form", PlainWordsForm);
