import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, NearMiss } from "../wire.ts";
import { openAutomation } from "./off-automation.ts";
import { selfActingItem } from "./self-acting.ts";
import { promisingItem, watchedOutcomeItem } from "./watched-habits.ts";

/** Habits that were almost suggested or may be soon, and changes that already happen by themselves. */
export function cameClose(analysis: Analysis | null, ui: Ui, reload: () => Promise<void>): TemplateResult {
  const { words } = ui;
  const nearMisses = analysis?.near_misses ?? [];
  return html`
    ${section(
      words.promising,
      nearMisses.flatMap((near) =>
        near.prospect === null
          ? []
          : [promisingItem(near, prospectText(near.learned, near.held_out, near.prospect, ui), ui, reload)],
      ),
    )}
    ${section(
      words.beingWatched,
      (analysis?.watched_habits ?? [])
        .filter(({ outcome }) => outcome !== null)
        .map((one) => watchedOutcomeItem(one, ui, reload)),
    )}
    ${section(
      words.nearMisses,
      nearMisses
        .filter(({ prospect }) => prospect === null)
        .map(({ title, reason }) =>
          item(title, reason.text, reason.by === undefined ? "" : openAutomation(reason.by, words.openEditor)),
        ),
    )}
    ${section(
      words.selfActing,
      (analysis?.self_acting ?? []).map((one) => selfActingItem(one, ui, reload)),
    )}
  `;
}

export function searchAgain(ui: Ui): TemplateResult {
  const search = async (): Promise<void> => {
    try {
      await post("api/analysis");
    } catch (error) {
      ui.showError(error);
    }
  };
  return html`<button ?disabled=${!ui.me.can_change} @click=${search}>${ui.words.analyse}</button>`;
}

const item = (title: string, text: string, link: TemplateResult | "" = ""): TemplateResult =>
  html`<li><span>${title}</span><span class="quiet">${text}</span>${link}</li>`;

const section = (heading: string, items: readonly TemplateResult[]): TemplateResult | "" =>
  items.length === 0
    ? ""
    : html`<h3>${heading}</h3>
        <ul class="near">
          ${items}
        </ul>`;

function prospectText(
  learned: NearMiss["learned"],
  heldOut: NearMiss["held_out"],
  { more, likely_at: likelyAt }: NonNullable<NearMiss["prospect"]>,
  { words, fill, format }: Ui,
): string {
  const right = learned.tp + heldOut.tp;
  const day = format.day(Math.max(Date.now(), Date.parse(likelyAt)));
  return fill(words.promisingText, { right, runs: right + learned.fp + heldOut.fp, more, day });
}
