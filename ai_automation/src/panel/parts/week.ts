import { html, svg, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Digest } from "../wire.ts";

const STEP = 36;
const HEIGHT = 56;
const BAR = 20;

/** Actions spared this week by the automations created here, and corrections, by day. */
export function week({ total, days }: Digest, ui: Ui): TemplateResult {
  const { words, fill, format } = ui;
  const most = Math.max(1, ...days.map(({ saved, wrong }) => saved + wrong));
  const heightOf = (count: number): number => (count / most) * HEIGHT;
  return html`<section class="card week" aria-labelledby="week">
    <div>
      <h2 id="week">${words.thisWeek}</h2>
      <p class="figure">${format.number(total.saved)}</p>
      <p>${fill(words.spared, { count: total.saved })}</p>
      <p class="quiet">${fill(words.corrected, { count: total.wrong })}</p>
    </div>
    <svg
      class="strip days"
      viewBox="0 0 ${days.length * STEP} ${HEIGHT + 18}"
      role="img"
      aria-label=${days.map(({ day, saved, wrong }) => `${format.weekday(day)}: ${saved}, ${fill(words.corrected, { count: wrong })}`).join("; ")}
    >
      ${days.map(({ day, saved, wrong }, index) => {
        const x = index * STEP + (STEP - BAR) / 2;
        const top = HEIGHT - heightOf(saved + wrong);
        return svg`
          <rect class="right" x=${x} width=${BAR} y=${top + heightOf(wrong)} height=${heightOf(saved)} rx="2"></rect>
          <rect class="wrong" x=${x} width=${BAR} y=${top} height=${heightOf(wrong)} rx="2"></rect>
          <line x1=${x} x2=${x + BAR} y1=${HEIGHT + 0.5} y2=${HEIGHT + 0.5}></line>
          <text x=${x + BAR / 2} y=${HEIGHT + 14} text-anchor="middle">${format.weekday(day)}</text>`;
      })}
    </svg>
  </section>`;
}
