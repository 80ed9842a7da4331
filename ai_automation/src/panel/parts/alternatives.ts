import { html, type TemplateResult } from "lit";
import { shareOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Suggestion } from "../wire.ts";

/** The share of right runs below which another form is not offered. */
const WORTH_OFFERING = 0.6;

/** Other forms of the same habit. */
export function alternatives(
  suggestion: Suggestion,
  { words, fill, format }: Ui,
  use: (automation: Automation) => void,
): TemplateResult | "" {
  const good = suggestion.alternatives.filter(({ replay }) => (shareOf(replay) ?? 0) >= WORTH_OFFERING);
  if (good.length === 0) return "";
  return html`<section aria-labelledby="forms">
    <h3 id="forms">${words.otherTriggers}</h3>
    <ul class="near">
      ${good.map(
        ({ title, automation, replay }) =>
          html`<li>
            <span>${title}</span>
            <span class="quiet">${fill(words.rightShare, { share: format.percent(shareOf(replay) ?? 0) })}</span>
            <button @click=${() => use(automation)}>${words.useThis}</button>
          </li>`,
      )}
    </ul>
  </section>`;
}
