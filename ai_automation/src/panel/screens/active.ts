import { html, svg, type TemplateResult } from "lit";
import { get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import { isFramed, openInHost } from "../host.ts";
import { approvalText } from "../parts/approval.ts";
import { homeAutomations } from "../parts/home-automations.ts";
import { strip } from "../parts/strip.ts";
import { week } from "../parts/week.ts";
import type { Ui } from "../ui.ts";
import type { Digest, ListedAutomation, Suggestion } from "../wire.ts";

type Step = "approve" | "undo" | "pause" | "resume" | "watch" | "unwatch";

/** The automations created from suggestions, with their runs and corrections, and the suggestions being watched. */
export class ActiveScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    revision: { attribute: false },
    opened: { attribute: false },
    automations: { state: true },
    watched: { state: true },
    digest: { state: true },
  };
  declare ui: Ui;
  declare revision: number;
  /** The id of the automation that a link names, or null. */
  declare opened: string | null;
  declare automations: readonly ListedAutomation[] | null;
  declare watched: readonly Suggestion[];
  /** This week. */
  declare digest: Digest | null;

  constructor() {
    super();
    this.automations = null;
    this.watched = [];
    this.digest = null;
    this.opened = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("revision")) void this.#load();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const isFirst = changed.has("opened") || (changed.has("automations") && changed.get("automations") === null);
    if (isFirst && this.opened !== null) this.#showOpened(this.opened);
  }

  #showOpened(id: string): void {
    const card = [...this.querySelectorAll("article")].find(({ dataset }) => dataset.automation === id);
    card?.scrollIntoView({ block: "center" });
    card?.querySelector("a")?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    if (this.automations === null) return html`<p class="quiet">${words.loading} …</p>`;
    const ours = this.automations.filter(({ is_ours: isOurs }) => isOurs);
    const others = this.automations.filter(({ is_ours: isOurs }) => !isOurs);
    return html`
      ${this.digest === null || ours.length === 0 ? "" : week(this.digest, this.ui)}
      ${
        ours.length === 0
          ? html`<section class="empty">
              <h2>${words.noneActive}</h2>
              <p>${words.noneActiveText}</p>
            </section>`
          : ""
      }
      <ul class="cards">
        ${ours.map((automation) => html`<li>${this.#card(automation)}</li>`)}
      </ul>
      ${
        this.watched.length === 0
          ? ""
          : html`<h2>${words.beingWatched}</h2>
              <ul class="cards">
                ${this.watched.map((suggestion) => html`<li>${this.#watchedCard(suggestion)}</li>`)}
              </ul>`
      }
      ${homeAutomations(others, this.ui)}
    `;
  }

  #card(automation: ListedAutomation): TemplateResult {
    const { words, fill, format, me } = this.ui;
    const { suggestion_id: id, alias, runs, corrections } = automation;
    const state = automation.paused_at !== null ? words.paused : automation.is_on === false ? words.off : null;
    const act = (step: Step, back?: Step): Promise<void> => this.#act(id ?? 0, step, back, alias);
    return html`<article class="card" aria-label=${alias} data-id=${String(id)} data-automation=${automation.id ?? ""}>
      <h2><a href="#/suggestions/${id}">${alias}</a></h2>
      <div class="facts">
        <div>
          ${state === null ? "" : html`<p class="badge">${state}</p>`}
          ${automation.needs_attention === null ? "" : html`<p class="badge wrong">${words.needsAttention}</p>`}
          <p>
            ${fill(words.runs, { count: runs.last_7_days })},
            ${runs.last === null ? words.neverRan : fill(words.lastRun, { moment: format.moment(runs.last) })}
          </p>
          <p>
            ${corrections === null ? words.correctionsUnknown : fill(words.corrections, { count: corrections.total })}
          </p>
        </div>
        ${trend(automation, fill(words.trend, { count: automation.weeks.length }))}
      </div>
      <div class="buttons">
        ${
          automation.paused_at === null
            ? html`<button ?disabled=${!me.can_change} @click=${() => act("pause", "resume")}>${words.pause}</button>`
            : html`<button ?disabled=${!me.can_change} @click=${() => act("resume", "pause")}>${words.resume}</button>`
        }
        ${
          isFramed
            ? html`<button @click=${() => openInHost(`/config/automation/edit/${automation.id}`)}>
                ${words.openEditor}
              </button>`
            : ""
        }
        <button class="danger" ?disabled=${!me.can_change} @click=${() => act("undo")}>
          ${words.removeAutomation}
        </button>
      </div>
    </article>`;
  }

  #watchedCard(suggestion: Suggestion): TemplateResult {
    const { words, fill, me } = this.ui;
    const { id, title, watch } = suggestion;
    return html`<article class="card" aria-label=${title} data-id=${String(id)}>
      <h2><a href="#/suggestions/${id}">${title}</a></h2>
      <div class="facts">
        <div>
          <p>${fill(words.watchedDays, { count: watch?.days ?? 0 })}</p>
          ${watch === null ? "" : html`<p>${fill(words.rightSoFar, { right: watch.replay.tp, of: watch.replay.tp + watch.replay.fp })}</p>`}
        </div>
        ${strip((watch?.replay ?? suggestion.replay).weeks, this.ui)}
      </div>
      <div class="buttons">
        <button class="primary" ?disabled=${!me.can_change} @click=${() => this.#act(id, "approve", "undo", title)}>
          ${words.create}
        </button>
        <button ?disabled=${!me.can_change} @click=${() => this.#act(id, "unwatch", "watch", title)}>
          ${words.stopWatching}
        </button>
      </div>
    </article>`;
  }

  async #act(id: number, step: Step, back: Step | undefined, name: string): Promise<void> {
    const { toast, showError } = this.ui;
    try {
      const changed = await post<Suggestion>(`api/suggestions/${id}/${step}`);
      const text = textAfter(step, changed, name, this.ui);
      if (text === null) throw new Error(changed.refusal ?? name);
      toast(text, back === undefined ? undefined : async () => void (await post(`api/suggestions/${id}/${back}`)));
    } catch (error) {
      showError(error);
    }
    await this.#load();
    await this.updateComplete;
    this.#focusNear(id);
  }

  /** Keeps the focus at the automation, or at what is there once it is gone. */
  #focusNear(id: number): void {
    const card = [...this.querySelectorAll<HTMLElement>("article")].find(({ dataset }) => dataset.id === String(id));
    const next =
      card?.querySelector<HTMLElement>(".buttons button") ?? this.querySelector<HTMLElement>("h2, a, button");
    if (next !== null && next.tabIndex < 0) next.tabIndex = -1;
    next?.focus({ preventScroll: true });
  }

  async #load(): Promise<void> {
    try {
      const { automations } = await get<{ automations: readonly ListedAutomation[] }>("api/automations");
      const { suggestions } = await get<{ suggestions: readonly Suggestion[] }>(
        "api/suggestions?status=pending&limit=500",
      );
      this.digest = await get<Digest>("api/digest");
      this.automations = automations;
      this.watched = suggestions.filter(({ watching_since: since }) => since !== null);
    } catch (error) {
      this.ui.showError(error);
    }
  }
}

