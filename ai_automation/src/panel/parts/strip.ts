import { html, svg, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Replay } from "../wire.ts";

const WIDTH = 10;
const HEIGHT = 28;

/** A bar chart of the last weeks: right runs above the line, wrong ones below. */
export function strip(weeks: Replay["weeks"], { words, fill }: Ui): TemplateResult {
  const count = weeks.length;
  const most = Math.max(1, ...weeks.map(({ right, wrong }) => Math.max(right, wrong)));
  const sum = (of: (week: (typeof weeks)[number]) => number): number =>
    weeks.reduce((total, week) => total + of(week), 0);
  const line = HEIGHT * 0.7;
  return html`<svg
    class="strip"
    viewBox="0 0 ${count * WIDTH} ${HEIGHT}"
    width=${count * WIDTH}
    height=${HEIGHT}
    role="img"
    aria-label=${fill(words.weeksSummary, { count, right: sum(({ right }) => right), wrong: sum(({ wrong }) => wrong) })}
  >
    ${weeks.map(
      ({ right, wrong }, index) => svg`
        <rect class="right" x=${index * WIDTH + 1} width=${WIDTH - 3} y=${line - (right / most) * line} height=${(right / most) * line} rx="1"></rect>
        <rect class="wrong" x=${index * WIDTH + 1} width=${WIDTH - 3} y=${line + 2} height=${(wrong / most) * (HEIGHT - line - 2)} rx="1"></rect>`,
    )}
    <line x1="0" x2=${count * WIDTH} y1=${line + 0.5} y2=${line + 0.5}></line>
  </svg>`;
}
