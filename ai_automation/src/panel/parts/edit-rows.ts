import { html, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** "before: 18:30", empty if nothing was changed. */
export const was = (before: string, now: string, { words, fill }: Ui): TemplateResult | "" =>
  before === now ? "" : html`<span class="was">${fill(words.was, { value: before })}</span>`;

export function selectRow(
  label: string,
  value: string,
  choices: readonly Choice[],
  before: TemplateResult | "",
  change: (value: string) => void,
): TemplateResult {
  return html`<label class="row"
    >${label}${before}<select
      aria-label=${label}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLSelectElement) change(target.value);
      }}
    >
      ${choices.map((choice) => html`<option value=${choice.value} .selected=${choice.value === value}>${choice.text}</option>`)}
    </select></label
  >`;
}

export function numberRow(
  row: {
    readonly label: string;
    readonly value: number;
    readonly min?: number;
    readonly max?: number;
    readonly step?: number | "any";
    readonly before: number | undefined;
    readonly ui: Ui;
  },
  change: (value: number) => void,
): TemplateResult {
  const { label, value, min, max, step = 1, before, ui } = row;
  const { format } = ui;
  return html`<label class="row"
    >${label}${before === undefined ? "" : was(format.number(before), format.number(value), ui)}<input
      type="number"
      min=${min ?? ""}
      max=${max ?? ""}
      step=${step}
      .value=${String(value)}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement && target.value !== "") change(Number(target.value));
      }}
  /></label>`;
}