function textAfter(step: Step, changed: Suggestion, name: string, ui: Ui): string | null {
  const { words, fill } = ui;
  switch (step) {
    case "approve":
      return approvalText(changed, ui);
    case "undo":
      return fill(words.undone, { name });
    case "pause":
      return `${words.paused}: ${name}`;
    case "resume":
      return fill(words.resumed, { name });
    case "watch":
      return fill(words.watching, { name });
    case "unwatch":
      return fill(words.notWatching, { name });
  }
}

const STEP = 12;
const HEIGHT = 32;

/** A bar chart of runs per week, with the share of corrected runs marked. */
function trend({ weeks }: ListedAutomation, label: string): TemplateResult {
  const most = Math.max(1, ...weeks.map(({ runs }) => runs));
  return html`<svg
    class="strip"
    viewBox="0 0 ${weeks.length * STEP} ${HEIGHT}"
    width=${weeks.length * STEP}
    height=${HEIGHT}
    role="img"
    aria-label=${label}
  >
    ${weeks.map(({ runs, corrections }, index) => {
      const height = (runs / most) * (HEIGHT - 2);
      const wrong = runs === 0 ? 0 : Math.min(1, (corrections ?? 0) / runs) * height;
      return svg`<rect class="right" x=${index * STEP + 1} width=${STEP - 3} y=${HEIGHT - height} height=${height}></rect>
        <rect class="wrong" x=${index * STEP + 1} width=${STEP - 3} y=${HEIGHT - wrong} height=${wrong}></rect>`;
    })}
  </svg>`;
}

customElements.define("ai-active", ActiveScreen);
