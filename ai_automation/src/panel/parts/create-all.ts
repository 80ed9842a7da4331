import { html, type TemplateResult } from "lit";
import { post, textOf } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";

/**
 * Creates all suggestions of a room after one question that names them. Dispatches `deciding` with each id before it
 * asks the service, and `decided` with each changed suggestion.
 */
export class CreateAll extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    suggestions: { attribute: false },
    isAsking: { state: true },
    created: { state: true },
  };
  declare ui: Ui;
  /** Those that are open. */
  declare suggestions: readonly Suggestion[];
  declare isAsking: boolean;
  /** How many are created while it works; null otherwise. */
  declare created: number | null;
  #isCanceled = false;

  constructor() {
    super();
    this.isAsking = false;
    this.created = null;
  }

  override render(): TemplateResult | "" {
    const { words, fill, me } = this.ui;
    const { suggestions, created } = this;
    const count = suggestions.length;
    if (created !== null)
      return html`<div class="asking" role="status">
        <progress max=${count} value=${created} aria-label=${words.creating}></progress>
        <p>${fill(words.creatingSome, { done: created, of: count })}</p>
        <button @click=${() => (this.#isCanceled = true)}>${words.cancel}</button>
      </div>`;
    if (count < 2) return "";
    const label = count === 2 ? words.createBoth : fill(words.createAll, { count });
    if (!this.isAsking)
      return html`<button class="all" ?disabled=${!me.can_change} @click=${this.#ask}>${label}</button>`;
    return html`<div class="asking" role="group" aria-label=${label}>
      <p>${words.createAllQuestion}</p>
      <ul>
        ${suggestions.map(({ title }) => html`<li>${title}</li>`)}
      </ul>
      <div class="buttons">
        <button class="primary" @click=${this.#create}>${label}</button>
        <button @click=${this.#dismiss}>${words.cancel}</button>
      </div>
    </div>`;
  }

  readonly #ask = async (): Promise<void> => {
    this.isAsking = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".primary")?.focus();
  };

  readonly #dismiss = async (): Promise<void> => {
    this.isAsking = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".all")?.focus();
  };

  readonly #create = async (): Promise<void> => {
    const { words, fill } = this.ui;
    const all = this.suggestions;
    const created: Suggestion[] = [];
    this.#isCanceled = false;
    this.isAsking = false;
    this.created = 0;
    try {
      for (const { id } of all) {
        if (this.#isCanceled) break;
        this.dispatchEvent(new CustomEvent("deciding", { detail: id, bubbles: true }));
        const suggestion = await post<Suggestion>(`api/suggestions/${id}/approve`);
        if (suggestion.refusal !== null && suggestion.status === "pending") throw new Error(suggestion.refusal);
        created.push(suggestion);
        this.created = created.length;
      }
      this.ui.toast(fill(words.createdSome, { count: created.length }), () => undoAll(created));
    } catch (error) {
      this.ui.showError(new Error(`${fill(words.createdSome, { count: created.length })} ${textOf(error)}`));
    }
    this.created = null;
    for (const detail of created) this.dispatchEvent(new CustomEvent("decided", { detail, bubbles: true }));
  };
}

async function undoAll(created: readonly Suggestion[]): Promise<void> {
  for (const { id } of created) await post(`api/suggestions/${id}/undo`);
}

customElements.define("ai-create-all", CreateAll);
