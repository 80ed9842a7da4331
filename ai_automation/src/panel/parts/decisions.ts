import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { faceOf } from "../face.ts";
import { isFramed, openInHost } from "../host.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import { approvalText } from "./approval.ts";
import { icon } from "./icon.ts";
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
    isBusy: { state: true },
    isRefusing: { state: true },
  };
  declare ui: Ui;
  declare suggestion: Suggestion;
  declare isBusy: boolean;
  declare isRefusing: boolean;
  #decidedAt = -Infinity;

  constructor() {
    super();
    this.isBusy = false;
    this.isRefusing = false;
  }

  override render(): TemplateResult {
    const { refusal } = this.suggestion;
    return html`${refusal === null ? "" : html`<p class="error" role="alert">${refusal}</p>`}
    ${isOpen(this.suggestion) ? html`<div class="buttons choices">${this.#choices()}</div>` : html`<div class="buttons">${this.#decided()}</div>`}
    ${offAutomation(this.suggestion, this.ui, (suggestion) => {
      this.suggestion = suggestion;
      this.dispatchEvent(new CustomEvent("decided", { detail: suggestion, bubbles: true }));
    })}
    ${this.isRefusing ? this.#reasons() : ""}`;
  }

  #choices(): TemplateResult {
    const { words, me } = this.ui;
    const { fix, watching_since: since, replay } = this.suggestion;
    const isOff = this.isBusy || !me.can_change;
    const watch = since === null ? "watch" : "unwatch";
    const face = faceOf(replay);
    const shouldWatch = since === null && fix === null && (face === "few" || face === "unsure");
    return html`
      <button
        class=${shouldWatch ? "create" : "create primary"}
        ?disabled=${isOff}
        @click=${() => this.#decide("approve")}
      >
        ${fix === null ? words.create : words.applyFix}
      </button>
      <button class=${shouldWatch ? "watch primary" : "watch"} ?disabled=${isOff} @click=${() => this.#decide(watch)}>
        ${since === null ? words.watch : words.stopWatching}
      </button>
      <span class="aside">
        <button
          class="plain"
          aria-label=${words.later}
          title=${words.later}
          ?disabled=${isOff}
          @click=${() => this.#decide("snooze")}
        >
          ${icon("later")}<span class="label">${words.later}</span>
        </button>
        <button
          class="plain"
          aria-label=${words.never}
          title=${words.never}
          ?disabled=${isOff}
          aria-expanded=${this.isRefusing}
          @click=${this.#ask}
        >
          ${icon("never")}<span class="label">${words.never}</span>
        </button>
      </span>
    `;
  }

  #decided(): TemplateResult {
    const { words, me } = this.ui;
    const { ha_automation_id: id, status } = this.suggestion;
    return html`
      <strong class="decided"
        >${icon(status === "rejected" ? "never" : status === "pending" ? "later" : "check")}
        ${stateOf(this.suggestion, this.ui)}</strong
      >
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

  /** Opens or closes the reasons, and moves the focus into them. */
  readonly #ask = async (): Promise<void> => {
    this.isRefusing = !this.isRefusing;
    await this.updateComplete;
    if (this.isRefusing) this.querySelector<HTMLElement>(".reasons button")?.focus();
  };

  async #decide(decision: Decision, body: object = {}): Promise<void> {
    if (this.isBusy || performance.now() - this.#decidedAt < DOUBLE_TAP) return;
    this.isBusy = true;
    this.dispatchEvent(new CustomEvent("deciding", { detail: this.suggestion.id, bubbles: true }));
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
    const next = this.querySelector<HTMLElement>(isWatch ? ".watch" : ".undo, .create");
    next?.focus({ preventScroll: true });
  }
}

customElements.define("ai-decisions", Decisions);

/** Whether it is put off until later. */
const isSnoozed = ({ snoozed_until: until }: Suggestion): boolean => until !== null && Date.parse(until) > Date.now();

/** Whether nothing was decided yet; it may be being watched. */
export const isOpen = (suggestion: Suggestion): boolean => suggestion.status === "pending" && !isSnoozed(suggestion);

/** What was decided, in words; null while it is open. */
export function stateOf(suggestion: Suggestion, { words, fill, format }: Ui): string | null {
  const { reject_reason: reason } = suggestion;
  switch (suggestion.status) {
    case "deployed":
      return words.stateCreated;
    case "approved":
      return words.stateApproved;
    case "rejected":
      return [words.stateRejected, ...(reason === null ? [] : [words.reasons[reason]])].join(" · ");
    case "pending":
      if (isSnoozed(suggestion)) return fill(words.stateSnoozed, { day: format.day(suggestion.snoozed_until ?? "") });
      return suggestion.watching_since === null ? null : words.beingWatched;
  }
}

function undoOf(suggestion: Suggestion): Decision {
  if (suggestion.status === "rejected") return "restore";
  return isSnoozed(suggestion) ? "unsnooze" : "undo";
}

/** Null if what was decided is said in place, or if Home Assistant refused it. */
function messageAfter(decision: Decision, suggestion: Suggestion, ui: Ui): string | null {
  const { words, fill } = ui;
  const { title } = suggestion;
  switch (decision) {
    case "approve":
      return approvalText(suggestion, ui);
    case "undo":
      return fill(words.undone, { name: title });
    case "watch":
      return fill(words.watching, { name: title });
    case "unwatch":
      return fill(words.notWatching, { name: title });
    case "snooze":
      return fill(words.snoozed, { name: title });
    case "reject":
      return fill(words.dismissed, { name: title });
    case "unsnooze":
    case "restore":
      return fill(words.restored, { name: title });
  }
}
