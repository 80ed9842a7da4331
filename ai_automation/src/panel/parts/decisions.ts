import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { isFramed, openInHost } from "../host.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import { approvalText } from "./approval.ts";
import { offAutomation } from "./off-automation.ts";

const REASONS = ["wrong", "not_this_room", "not_at_night", "too_many", "other"] as const;
/** Milliseconds after a decision in which clicks are ignored: the second tap of a double tap lands on what came up. */
const DOUBLE_TAP = 700;

type Decision = "approve" | "undo" | "watch" | "unwatch" | "snooze" | "unsnooze" | "reject" | "restore";

/**
 * The decisions that a suggestion's state allows, or what was decided, with its undo. Dispatches `deciding` before it
 * asks the service, which may report the change before it answers, and `decided` with the changed suggestion.
 */
export class Decisions extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    suggestion: { attribute: false },
    editLink: { attribute: false },
    isBusy: { state: true },
    isRefusing: { state: true },
  };
  declare ui: Ui;
  declare suggestion: Suggestion;
  /** Where it is edited; null on that page itself. */
  declare editLink: string | null;
  declare isBusy: boolean;
  declare isRefusing: boolean;
  #decidedAt = -Infinity;

  constructor() {
    super();
    this.editLink = null;
    this.isBusy = false;
    this.isRefusing = false;
  }

  override render(): TemplateResult {
    const { status, refusal } = this.suggestion;
    return html`${refusal === null ? "" : html`<p class="error" role="alert">${refusal}</p>`}
      ${offAutomation(this.suggestion, this.ui, (suggestion) => {
        this.suggestion = suggestion;
        this.dispatchEvent(new CustomEvent("decided", { detail: suggestion, bubbles: true }));
      })}
      <div class="buttons">
        ${status === "pending" && !isSnoozed(this.suggestion) ? this.#choices() : this.#decided()}
      </div>
      ${this.isRefusing ? this.#reasons() : ""}`;
  }

  #choices(): TemplateResult {
    const { words, me } = this.ui;
    const { fix, watching_since: since } = this.suggestion;
    const isOff = this.isBusy || !me.can_change;
    const watch = since === null ? "watch" : "unwatch";
    return html`
      <button class="primary" ?disabled=${isOff} @click=${() => this.#decide("approve")}>
        ${fix === null ? words.create : words.applyFix}
      </button>
      <button ?disabled=${isOff} @click=${() => this.#decide(watch)}>
        ${since === null ? words.watch : words.stopWatching}
      </button>
      ${this.editLink === null ? "" : html`<a class="button" href=${this.editLink}>${words.edit}</a>`}
      <button class="plain" ?disabled=${isOff} @click=${() => this.#decide("snooze")}>${words.later}</button>
      <button
        class="plain"
        ?disabled=${isOff}
        aria-expanded=${this.isRefusing}
        @click=${() => (this.isRefusing = !this.isRefusing)}
      >
        ${words.never}
      </button>
    `;
  }

  #decided(): TemplateResult {
    const { words, me } = this.ui;
    const { ha_automation_id: id, status } = this.suggestion;
    return html`
      <strong class="decided">${stateOf(this.suggestion, this.ui)}</strong>
      <button
        class="undo"
        ?disabled=${this.isBusy || !me.can_change}
        @click=${() => this.#decide(undoOf(this.suggestion))}
      >
        ${status === "rejected" || isSnoozed(this.suggestion) ? words.restore : words.undo}
      </button>
      ${
        status === "deployed" && isFramed
          ? html`<button @click=${() => openInHost(`/config/automation/edit/${id}`)}>${words.openEditor}</button>`
          : ""
      }
    `;
  }

  #reasons(): TemplateResult {
    const { words } = this.ui;
    return html`<div class="buttons reasons" role="group" aria-label=${words.whyNever}>
      <span>${words.whyNever}</span>
      ${REASONS.map((reason) => html`<button ?disabled=${this.isBusy} @click=${() => this.#decide("reject", { reason })}>${words.reasons[reason]}</button>`)}
    </div>`;
  }

  async #decide(decision: Decision, body: object = {}): Promise<void> {
    if (this.isBusy || performance.now() - this.#decidedAt < DOUBLE_TAP) return;
    this.isBusy = true;
    this.dispatchEvent(new CustomEvent("deciding", { bubbles: true }));
    try {
      const suggestion = await post<Suggestion>(`api/suggestions/${this.suggestion.id}/${decision}`, body);
      this.#decidedAt = performance.now();
      this.suggestion = suggestion;
      this.isRefusing = false;
      const text = messageAfter(decision, suggestion, this.ui);
      if (text !== null) this.ui.toast(text);
      this.dispatchEvent(new CustomEvent("decided", { detail: suggestion, bubbles: true }));
    } catch (error) {
      this.ui.showError(error);
    }
    this.isBusy = false;
    await this.updateComplete;
    this.#focusNear(decision);
  }

  /** Keeps the focus here, as the button that had it may be gone. */
  #focusNear(decision: Decision): void {
    const isWatch = decision === "watch" || decision === "unwatch";
    const next = this.querySelector<HTMLElement>(isWatch ? "button:nth-of-type(2)" : ".undo, button");
    next?.focus({ preventScroll: true });
  }
}

customElements.define("ai-decisions", Decisions);

/** Whether it is put off until later. */
const isSnoozed = ({ snoozed_until: until }: Suggestion): boolean => until !== null && Date.parse(until) > Date.now();

/** What was decided, in words; null while it is open. */
export function stateOf(suggestion: Suggestion, { words, format }: Ui): string | null {
  const { reject_reason: reason } = suggestion;
  switch (suggestion.status) {
    case "deployed":
      return words.stateCreated;
    case "approved":
      return words.stateApproved;
    case "rejected":
      return [words.stateRejected, ...(reason === null ? [] : [words.reasons[reason]])].join(": ");
    case "pending":
      if (isSnoozed(suggestion)) return words.stateSnoozed(format.day(suggestion.snoozed_until ?? ""));
      return suggestion.watching_since === null ? null : words.beingWatched;
  }
}

function undoOf(suggestion: Suggestion): Decision {
  if (suggestion.status === "rejected") return "restore";
  return isSnoozed(suggestion) ? "unsnooze" : "undo";
}

/** Null if what was decided is said in place, or if Home Assistant refused it. */
function messageAfter(decision: Decision, suggestion: Suggestion, { words }: Ui): string | null {
  const { title } = suggestion;
  switch (decision) {
    case "approve":
      return approvalText(suggestion, words);
    case "undo":
      return words.undone(title);
    case "watch":
      return words.watching(title);
    case "unwatch":
      return words.notWatching(title);
    case "snooze":
      return words.snoozed(title);
    case "reject":
      return words.dismissed(title);
    case "unsnooze":
    case "restore":
      return words.restored(title);
  }
}
