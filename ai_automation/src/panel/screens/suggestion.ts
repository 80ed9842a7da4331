import { html, type TemplateResult } from "lit";
import { ApiError, call, find, get, post, textOf } from "../api.ts";
import { copyText } from "../clipboard.ts";
import * as edit from "../edit.ts";
import { PanelElement } from "../element.ts";
import { isWorse } from "../face.ts";
import { alternatives } from "../parts/alternatives.ts";
import { comparison } from "../parts/comparison.ts";
import type { Entities } from "../parts/condition-text.ts";
import "../parts/decisions.ts";
import "../parts/editor.ts";
import "../parts/evidence-picture.ts";
import { icon } from "../parts/icon.ts";
import "../parts/plain-words-form.ts";
import "../parts/trial.ts";
import { draftOf, keepDraft } from "../drafts.ts";
import { suggestionHead } from "../parts/suggestion-head.ts";
import { summary } from "../parts/summary.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Evidence, KnownEntity, Proposal, Replay, Suggestion } from "../wire.ts";

/** Milliseconds without a change before a replay, so that moving a slider does not send a request per step. */
const REPLAY_DELAY = 120;

/** One suggestion with its evidence and its editor. */
export class SuggestionScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    suggestionId: { attribute: false },
    revision: { attribute: false },
    suggestion: { state: true },
    evidence: { state: true },
    draft: { state: true },
    replay: { state: true },
    problem: { state: true },
    isReplaying: { state: true },
    isWhole: { state: true },
    yaml: { state: true },
    isEditing: { state: true },
    entities: { state: true },
  };
  declare ui: Ui;
  declare suggestionId: number;
  /** Increased whenever the service reports a change. */
  declare revision: number;
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
  declare isEditing: boolean;
  /** The home's entities by id, loaded for the editor. */
  declare entities: Entities;
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
    this.isEditing = false;
    this.entities = new Map();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("suggestionId")) void this.#load();
    else if (changed.has("revision")) void this.#refresh();
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    const { suggestion } = this;
    const back = html`<a class="back" href="#/suggestions">${icon("back")} ${words.back}</a>`;
    if (suggestion === null && this.problem !== null)
      return html`${back}
        <section class="empty"><p role="alert">${this.problem}</p></section>`;
    if (suggestion === null) return html`<p class="quiet">${words.loading} …</p>`;
    const canEdit = this.ui.me.can_change && suggestion.status === "pending";
    return html`
      ${back} ${suggestionHead(suggestion, this.ui)} ${this.#evidence(suggestion)}
      ${suggestion.status === "rejected" ? "" : this.draft === null ? html`<ai-trial .ui=${this.ui} .suggestion=${suggestion}></ai-trial>` : html`<p class="quiet">${words.tryAfterSaving}</p>`}
      ${this.#change(suggestion, canEdit)} ${this.#yaml(suggestion, canEdit)} ${this.#footer(suggestion, canEdit)}
    `;
  }

  #evidence(suggestion: Suggestion): TemplateResult {
    const { words } = this.ui;
    const automation = this.draft ?? suggestion.automation;
    const replay = this.replay ?? suggestion.replay;
    return html`<section aria-labelledby="evidence">
      <h2 id="evidence">${words.evidence}</h2>
      <div class="numbers" role="status">
        ${
          this.problem === null
            ? summary(suggestion, { automation, replay, isWhole: this.isWhole }, this.evidence, this.ui)
            : html`<p class="error">${words.cannotReplay}: ${this.problem}</p>`
        }
        <p class="quiet">${this.isReplaying ? `${words.replaying} …` : " "}</p>
      </div>
      <div class="segments" role="group" aria-label=${words.evidence}>
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
              .triggers=${edit.triggersOf(automation)}
            ></ai-evidence-picture>`
      }
    </section>`;
  }

  /** Folded away until it is wanted: most suggestions are taken as they are. */
  #change(suggestion: Suggestion, canEdit: boolean): TemplateResult | "" {
    const { words } = this.ui;
    if (!canEdit) return "";
    return html`<details class="change" ?open=${this.isEditing || this.draft !== null} @toggle=${this.#toggled}>
      <summary>${words.change}</summary>
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
        .automation=${this.draft ?? suggestion.automation}
        .original=${suggestion.automation}
        .entities=${this.entities}
        .conditionTexts=${suggestion.condition_texts}
        @automation-changed=${this.#changed}
      ></ai-automation-editor>
      ${alternatives(suggestion, this.ui, (automation) => this.#setDraft(automation))}
    </details>`;
  }

  readonly #toggled = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLDetailsElement)) return;
    this.isEditing = currentTarget.open;
    if (this.isEditing && this.entities.size === 0) void this.#loadEntities();
  };

  /** Stays in view: the decisions, or while editing what becomes of the draft. */
  #footer(suggestion: Suggestion, canEdit: boolean): TemplateResult {
    const { words } = this.ui;
    if (this.draft === null)
      return html`<div class="footer">
        <ai-decisions .ui=${this.ui} .suggestion=${suggestion} @decided=${this.#decided}></ai-decisions>
      </div>`;
    return html`<div class="footer">
      <p class="quiet">${words.draftKept}</p>
      ${this.replay === null ? "" : html`<p class=${isWorse(suggestion.replay, this.replay) && !this.isWhole ? "error" : ""}>${comparison(suggestion.replay, this.replay, this.isWhole, this.ui)}</p>`}
      <div class="buttons">
        <button class="primary" ?disabled=${!canEdit || this.problem !== null} @click=${this.#save}>
          ${words.save}
        </button>
        <button @click=${this.#discard}>${words.discard}</button>
      </div>
    </div>`;
  }

  readonly #decided = ({ detail }: CustomEvent<Suggestion>): void => {
    this.suggestion = detail;
  };

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
        <button @click=${() => this.#copy(async () => text)}>${words.copy}</button>
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

  async #copy(find: () => Promise<string>): Promise<void> {
    try {
      await copyText(await find());
      this.ui.toast(this.ui.words.copied);
    } catch (error) {
      this.ui.showError(error);
    }
  }

  readonly #share = (): Promise<void> =>
    this.#copy(async () => (await get<{ readonly text: string }>(`api/suggestions/${this.suggestionId}/share`)).text);

  #restoreDraft({ status }: Suggestion): void {
    const draft = draftOf(this.suggestionId);
    if (draft === null || status !== "pending") return;
    this.draft = draft;
    this.#replaySoon();
  }

  /** Reads it again after a change elsewhere, such as a decision in the list beside it. */
  async #refresh(): Promise<void> {
    const id = this.suggestionId;
    const fresh = await find<Suggestion>(`api/suggestions/${id}`).catch(() => undefined);
    if (fresh !== undefined && id === this.suggestionId && this.suggestion !== null) this.suggestion = fresh;
  }

  async #loadEntities(): Promise<void> {
    try {
      const { entities } = await get<{ entities: readonly KnownEntity[] }>("api/entities");
      this.entities = new Map(entities.map((entity) => [entity.entity_id, entity]));
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #load(): Promise<void> {
    const id = this.suggestionId;
    this.suggestion = null;
    this.evidence = null;
    this.draft = null;
    this.replay = null;
    this.isWhole = false;
    this.problem = null;
    this.isEditing = false;
    this.yaml = null;
    try {
      const [suggestion, evidence] = [
        get<Suggestion>(`api/suggestions/${id}`),
        get<Evidence>(`api/suggestions/${id}/evidence`),
      ];
      evidence.catch(() => undefined);
      const found = await suggestion;
      if (id !== this.suggestionId) return;
      this.suggestion = found;
      this.dispatchEvent(new CustomEvent("titled", { detail: found.title, bubbles: true }));
      this.#restoreDraft(found);
      const loaded = await evidence;
      if (id === this.suggestionId) this.evidence = loaded;
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404;
      if (id === this.suggestionId) this.problem = isGone ? this.ui.words.noSuchSuggestion : textOf(error);
    }
  }
}

customElements.define("ai-suggestion", SuggestionScreen);
