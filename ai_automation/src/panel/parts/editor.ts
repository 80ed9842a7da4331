import { html, type TemplateResult } from "lit";
import * as edit from "../edit.ts";
import { PanelElement } from "../element.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Part } from "../wire.ts";

/** Edits an automation part by part. Dispatches `automation-changed` with the new automation on every change. */
export class AutomationEditor extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    automation: { attribute: false },
    original: { attribute: false },
  };
  declare ui: Ui;
  declare automation: Automation;
  /** The automation as suggested. */
  declare original: Automation;

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
      if (target instanceof HTMLInputElement)
        this.#emit(
          edit.withTime(this.automation, target.type === "range" ? Number(target.value) : edit.minutesOf(target.value)),
        );
    };
    return html`<label class="row"
        >${words.time}<input type="time" .value=${edit.hoursAndMinutes(time)} @change=${change}
      /></label>
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
    const valueOf = ({ target }: Event): number =>
      target instanceof HTMLInputElement ? edit.minutesOf(target.value) : 0;
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
              <label
                >${words.from}
                <input
                  type="time"
                  .value=${edit.hoursAndMinutes(hours.after)}
                  @change=${(event: Event) => set({ after: valueOf(event) })}
              /></label>
              <label
                >${words.until}
                <input
                  type="time"
                  .value=${edit.hoursAndMinutes(hours.before % 1_440)}
                  @change=${(event: Event) => set({ before: valueOf(event) })}
              /></label>
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
              >${edit.isDark(condition) ? words.onlyWhenDark : html`<code>${textOf(condition)}</code>`}<input
                type="checkbox"
                role="switch"
                .checked=${conditions.some((one) => edit.isSame(one, condition))}
                @change=${() => this.#emit(edit.withConditionToggled(this.automation, condition))}
            /></label>`,
        )}
    </fieldset>`;
  }

  #levels(): readonly TemplateResult[] {
    return edit
      .levelsOf(this.automation)
      .map(({ action, key, value }) =>
        this.#number(
          key.replaceAll("_", " "),
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
            <code>${entityId}</code>
            <button class="plain" @click=${() => this.#emit(edit.withoutTarget(this.automation, entityId))}>
              ${words.remove}
            </button>
          </span>`,
      )}
    </fieldset>`;
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

/** A short text for a condition: its kind and its values. */
function textOf({ condition, ...rest }: Part): string {
  return `${String(condition)}: ${Object.values(rest)
    .map((value) => (Array.isArray(value) ? value.join(", ") : String(value)))
    .join(" ")}`;
}

customElements.define("ai-automation-editor", AutomationEditor);
