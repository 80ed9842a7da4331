import { html, type TemplateResult } from "lit";
import { call, get, post } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Exclusion, KnownEntity } from "../wire.ts";

const KINDS = ["entity", "area", "domain", "person"] as const;

type Wanted = Pick<Exclusion, "kind" | "id">;

interface Preview {
  readonly exclusions: readonly Exclusion[];
  readonly changes: number;
}

/** The content of the question before anything is deleted. */
interface Asked {
  readonly one: Exclusion;
  readonly changes: number;
}

/** The list of exclusions. Before an entry is added, it shows how much that deletes. Dispatches `excluded` after a change. */
export class Exclusions extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    revision: { attribute: false },
    entities: { attribute: false },
    exclusions: { state: true },
    kind: { state: true },
    asked: { state: true },
  };
  declare ui: Ui;
  declare revision: number;
  declare entities: readonly KnownEntity[];
  declare exclusions: readonly Exclusion[];
  /** The entry to exclude. */
  declare kind: (typeof KINDS)[number];
  declare asked: Asked | null;

  constructor() {
    super();
    this.entities = [];
    this.exclusions = [];
    this.kind = "entity";
    this.asked = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("revision")) void this.#load();
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    return html`<section class="card" aria-labelledby="exclusions">
      <h2 id="exclusions">${words.exclusions}</h2>
      <p class="quiet">${words.exclusionsText}</p>
      ${this.exclusions.length === 0 ? html`<p>${words.noExclusions}</p>` : ""}
      <ul class="near">
        ${this.exclusions.map(
          (one) =>
            html`<li>
              <span>${words.exclusionKinds[one.kind]}: ${one.name}</span>
              ${
                one.from === "options"
                  ? html`<span class="quiet">${words.setInOptions}</span>`
                  : html`<button ?disabled=${!me.can_change} @click=${() => this.#remove(one)}>${words.remove}</button>`
              }
            </li>`,
        )}
      </ul>
      ${this.asked === null ? this.#form() : this.#question(this.asked)}
    </section>`;
  }

  #form(): TemplateResult {
    const { words, me } = this.ui;
    return html`<form class="row" @submit=${this.#add}>
      <select
        name="kind"
        aria-label=${words.exclude}
        @change=${({ target }: Event) => {
          if (target instanceof HTMLSelectElement) this.kind = KINDS.find((one) => one === target.value) ?? "entity";
        }}
      >
        ${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === this.kind}>${words.exclusionKinds[kind]}</option>`)}
      </select>
      <input name="id" required list="excludable" autocomplete="off" aria-label=${words.id} placeholder=${words.id} />
      <datalist id="excludable">${this.#excludable().map((name) => html`<option value=${name}></option>`)}</datalist>
      <button ?disabled=${!me.can_change}>${words.add}</button>
    </form>`;
  }

  #question({ one, changes }: Asked): TemplateResult {
    const { words, fill } = this.ui;
    const { name, kind } = one;
    const text =
      kind === "person"
        ? fill(words.excludePerson, { name })
        : changes === 0
          ? fill(words.excludeNothing, { name })
          : fill(words.excludeQuestion, { name, count: changes });
    return html`<div class="asking" role="group" aria-label=${words.exclude}>
      <p>${text}</p>
      <div class="buttons">
        <button class="danger" @click=${() => this.#confirm(one)}>
          ${changes === 0 && kind !== "person" ? words.exclude : words.excludeNow}
        </button>
        <button @click=${this.#cancel}>${words.cancel}</button>
      </div>
    </div>`;
  }

  /** The names that the home has for the chosen kind; entities that share a name are listed by their ids. */
  #excludable(): readonly string[] {
    const byName = Map.groupBy(this.entities, ({ name }) => name);
    const names = this.entities.map((entity) => {
      switch (this.kind) {
        case "entity":
          return (byName.get(entity.name)?.length ?? 0) > 1 ? entity.entity_id : entity.name;
        case "area":
          return entity.area;
        case "domain":
          return entity.domain;
        case "person":
          return entity.domain === "person" ? entity.name : null;
      }
    });
    return [...new Set(names.filter((name) => name !== null))].toSorted((a, b) => a.localeCompare(b));
  }

  readonly #add = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const id = new FormData(event.target).get("id");
    if (typeof id === "string") void this.ask({ kind: this.kind, id });
  };

  /** Asks whether to exclude something, with the number of changes that are deleted then. */
  async ask(wanted: Wanted): Promise<void> {
    const { words, fill, showError, toast } = this.ui;
    try {
      const { exclusions, changes } = await post<Preview>("api/exclusions/preview", {
        exclusions: [...this.#editable(), wanted],
      });
      const added = exclusions.find((one) => !this.exclusions.some((other) => isSame(one, other)));
      if (added === undefined) toast(fill(words.alreadyExcluded, { name: exclusions.at(-1)?.name ?? wanted.id }));
      else await this.#show({ one: added, changes }, ".asking .danger");
    } catch (error) {
      showError(error);
    }
  }

  readonly #cancel = (): Promise<void> => this.#show(null, "form input");

  async #confirm({ kind, id }: Exclusion): Promise<void> {
    await this.#store([...this.#editable(), { kind, id }]);
    await this.#show(null, "form input");
  }

  /** Changes the question, and moves the focus with it. */
  async #show(asked: Asked | null, next: string): Promise<void> {
    this.asked = asked;
    await this.updateComplete;
    this.querySelector<HTMLElement>(next)?.focus();
  }

  #remove(removed: Exclusion): Promise<void> {
    return this.#store(this.#editable().filter((one) => !isSame(one, removed)));
  }

  #editable(): readonly Wanted[] {
    return this.exclusions.filter(({ from }) => from === "panel").map(({ kind, id }) => ({ kind, id }));
  }

  async #store(exclusions: readonly Wanted[]): Promise<void> {
    const { words, fill, showError, toast } = this.ui;
    try {
      const { deleted_changes: deleted } = await call<{ deleted_changes: number }>("PUT", "api/exclusions", {
        exclusions,
      });
      if (deleted > 0) toast(fill(words.deleted, { count: deleted }));
    } catch (error) {
      showError(error);
    }
    await this.#load();
    this.dispatchEvent(new CustomEvent("excluded", { bubbles: true }));
  }

  async #load(): Promise<void> {
    try {
      this.exclusions = (await get<{ exclusions: readonly Exclusion[] }>("api/exclusions")).exclusions;
    } catch (error) {
      this.ui.showError(error);
    }
  }
}

const isSame = (one: Wanted, other: Wanted): boolean => one.kind === other.kind && one.id === other.id;

customElements.define("ai-exclusions", Exclusions);
