import { html, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Analysis, Status } from "../wire.ts";
import { isBusy } from "./activity.ts";
import { cameClose, searchAgain } from "./came-close.ts";

/** Why no suggestion is open: everything was decided, the history is too short, or nothing was good enough. */
export function nothingOpen(
  status: Status,
  { later, never }: { readonly later: number; readonly never: number },
  analysis: Analysis | null,
  ui: Ui,
  reload: () => Promise<void>,
): TemplateResult | "" {
  const { words, fill, format } = ui;
  if (isBusy(status)) return "";
  if (later + never + status.suggestions.deployed + status.suggestions.approved > 0)
    return html`<section class="empty">
      <h2>${words.allDecided}</h2>
      <p>${words.allDecidedText}</p>
      <p>${later > 0 ? words.allPutOff : ""} ${never > 0 ? words.allRejected : ""}</p>
      ${searchAgain(ui)}
    </section>`;
  const obstacle = analysis?.obstacle ?? null;
  const isShort = obstacle?.kind === "too_little_history" && obstacle.has !== null && obstacle.needs !== null;
  const [has, needs] = [obstacle?.has ?? 0, obstacle?.needs ?? 0];
  const day = isShort ? format.day(Date.now() + (needs - has) * 86_400_000) : "";
  return html`<section class="empty">
    <h2>${isShort ? words.tooLittle : words.nothing}</h2>
    <p>
      ${isShort ? fill(words.tooLittleText, { has: Math.floor(has), needs: Math.ceil(needs), day }) : (obstacle?.text ?? words.nothingText)}
    </p>
    ${cameClose(analysis, ui, reload)} ${searchAgain(ui)}
  </section>`;
}
