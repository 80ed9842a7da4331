import { html, type TemplateResult } from "lit";
import * as edit from "../edit.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Part } from "../wire.ts";
import { clockInput } from "./clock-input.ts";
import { conditionText } from "./condition-text.ts";

/** Edits an automation part by part. Dispatches `automation-changed` with the new automation on every change. */
export class AutomationEditor extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    automation: { attribute: false },
    original: { attribute: false },
    conditionTexts: { attribute: false },
    names: { attribute: false },
  };
  declare ui: Ui;
  declare automation: Automation;
  /** The automation as suggested. */
  declare original: Automation;
  /** Its conditions in words, null where there are none. */
  declare conditionTexts: readonly (string | null)[];
  /** The names of entities by id; what has none is shown by its id. */
  declare names: ReadonlyMap<string, string>;

  override render(): TemplateResult {
    const { words } = this.ui;
    const { automation } = this;
    const time = edit.timeOf(automation);
    const offset = edit.offsetOf(automation);
    const hold = edit.holdOf(automation);
    return html`<div class="editor">
      ${time === null ? "" : this.#time(time)}
      ${offset === null ? "" : this.#number(words.offset, offset, -180, 180, 5, (value) => edit.withOffset(automation, value))}
      ${hold === null ? "" : this.#number(words.hold, hold, 0, 240, 1, (value) => edit.withHold(automation, value))}
      ${this.#days()} ${this.#hours()} ${this.#conditions()} ${this.#levels()} ${this.#targets()}
    </div>`;
  }

  #time(time: number): TemplateResult {
    const { words } = this.ui;
    const change = ({ target }: Event): void => {
      if (target instanceof HTMLInputElement) this.#emit(edit.withTime(this.automation, Number(target.value)));
    };
    return html`<label class="row"
        >${words.time}${clockInput(words.time, time, (minutes) => this.#emit(edit.withTime(this.automation, minutes)))}</label
      >
      <input
        class="slider"
        type="range"
        min="0"
        max="1439"
        step="1"
        .value=${String(time)}
        aria-label=${words.time}
        @input=${change}
      />`;
  }

  #days(): TemplateResult {
    const { words } = this.ui;
    const days = edit.daysOf(this.automation);
    return html`<fieldset class="row days">
      <legend>${words.days}</legend>
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
        >${words.hours}<input
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
    return this.conditionTexts[index] ?? conditionText(condition, this.names, this.ui);
  }

  #levels(): readonly TemplateResult[] {
    const levels: Readonly<Record<string, string>> = this.ui.words.levels;
    return edit
      .levelsOf(this.automation)
      .map(({ action, key, value }) =>
        this.#number(
          levels[key] ?? key.replaceAll("_", " "),
          value,
          0,
          key === "color_temp_kelvin" ? 10_000 : 100,
          key === "temperature" ? 0.5 : 1,
          (next) => edit.withLevel(this.automation, action, key, next),
        ),
      );
  }

  #targets(): TemplateResult | "" {
    const { words } = this.ui;
    const targets = edit.targetsOf(this.automation);
    if (targets.length < 2) return "";
    return html`<fieldset class="row list">
      <legend>${words.targets}</legend>
      ${targets.map(
        (entityId) =>
          html`<span class="item">
            <span>${this.names.get(entityId) ?? entityId}</span>
            <button class="plain" @click=${() => this.#removeTarget(entityId)}>${words.remove}</button>
          </span>`,
      )}
    </fieldset>`;
  }

  /** The button that had the focus is gone, so the focus goes to the list that it was in. */
  async #removeTarget(entityId: string): Promise<void> {
    this.#emit(edit.withoutTarget(this.automation, entityId));
    await this.updateComplete;
    this.querySelector<HTMLElement>(".list button, input")?.focus();
  }

  #number(
    label: string,
    value: number,
    min: number,
    max: number,
    step: number,
    change: (value: number) => Automation,
  ): TemplateResult {
    return html`<label class="row"
      >${label}<input
        type="number"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        @change=${({ target }: Event) => {
          if (target instanceof HTMLInputElement && target.value !== "") this.#emit(change(Number(target.value)));
        }}
    /></label>`;
  }

  #emit(automation: Automation): void {
    this.dispatchEvent(new CustomEvent("automation-changed", { detail: automation, bubbles: true }));
  }
}

customElements.define("ai-automation-editor", AutomationEditor);
