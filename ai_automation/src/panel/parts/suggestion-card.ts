import { html, type TemplateResult } from "lit";
import * as edit from "../edit.ts";
import { faceOf, runsOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import "./decisions.ts";
import { gauge } from "./gauge.ts";
import { domainIcon } from "./icon.ts";
import { effectOf } from "./often.ts";

/** A suggestion in a list: what it does, one number, how far to trust it, and the decisions. */
export function suggestionCard(
  suggestion: Suggestion,
  ui: Ui,
  on: {
    readonly isSelected: boolean;
    readonly deciding: (id: number) => void;
    readonly decided: (suggestion: Suggestion) => void;
  },
): TemplateResult {
  const { id, title, replay, automation, status } = suggestion;
  const places = [suggestion.area, suggestion.label].filter((name) => name !== null);
  return html`<article
    class="card suggestion ${on.isSelected ? "selected" : ""} ${status === "pending" ? "" : "done"}"
    aria-labelledby="title-${id}"
  >
    <div class="head">
      <span class="thing">${domainIcon(edit.domainOf(automation))}</span>
      <div class="name">
        ${places.length === 0 ? "" : html`<p class="quiet place">${places.join(" · ")}</p>`}
        <h2 id="title-${id}">
          <a href="#/suggestions/${id}" aria-current=${on.isSelected ? "true" : "false"}>${title}</a>
        </h2>
        ${suggestion.fix === null ? "" : html`<p class="fix"><del>${suggestion.fix.before}</del> → <ins>${suggestion.fix.after}</ins></p>`}
      </div>
      ${gauge(replay, ui)}
    </div>
    <div class="sentence">
      ${verdict(suggestion, ui)}
      <p class="quiet">${effectOf(replay, automation, ui)}</p>
    </div>
    <ai-decisions
      .ui=${ui}
      .suggestion=${suggestion}
      @deciding=${() => on.deciding(id)}
      @decided=${({ detail }: CustomEvent<Suggestion>) => on.decided(detail)}
    ></ai-decisions>
  </article>`;
}

/** How far to trust it, and why. */
export function verdict({ replay }: Pick<Suggestion, "replay">, { words, fill }: Ui): TemplateResult | "" {
  const face = faceOf(replay);
  if (face === null) return "";
  return html`<p>
    <strong class="verdict ${face}">${words.faces[face]}</strong>:
    ${fill(words.rightInTest, { right: replay.tp, of: runsOf(replay) })}
  </p>`;
}
