import { html, type TemplateResult } from "lit";
import { call, find, get } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Exclusions } from "../parts/exclusions.ts";
import "../parts/exclusions.ts";
import { fleetPolicyCard } from "../parts/fleet-policy.ts";
import "../parts/import-form.ts";
import "../parts/learning.ts";
import { ledgerCard } from "../parts/ledger.ts";
import { selfActingItem } from "../parts/self-acting.ts";
import { hashOf } from "../route.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, KnownEntity, Ledger, Status, Summary } from "../wire.ts";

/** Longer lists are not useful; users search instead. */
const MAX_ENTITIES = 60;

/** What is recorded, how each entity is operated, and what is excluded. */
export class HistoryScreen extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    revision: { attribute: false },
    summary: { state: true },
    entities: { state: true },
    query: { attribute: false },
    policy: { attribute: false },
    ledger: { state: true },
    analysis: { state: true },
    search: { state: true },
    status: { attribute: false },
  };
  declare ui: Ui;
  declare revision: number;
  declare status: Status;
  /** The day and the entity that are shown, as in the address. */
  declare query: URLSearchParams;
  declare policy: Status["fleet_policy"];
  declare summary: Summary | null;
  declare entities: readonly KnownEntity[];
  declare ledger: Ledger | null;
  declare analysis: Analysis | null;
  declare search: string;

  constructor() {
    super();
    this.summary = null;
    this.policy = null;
    this.entities = [];
    this.ledger = null;
    this.analysis = null;
    this.search = "";
    this.query = new URLSearchParams();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("revision")) void this.#load();
    else if (changed.has("query")) void this.#loadLedger();
  }

  override render(): TemplateResult {
    const { words } = this.ui;
    if (this.summary === null) return html`<p class="quiet">${words.loading} …</p>`;
    return html`${this.#history(this.summary)}
      <ai-learning .ui=${this.ui} .status=${this.status} .analysis=${this.analysis}></ai-learning>
      ${this.ledger === null ? "" : ledgerCard(this.ledger, this.ui, (step) => this.#showDay(step))} ${this.#entities()}
      ${this.#selfActing()} ${fleetPolicyCard(this.policy, this.ui)}
      <ai-exclusions
        .ui=${this.ui}
        .entities=${this.entities}
        .revision=${this.revision}
        @excluded=${() => void this.#load()}
      ></ai-exclusions>
      <import-form .ui=${this.ui} .onImported=${() => void this.#load()}></import-form>`;
  }

  #history(summary: Summary): TemplateResult {
    const { words, fill, me } = this.ui;
    return html`<section class="card" aria-labelledby="history">
      <h2 id="history">${words.recordedHistory}</h2>
      <p>${fill(words.recorded, { changes: summary.changes, days: summary.days, entities: summary.entities })}</p>
      <p class="quiet">
        ${fill(words.diskUse, { megabytes: summary.size_bytes / 1e6 })},
        ${summary.retention_days === 0 ? words.keptForever : fill(words.keptDays, { count: summary.retention_days })}${summary.gaps.length === 0 ? "" : `, ${fill(words.gaps, { count: summary.gaps.length })}`}
      </p>
      <div class="buttons">
        <button class="danger" ?disabled=${!me.can_change} @click=${() => this.#deleteHistory("all=true")}>
          ${words.deleteEverything}
        </button>
      </div>
    </section>`;
  }

  #entities(): TemplateResult {
    const { words } = this.ui;
    const query = this.search.trim().toLowerCase();
    const isListed = ({ operated }: KnownEntity): boolean =>
      query !== "" || operated.by_hand + operated.by_automation > 0;
    const found = this.entities
      .filter(isListed)
      .filter(({ name, entity_id: id, area }) => `${name} ${id} ${area ?? ""}`.toLowerCase().includes(query))
      .sort((a, b) => b.operated.by_hand - a.operated.by_hand || b.changes - a.changes)
      .slice(0, MAX_ENTITIES);
    return html`<section class="card" aria-labelledby="entities">
      <h2 id="entities">${words.entities}</h2>
      <label class="row"
        >${words.searchEntities}<input
          type="search"
          .value=${this.search}
          @input=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) this.search = target.value;
          }}
      /></label>
      <p class="quiet">${words.entitiesText}</p>
      <ul class="near">
        ${found.map((entity) => this.#entity(entity))}
      </ul>
    </section>`;
  }

  #entity(entity: KnownEntity): TemplateResult {
    const { words, me } = this.ui;
    const { entity_id: id, operated } = entity;
    const isOpen = this.query.get("entity") === id;
    const isOwn = (one: { readonly entity_id: string }): boolean => one.entity_id === id;
    const reasons = [
      ...(this.analysis?.self_acting ?? []).filter(isOwn),
      ...(this.analysis?.near_misses ?? []).filter(isOwn).map(({ title, reason: { text } }) => ({ title, text })),
    ];
    return html`<li>
      <button class="plain entity" aria-expanded=${isOpen} @click=${() => this.#see({ entity: isOpen ? null : id })}>
        <span>${entity.name}</span>
        <span class="quiet">${operatedText(operated, this.ui)}</span>
      </button>
      ${
        isOpen
          ? html`<div class="detail">
              <p class="quiet">${id}${entity.area === null ? "" : `, ${entity.area}`}</p>
              <h3>${words.whyNotSuggested}</h3>
              ${
                reasons.length === 0
                  ? html`<p>${words.noReason}</p>`
                  : reasons.map(({ title, text }) => html`<p>${title}: ${text}</p>`)
              }
              <div class="buttons">
                <button
                  ?disabled=${!me.can_change || entity.is_excluded}
                  @click=${() => this.querySelector<Exclusions>("ai-exclusions")?.ask({ kind: "entity", id })}
                >
                  ${words.exclude}
                </button>
                <button
                  class="danger"
                  ?disabled=${!me.can_change}
                  @click=${() => this.#deleteHistory(`entity_id=${id}&before=today`)}
                >
                  ${words.deleteBeforeToday}
                </button>
                <button
                  class="danger"
                  ?disabled=${!me.can_change}
                  @click=${() => this.#deleteHistory(`entity_id=${id}`)}
                >
                  ${words.deleteHistory}
                </button>
              </div>
            </div>`
          : ""
      }
    </li>`;
  }

  #selfActing(): TemplateResult | "" {
    const { words } = this.ui;
    const found = this.analysis?.self_acting ?? [];
    if (found.length === 0) return "";
    return html`<section class="card" aria-labelledby="self-acting">
      <h2 id="self-acting">${words.selfActing}</h2>
      <ul class="near">
        ${found.map((one) => selfActingItem(one, this.ui, () => this.#load()))}
      </ul>
    </section>`;
  }

  async #deleteHistory(query: string): Promise<void> {
    if (!confirm(this.ui.words.confirmDelete)) return;
    await this.#try(async () => {
      const { deleted_changes: deleted } = await call<{ deleted_changes: number }>("DELETE", `api/history?${query}`);
      this.ui.toast(this.ui.fill(this.ui.words.deleted, { count: deleted }));
    });
  }

  #showDay(step: number): void {
    const day = new Date(Date.parse(this.ledger?.day ?? "") + step * 86_400_000).toISOString().slice(0, 10);
    this.#see({ day: day === this.ui.format.dayOf(Date.now()) ? null : day });
  }

  #see(change: Readonly<Record<string, string | null>>): void {
    const { query } = this;
    location.replace(hashOf("history", { day: query.get("day"), entity: query.get("entity"), ...change }));
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.ui.showError(error);
    }
    await this.#load();
  }

  async #loadLedger(): Promise<void> {
    const day = this.query.get("day");
    if (this.ledger !== null && this.ledger.day === day) return;
    try {
      this.ledger = await get<Ledger>(
        `api/history/ledger${day === null ? "" : `?${String(new URLSearchParams({ day }))}`}`,
      );
    } catch (error) {
      this.ui.showError(error);
    }
  }

  async #load(): Promise<void> {
    try {
      this.summary = await get<Summary>("api/history/summary");
      this.entities = (await get<{ entities: readonly KnownEntity[] }>("api/entities")).entities;
      this.analysis = (await find<Analysis>("api/analysis/latest")) ?? null;
      await this.#loadLedger();
    } catch (error) {
      this.ui.showError(error);
    }
  }
}

const operatedText = (
  { by_hand: byHand, by_automation: byAutomation }: KnownEntity["operated"],
  { words, fill }: Ui,
): string =>
  [
    ...(byHand === 0 ? [] : [fill(words.manualCount, { count: byHand })]),
    ...(byAutomation === 0 ? [] : [fill(words.automatedCount, { count: byAutomation })]),
  ].join(", ");

customElements.define("ai-history", HistoryScreen);
