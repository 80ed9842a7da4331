import { html, type TemplateResult } from "lit";
import { get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion, TrialPreview, Tried } from "../wire.ts";

type Choice = TrialPreview["choices"][number];

/** Runs the actions of a suggestion once, after a question that says in words what will happen. */
export class Trial extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    suggestion: { attribute: false },
    preview: { state: true },
    tried: { state: true },
    done: { state: true },
    isBusy: { state: true },
  };
  declare ui: Ui;
  declare suggestion: Suggestion;
  /** Shown as a question; null before it was asked for. */
  declare preview: TrialPreview | null;
  declare tried: Tried | null;
  /** The action, in words. */
  declare done: string;
  declare isBusy: boolean;

  constructor() {
    super();
    this.preview = null;
    this.tried = null;
    this.done = "";
    this.isBusy = false;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before: unknown = changed.get("suggestion");
    const isOther = typeof before === "object" && before !== null && "id" in before && before.id !== this.suggestion.id;
    if (isOther) this.#reset();
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    if (this.tried !== null) return this.#after(this.tried);
    if (this.preview !== null) return this.#question(this.preview);
    return html`<button class="try" ?disabled=${!me.can_change || this.isBusy} @click=${this.#ask}>
      ${words.tryNow}
    </button>`;
  }

  #question({ choices, obstacle, is_simulated: isSimulated }: TrialPreview): TemplateResult {
    const { words, fill } = this.ui;
    if (obstacle !== null)
      return html`<div class="asking" role="status">
        <p>${fill(words.tryObstacles[obstacle.kind], { names: obstacle.names.join(", ") })}</p>
        <button @click=${this.#dismiss}>${words.close}</button>
      </div>`;
    return html`<div class="asking" role="group" aria-label=${words.tryNow}>
      <p>${choices.length === 1 ? words.tryQuestion : words.tryQuestionBoth}</p>
      ${isSimulated ? html`<p class="quiet">${words.trySimulated}</p>` : ""}
      <div class="buttons">
        ${choices.map(
          (choice, index) =>
            html`<button
              class="primary"
              ?disabled=${this.isBusy}
              @click=${() => this.#run(index, this.#textOf(choice))}
            >
              ${this.#textOf(choice)}
            </button>`,
        )}
        <button @click=${this.#dismiss}>${words.cancel}</button>
      </div>
    </div>`;
  }

  #after({ before, can_take_back: canTakeBack }: Tried): TemplateResult {
    const { words, fill } = this.ui;
    const states = before.map(({ name, state_text: state }) => `${name}: ${state}`);
    return html`<div class="asking">
      <p role="status">${fill(words.tryDone, { text: this.done })}</p>
      ${states.length === 0 ? "" : html`<p class="quiet">${words.tryBefore} ${states.join(", ")}</p>`}
      ${canTakeBack ? "" : html`<p class="quiet">${words.noWayBack}</p>`}
      <div class="buttons">
        ${
          canTakeBack
            ? html`<button class="primary back" ?disabled=${this.isBusy} @click=${this.#takeBack}>
                ${words.takeBack}
              </button>`
            : ""
        }
        <button @click=${this.#dismiss}>${words.close}</button>
      </div>
    </div>`;
  }

  #textOf({ text, is_notification: isNotification }: Choice): string {
    const { words, fill } = this.ui;
    if (text === null) return fill(words.tryActions, { name: this.suggestion.automation.alias });
    return isNotification ? fill(words.tryNotification, { text }) : text;
  }

  readonly #ask = (): Promise<void> =>
    this.#working(async () => {
      this.preview = await get<TrialPreview>(this.#path());
    }, ".asking button");

  #run(choice: number, text: string): Promise<void> {
    return this.#working(async () => {
      this.tried = await post<Tried>(this.#path(), { choice });
      this.done = text;
    }, ".asking button");
  }

  readonly #takeBack = (): Promise<void> =>
    this.#working(async () => {
      await post(`${this.#path()}/undo`);
      this.ui.toast(this.ui.words.takenBack);
      this.#reset();
    }, ".try");

  readonly #dismiss = (): Promise<void> => this.#working(async () => this.#reset(), ".try");

  #reset(): void {
    this.preview = null;
    this.tried = null;
  }

  readonly #path = (): string => `api/suggestions/${this.suggestion.id}/trial`;

  /** Then moves the focus to what took the place of the button. */
  async #working(work: () => Promise<void>, next: string): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await work();
    } catch (error) {
      this.ui.showError(error);
    }
    this.isBusy = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
  }
}

customElements.define("ai-trial", Trial);
