import { html, type TemplateResult } from "lit";
import * as edit from "../edit.ts";
import { shareOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import { stateOf } from "./decisions.ts";
import { domainIcon } from "./icon.ts";

/** Title, place and state of a suggestion. */
export function suggestionHead(suggestion: Suggestion, ui: Ui): TemplateResult {
  const { title, description, fix, automation, area, label, replay } = suggestion;
  const state = stateOf(suggestion, ui);
  const places = [area, label].filter((name) => name !== null);
  // Otherwise the description has only the figures that the evidence shows.
  const isExplained = fix !== null || shareOf(replay) === null;
  return html`<div class="head">
      <span class="thing">${domainIcon(edit.domainOf(automation))}</span>
      <div class="name">
        ${places.length === 0 ? "" : html`<p class="quiet place">${places.join(" · ")}</p>`}
        <h1 tabindex="-1">${title}</h1>
      </div>
    </div>
    ${isExplained ? html`<p>${description}</p>` : ""}
    ${fix === null ? "" : html`<p class="fix"><del>${fix.before}</del> → <ins>${fix.after}</ins></p>`}
    ${state === null ? "" : html`<p class="badge" role="status">${state}</p>`}`;
}
