import { html, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import "./decisions.ts";
import { strip } from "./strip.ts";

/** The share of right runs from which a suggestion looks sure. */
const SURE = 0.9;

/** A suggestion in a list: one number, one sentence, its weeks, and the decisions. */
export function suggestionCard(
  suggestion: Suggestion,
  ui: Ui,
  on: { readonly deciding: (id: number) => void; readonly decided: (suggestion: Suggestion) => void },
): TemplateResult {
  const { words, fill, format } = ui;
  const { id, title, replay } = suggestion;
  const runs = replay.tp + replay.fp;
  const share = runs === 0 ? null : replay.tp / runs;
  const places = [suggestion.area, suggestion.label].filter((name) => name !== null);
  return html`<article class="card" aria-labelledby="title-${id}">
    ${places.length === 0 ? "" : html`<p class="quiet place">${places.join(" · ")}</p>`}
    <h2 id="title-${id}"><a href="#/suggestions/${id}">${title}</a></h2>
    ${suggestion.fix === null ? "" : html`<p class="fix"><del>${suggestion.fix.before}</del> → <ins>${suggestion.fix.after}</ins></p>`}
    <div class="facts">
      ${share === null ? "" : html`<p class="score ${share >= SURE ? "sure" : "unsure"}" aria-hidden="true">${format.percent(share)}</p>`}
      <div class="sentence">
        ${share === null ? "" : html`<p>${fill(words.rightOnHeldOutDays, { right: replay.tp, of: runs })}</p>`}
        <p class="quiet">
          ${
            replay.alerts_per_week === undefined
              ? fill(words.savesPerWeek, { count: Math.round(replay.saved_per_week) })
              : fill(words.notifiesPerWeek, { count: replay.alerts_per_week })
          }
        </p>
      </div>
      ${strip(replay.weeks, ui)}
    </div>
    <ai-decisions
      .ui=${ui}
      .suggestion=${suggestion}
      .editLink=${`#/suggestions/${id}`}
      @deciding=${() => on.deciding(id)}
      @decided=${({ detail }: CustomEvent<Suggestion>) => on.decided(detail)}
    ></ai-decisions>
  </article>`;
}
