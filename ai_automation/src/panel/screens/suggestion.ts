import { html, type TemplateResult } from "lit";
import { call, get, post, textOf } from "../api.ts";
import { copyText } from "../clipboard.ts";
import * as edit from "../edit.ts";
import { PanelElement } from "../element.ts";
import { stateOf } from "../parts/decisions.ts";
import "../parts/editor.ts";
import "../parts/evidence-picture.ts";
import "../parts/plain-words-form.ts";
import { draftOf, keepDraft } from "../drafts.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Evidence, Proposal, Replay, Suggestion } from "../wire.ts";

/** Milliseconds without a change before a replay, so that moving a slider does not send a request per step. */
const REPLAY_DELAY = 120;

/** One suggestion with its evidence and its editor. */
export class SuggestionScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    suggestionId: { attribute: false },
    suggestion: { state: true },
    evidence: { state: true },
    draft: { state: true },
    replay: { state: true },
    problem: { state: true },
    isReplaying: { state: true },
    isWhole: { state: true },
    yaml: { state: true },
  };
  declare ui: Ui;
  declare suggestionId: number;
  declare suggestion: Suggestion | null;
  declare evidence: Evidence | null;
  /** The edited automation; null if nothing was changed. */
  declare draft: Automation | null;
  declare replay: Replay | null;
  declare problem: string | null;
  declare isReplaying: boolean;
  /** Whether the whole history is shown, or only the held-out days. */
  declare isWhole: boolean;
  declare yaml: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The number of the latest replay request; responses to earlier ones are dropped. */
  #latestRequest = 0;

  constructor() {
    super();
    this.suggestion = null;
    this.evidence = null;
    this.draft = null;
    this.replay = null;
    this.problem = null;
    this.isReplaying = false;
    this.isWhole = false;
    this.yaml = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("suggestionId")) void this.#load();
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    const { suggestion } = this;
    if (suggestion === null) return html`<p class="quiet">${this.problem ?? `${words.loading} …`}</p>`;
    const automation = this.draft ?? suggestion.automation;
    const replay = this.replay ?? suggestion.replay;
    const state = stateOf(suggestion, this.ui);
    const canEdit = me.can_change && suggestion.status === "pending";
    return html`
      <a class="back" href="#/suggestions">← ${words.back}</a>
      <h1>${suggestion.title}</h1>
      <p>${suggestion.description}</p>
      ${suggestion.fix === null ? "" : html`<p class="fix"><del>${suggestion.fix.before}</del> → <ins>${suggestion.fix.after}</ins></p>`}
      ${state === null ? "" : html`<p class="badge" role="status">${state}</p>`}
      <section aria-labelledby="evidence">
        <h2 id="evidence">${words.evidence}</h2>
        <div class="numbers" role="status">
          ${
            this.problem === null
              ? this.#figures(replay)
              : html`<p class="error">${words.cannotReplay}: ${this.problem}</p>`
          }
          <p class="quiet">${this.isReplaying ? `${words.replaying} …` : " "}</p>
        </div>
        <div class="buttons" role="group">
          <button aria-pressed=${!this.isWhole} @click=${() => this.#showSpan(false)}>${words.heldOut}</button>
          <button aria-pressed=${this.isWhole} @click=${() => this.#showSpan(true)}>${words.allDays}</button>
        </div>
        ${
          this.evidence === null
            ? html`<p class="quiet">${words.loading} …</p>`
            : html`<ai-evidence-picture
                .evidence=${this.evidence}
                .marks=${replay.marks}
                .from=${replay.from}
                .to=${replay.to}
                .ui=${this.ui}
                .line=${edit.timeOf(automation)}
              ></ai-evidence-picture>`
        }
      </section>
      ${
        canEdit
          ? html`<section aria-labelledby="change">
              <h2 id="change">${words.edit}</h2>
              ${
                this.draft === null
                  ? html`<plain-words-form
                      .ui=${this.ui}
                      .path=${`api/suggestions/${suggestion.id}/edit`}
                      .label=${words.describeChange}
                      .example=${words.changeExample}
                      .onAccept=${async ({ automation }: Proposal) => this.#setDraft(automation)}
                    ></plain-words-form>`
                  : ""
              }
              <ai-automation-editor
                .ui=${this.ui}
                .automation=${automation}
                .original=${suggestion.automation}
                @automation-changed=${this.#changed}
              ></ai-automation-editor>
            </section>`
          : ""
      }
      ${this.#alternatives(canEdit)} ${this.#yaml(suggestion, canEdit)} ${this.#footer(suggestion, canEdit)}
    `;
  }

  /** Stays in view: the decisions, or while editing what becomes of the draft. */
  #footer(suggestion: Suggestion, canEdit: boolean): TemplateResult {
    const { words } = this.ui;
    if (this.draft === null)
      return html`<div class="footer">
        <ai-decisions .ui=${this.ui} .suggestion=${suggestion} @decided=${this.#decided}></ai-decisions>
      </div>`;
    return html`<div class="footer">
      <p class="quiet">${words.draftKept}</p>
      ${this.replay === null ? "" : html`<p class=${isWorse(suggestion.replay, this.replay) && !this.isWhole ? "error" : ""}>${this.#comparison(suggestion.replay, this.replay)}</p>`}
      <div class="buttons">
        <button class="primary" ?disabled=${!canEdit || this.problem !== null} @click=${this.#save}>
          ${words.save}
        </button>
        <button @click=${this.#discard}>${words.discard}</button>
      </div>
    </div>`;
  }

  #comparison(before: Replay, after: Replay): string {
    return this.isWhole
      ? this.ui.fill(this.ui.words.rightOnAllDays, { right: after.tp, of: after.tp + after.fp })
      : this.ui.fill(this.ui.words.beforeAfter, {
          right: before.tp,
          of: before.tp + before.fp,
          nextRight: after.tp,
          nextOf: after.tp + after.fp,
        });
  }

  readonly #decided = ({ detail }: CustomEvent<Suggestion>): void => {
    this.suggestion = detail;
  };

  #figures(replay: Replay): TemplateResult {
    const { words, fill } = this.ui;
    if (replay.alerts_per_week !== undefined)
      return html`<p><strong>${fill(words.notifiesPerWeek, { count: replay.alerts_per_week })}</strong></p>`;
    const right = this.isWhole ? words.rightOnAllDays : words.rightOnHeldOutDays;
    return html`<p><strong>${fill(right, { right: replay.tp, of: replay.tp + replay.fp })}</strong></p>
      <p>
        ${fill(words.savesPerWeek, { count: Math.round(replay.saved_per_week) })},
        ${fill(words.wrongPerWeek, { count: replay.false_per_week })}
      </p>`;
  }

  #alternatives(canEdit: boolean): TemplateResult | "" {
    const { words, fill, format } = this.ui;
    const alternatives = this.suggestion?.alternatives ?? [];
    if (alternatives.length === 0) return "";
    return html`<section aria-labelledby="forms">
      <h2 id="forms">${words.otherTriggers}</h2>
      <ul class="near">
        ${alternatives.map(
          ({ title, automation, replay }) =>
            html`<li>
              <span>${title}</span>
              <span class="quiet"
                >${fill(words.rightShare, { share: format.percent(replay.tp + replay.fp === 0 ? 0 : replay.tp / (replay.tp + replay.fp)) })}</span
              >
              <button ?disabled=${!canEdit} @click=${() => this.#setDraft(automation)}>${words.useThis}</button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #yaml(suggestion: Suggestion, canEdit: boolean): TemplateResult {
    const { words } = this.ui;
    const text = this.yaml ?? suggestion.automation_yaml;
    return html`<details>
      <summary>${words.yaml}</summary>
      <textarea
        rows="18"
        spellcheck="false"
        aria-label=${words.yaml}
        ?readonly=${!canEdit}
        .value=${text}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLTextAreaElement) this.yaml = target.value;
        }}
      ></textarea>
      <div class="buttons">
        <button @click=${() => this.#copy(text)}>${words.copy}</button>
        <button @click=${this.#share}>${words.copyShareText}</button>
        ${this.yaml === null || !canEdit ? "" : html`<button class="primary" @click=${() => this.#store({ automation_yaml: text })}>${words.save}</button>`}
      </div>
    </details>`;
  }

  readonly #changed = ({ detail }: CustomEvent<Automation>): void => this.#setDraft(detail);

  #setDraft(automation: Automation): void {
    this.#keepDraft(automation);
    this.#replaySoon();
  }

  #showSpan(isWhole: boolean): void {
    this.isWhole = isWhole;
    this.#replaySoon();
  }

  #replaySoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#replay(), REPLAY_DELAY);
  }

  async #replay(): Promise<void> {
    const { suggestion } = this;
    if (suggestion === null) return;
    const request = ++this.#latestRequest;
    this.isReplaying = true;
    try {
      const body = { automation: this.draft ?? suggestion.automation, span: this.isWhole ? "all" : "held_out" };
      const replay = await post<Replay>(`api/suggestions/${suggestion.id}/replay`, body);
      if (request !== this.#latestRequest) return;
      this.replay = replay;
      this.problem = null;
    } catch (error) {
      if (request === this.#latestRequest) this.problem = textOf(error);
    }
    if (request === this.#latestRequest) this.isReplaying = false;
  }

  #keepDraft(automation: Automation | null): void {
    this.draft = automation;
    keepDraft(this.suggestionId, automation);
  }

  readonly #discard = (): void => {
    this.#keepDraft(null);
    this.problem = null;
    this.#replaySoon();
  };

  readonly #save = (): Promise<void> => this.#store({ automation: this.draft });

  async #store(body: object): Promise<void> {
    try {
      this.suggestion = await call<Suggestion>("PATCH", `api/suggestions/${this.suggestionId}`, body);
      this.#keepDraft(null);
      this.yaml = null;
      this.ui.toast(this.ui.words.saved);
      this.#replaySoon();
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #copy(text: string): Promise<void> {
    try {
      await copyText(text);
      this.ui.toast(this.ui.words.copied);
    } catch (error) {
      this.ui.showError(error);
    }
  }

  readonly #share = async (): Promise<void> => {
    try {
      const { text } = await get<{ readonly text: string }>(`api/suggestions/${this.suggestionId}/share`);
      await this.#copy(text);
    } catch (error) {
      this.ui.showError(error);
    }
  };

  #restoreDraft({ status }: Suggestion): void {
    const draft = draftOf(this.suggestionId);
    if (draft === null || status !== "pending") return;
    this.draft = draft;
    this.#replaySoon();
  }

  async #load(): Promise<void> {
    this.suggestion = null;
    this.evidence = null;
    this.draft = null;
    this.replay = null;
    this.isWhole = false;
    this.problem = null;
    try {
      this.suggestion = await get<Suggestion>(`api/suggestions/${this.suggestionId}`);
      document.title = `${this.suggestion.title} – ${this.ui.words.title}`;
      this.#restoreDraft(this.suggestion);
      this.evidence = await get<Evidence>(`api/suggestions/${this.suggestionId}/evidence`);
    } catch (error) {
      this.problem = textOf(error);
    }
  }
}

customElements.define("ai-suggestion", SuggestionScreen);

/** Whether fewer runs are right, or a smaller share of them. */
const isWorse = (before: Replay, after: Replay): boolean =>
  after.tp < before.tp || after.tp * (before.tp + before.fp) < before.tp * (after.tp + after.fp);
