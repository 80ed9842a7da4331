import { html, type TemplateResult } from "lit";
import { halvesOf, withHalf } from "../edit-halves.ts";
import * as edit from "../edit.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Part } from "../wire.ts";
import { clockInput } from "./clock-input.ts";
import { conditionText, type Entities } from "./condition-text.ts";
import { numberRow, was } from "./edit-rows.ts";
import { choicesOf, triggerEditor } from "./trigger-editor.ts";

/**
 * Edits an automation part by part, and a pair half by half. Dispatches `automation-changed` with the new automation on
 * every change.
 */
export class AutomationEditor extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    automation: { attribute: false },
    original: { attribute: false },
    entities: { attribute: false },
    conditionTexts: { attribute: false },
  };
  declare ui: Ui;
  declare automation: Automation;
  /** The automation as suggested. */
  declare original: Automation;
  /** The entities of the home; others are shown by their ids. */
  declare entities: Entities;
  /** The suggested conditions in words, null where there are none. */
  declare conditionTexts: readonly (string | null)[];

  override render(): TemplateResult {
    const halves = halvesOf(this.automation);
    if (halves !== null) return this.#halves(halves);
    const { automation, original, entities, ui } = this;
    const emit = (next: Automation): void => this.#emit(next);
    return html`<div class="editor">
      ${triggerEditor({ automation, original, entities, ui, emit })} ${this.#days()} ${this.#hours()}
      ${this.#conditions()} ${this.#levels()} ${this.#targets()}
    </div>`;
  }

  #halves([first, second]: readonly [Automation, Automation]): TemplateResult {
    const { words } = this.ui;
    const originals = halvesOf(this.original) ?? [first, second];
    const half = (index: 0 | 1, automation: Automation, label: string): TemplateResult =>
      html`<section class="half" aria-label=${label}>
        <h3>${label}</h3>
        <ai-automation-editor
          .ui=${this.ui}
          .automation=${automation}
          .original=${originals[index]}
          .entities=${this.entities}
          .conditionTexts=${[]}
          @automation-changed=${(event: CustomEvent<Automation>) => {
            event.stopPropagation();
            this.#emit(withHalf(this.automation, index, event.detail));
          }}
        ></ai-automation-editor>
      </section>`;
    return html`${half(0, first, words.firstPart)} ${half(1, second, words.secondPart)}`;
  }

  #days(): TemplateResult {
    const { words } = this.ui;
    const days = edit.daysOf(this.automation);
    const textOf = (list: readonly string[]): string =>
      edit.WEEKDAYS.filter((day) => list.includes(day))
        .map((day) => words.dayNames[day])
        .join(", ");
    return html`<fieldset class="row days">
      <legend>${words.days} ${was(textOf(edit.daysOf(this.original)), textOf(days), this.ui)}</legend>
      ${edit.WEEKDAYS.map(
        (day) =>
          html`<label class="chip"
            ><input
              type="checkbox"
              .checked=${days.includes(day)}
              @change=${() => this.#emit(edit.withDays(this.automation, days.includes(day) ? days.filter((one) => one !== day) : [...days, day]))}
            />${words.dayNames[day]}</label
          >`,
      )}
    </fieldset>`;
  }

  #hours(): TemplateResult {
    const { words } = this.ui;
    const hours = edit.hoursOf(this.automation);
    const set = (change: Partial<{ after: number; before: number }>): void =>
      this.#emit(edit.withHours(this.automation, { ...(hours ?? { after: 0, before: 1_440 }), ...change }));
    return html`<label class="row"
        >${words.hours}${was(hoursText(this.original), hoursText(this.automation), this.ui)}<input
          type="checkbox"
          role="switch"
          .checked=${hours !== null}
          @change=${() => this.#emit(edit.withHours(this.automation, hours === null ? { after: 420, before: 1_320 } : null))}
      /></label>
      ${
        hours === null
          ? ""
          : html`<div class="row">
              <label>${words.from} ${clockInput(words.from, hours.after, (after) => set({ after }))}</label>
              <label
                >${words.until} ${clockInput(words.until, hours.before % 1_440, (before) => set({ before }))}</label
              >
            </div>`
      }`;
  }

  /** The suggested conditions can be turned off and on again. Darkness is always available. */
  #conditions(): TemplateResult {
    const { words } = this.ui;
    const { conditions } = this.automation;
    return html`<fieldset class="row list">
      <legend>${words.conditions}</legend>
      ${edit
        .conditionsToChoose(this.original, this.automation)
        .map(
          (condition) =>
            html`<label class="item"
              >${edit.isDark(condition) ? words.onlyWhenDark : this.#textOf(condition)}<input
                type="checkbox"
                role="switch"
                .checked=${conditions.some((one) => edit.isSame(one, condition))}
                @change=${() => this.#emit(edit.withConditionToggled(this.automation, condition))}
            /></label>`,
        )}
    </fieldset>`;
  }

  #textOf(condition: Part): string {
    const index = this.original.conditions.findIndex((one) => edit.isSame(one, condition));
    return this.conditionTexts[index] ?? conditionText(condition, this.entities, this.ui);
  }

  #levels(): readonly TemplateResult[] {
    const { ui } = this;
    const levels: Readonly<Record<string, string>> = ui.words.levels;
    const before = edit.levelsOf(this.original);
    return edit.levelsOf(this.automation).map(({ action, key, value }) =>
      numberRow(
        {
          label: levels[key] ?? key.replaceAll("_", " "),
          value,
          min: 0,
          max: key === "color_temp_kelvin" ? 10_000 : 100,
          step: key === "temperature" ? 0.5 : key === "volume_level" ? 0.05 : 1,
          before: before.find((one) => one.action === action && one.key === key)?.value,
          ui,
        },
        (next) => this.#emit(edit.withLevel(this.automation, action, key, next)),
      ),
    );
  }

  #targets(): TemplateResult {
    const { words } = this.ui;
    const targets = edit.targetsOf(this.automation);
    const before = edit.targetsOf(this.original);
    return html`<fieldset class="row list">
      <legend>${words.targets}</legend>
      ${targets.map(
        (entityId) =>
          html`<span class="item">
            <span
              >${this.#nameOf(entityId)}${before.includes(entityId) ? "" : html` <span class="was">${words.wasAbsent}</span>`}</span
            >
            ${targets.length < 2 ? "" : html`<button class="plain" @click=${() => this.#removeTarget(entityId)}>${words.remove}</button>`}
          </span>`,
      )}
      ${before
        .filter((entityId) => !targets.includes(entityId))
        .map(
          (entityId) =>
            html`<span class="item"
              ><del>${this.#nameOf(entityId)}</del><span class="was">${words.removed}</span></span
            >`,
        )}
      ${this.#addTarget(targets)}
    </fieldset>`;
  }

  /** Things of the same domains that the home has, as the actions apply to them too. */
  #addTarget(targets: readonly string[]): TemplateResult | "" {
    const { words } = this.ui;
    const domains = edit.domainsOf(this.automation);
    const others = [...this.entities.values()]
      .filter(
        ({ entity_id: id, domain, is_excluded: isExcluded }) =>
          domains.has(domain) && !targets.includes(id) && !isExcluded,
      )
      .toSorted((one, other) => one.name.localeCompare(other.name));
    if (others.length === 0) return "";
    return html`<label class="item"
      >${words.addTarget}<select
        aria-label=${words.addTarget}
        @change=${({ target }: Event) => {
          if (!(target instanceof HTMLSelectElement) || target.value === "") return;
          this.#emit(edit.withTarget(this.automation, target.value));
          target.value = "";
        }}
      >
        <option value="">${words.choose}</option>
        ${choicesOf(others, null).map(({ value, text }) => html`<option value=${value}>${text}</option>`)}
      </select></label
    >`;
  }

  readonly #nameOf = (entityId: string): string => this.entities.get(entityId)?.name ?? entityId;

  /** The button that had the focus is gone, so the focus goes to the list that it was in. */
  async #removeTarget(entityId: string): Promise<void> {
    this.#emit(edit.withoutTarget(this.automation, entityId));
    await this.updateComplete;
    this.querySelector<HTMLElement>(".list button, input")?.focus();
  }

  #emit(automation: Automation): void {
    this.dispatchEvent(new CustomEvent("automation-changed", { detail: automation, bubbles: true }));
  }
}

/** "07:00 – 22:00", or a dash for all day. */
function hoursText(automation: Automation): string {
  const hours = edit.hoursOf(automation);
  if (hours === null) return "–";
  return `${edit.hoursAndMinutes(hours.after)} – ${edit.hoursAndMinutes(hours.before % 1_440)}`;
}

customElements.define("ai-automation-editor", AutomationEditor);
