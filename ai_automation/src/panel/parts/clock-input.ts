import { html, type TemplateResult } from "lit";
import { hoursAndMinutes, minutesOf } from "../edit.ts";

/**
 * A time of day in minutes since midnight. Browsers show `<input type="time">` in the notation of their own language,
 * which may have twelve hours, next to titles that have 24.
 */
export const clockInput = (label: string, minutes: number, change: (minutes: number) => void): TemplateResult =>
  html`<input
    class="clock"
    inputmode="numeric"
    autocomplete="off"
    maxlength="5"
    required
    pattern="([01]?[0-9]|2[0-3]):[0-5][0-9]"
    placeholder="00:00"
    aria-label=${label}
    .value=${hoursAndMinutes(minutes)}
    @change=${({ target }: Event) => {
      if (target instanceof HTMLInputElement && target.reportValidity()) change(minutesOf(target.value));
    }}
  />`;
