import { html, type TemplateResult } from "lit";
import { call, get, post, textOf } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { ImportableFile, ImportJob } from "../wire.ts";

const POLL_MS = 1_000;

/** Imports an older history: a file in the share folder, or the recorder's database on a server. */
export class ImportForm extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    onImported: { attribute: false },
    files: { state: true },
    job: { state: true },
    problem: { state: true },
  };
  declare ui: Ui;
  /** Called when an import may have added changes. */
  declare onImported: () => void;
  declare files: readonly ImportableFile[];
  declare job: ImportJob | null;
  declare problem: string | null;

  constructor() {
    super();
    this.files = [];
    this.job = null;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list();
  }

  override render(): TemplateResult {
    const { words, me } = this.ui;
    const isDisabled = !me.can_change || this.job?.status === "running";
    return html`<section class="card" aria-labelledby="import">
      <h2 id="import">${words.importHistory}</h2>
      <p class="quiet">${words.importText}</p>
      ${
        this.files.length === 0
          ? ""
          : html`<form class="row" @submit=${this.#importFile}>
              <select name="file" aria-label=${words.importFile}>
                ${this.files.map(({ file }) => html`<option value=${file}>${file}</option>`)}
              </select>
              <button ?disabled=${isDisabled}>${words.importButton}</button>
            </form>`
      }
      <form class="row" @submit=${this.#importAddress}>
        <input
          name="address"
          class="address"
          type="password"
          required
          autocomplete="off"
          maxlength="1000"
          aria-label=${words.importAddress}
          placeholder=${words.importAddress}
        />
        <button ?disabled=${isDisabled}>${words.importButton}</button>
      </form>
      <div role="status">${this.#state()}</div>
    </section>`;
  }

  #state(): TemplateResult | "" {
    const { words, fill } = this.ui;
    if (this.problem !== null) return html`<p class="error">${this.problem}</p>`;
    const { job } = this;
    if (job === null) return "";
    if (job.status === "running")
      return html`<progress max="1" value=${job.progress} aria-label=${words.importHistory}></progress>
        <p class="quiet">${this.#step(job.step)} ${Math.floor(job.progress * 100)}%</p>
        <button @click=${() => void call("DELETE", `api/jobs/${job.id}`).catch(this.ui.showError)}>
          ${words.cancel}
        </button>`;
    if (job.error !== null) return html`<p class="error">${job.error.text}</p>`;
    const { result } = job;
    if (result === null) return "";
    if (job.status === "cancelled") return html`<p>${fill(words.importStopped, { rows: result.rows })}</p>`;
    const left = Object.values(result.left_out).reduce((sum, rows) => sum + rows, 0);
    return html`<p>
      ${fill(words.imported, { read: result.read, added: result.added })}
      ${result.corrected === 0 ? "" : fill(words.importCorrected, { count: result.corrected })}
      ${left === 0 ? "" : fill(words.importLeftOut, { count: left, rows: result.rows })}
    </p>`;
  }

  #step(step: string | null): string {
    const steps: Readonly<Record<string, string>> = this.ui.words.importSteps;
    return steps[step ?? ""] ?? "";
  }

  readonly #importFile = (event: SubmitEvent): void => {
    const file = this.#submitted(event, "file");
    if (file !== null) void this.#import({ file });
  };

  readonly #importAddress = (event: SubmitEvent): void => {
    const address = this.#submitted(event, "address");
    if (address !== null) void this.#import({ address });
  };

  /** Also empties the form: an address contains a password. */
  #submitted(event: SubmitEvent, name: string): string | null {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return null;
    const value = new FormData(event.target).get(name);
    event.target.reset();
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  }

  async #import(source: { readonly file: string } | { readonly address: string }): Promise<void> {
    this.problem = null;
    try {
      this.job = await post<ImportJob>("api/imports", source);
      while (this.job.status === "running" && this.isConnected) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        this.job = await get<ImportJob>(`api/jobs/${this.job.id}`);
      }
      if (this.job.status === "done" || this.job.status === "cancelled") this.onImported();
    } catch (error) {
      this.problem = textOf(error);
    }
  }

  async #list(): Promise<void> {
    try {
      this.files = (await get<{ files: readonly ImportableFile[] }>("api/imports")).files;
    } catch (error) {
      this.problem = textOf(error);
    }
  }
}

customElements.define("import-form", ImportForm);
