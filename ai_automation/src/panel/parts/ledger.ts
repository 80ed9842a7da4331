import { html, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Ledger } from "../wire.ts";
import { causeText } from "./states.ts";

/** The changes of one day with their causes, newest first. Days after today cannot be asked for. */
export function ledgerCard(ledger: Ledger, ui: Ui, showDay: (step: number) => void): TemplateResult {
  const { words, format } = ui;
  const day = format.calendarDay(ledger.day);
  return html`<section class="card" aria-labelledby="ledger">
    <h2 id="ledger">${words.ledger}</h2>
    <div class="buttons">
      <button aria-label=${words.previousDay} @click=${() => showDay(-1)}>←</button>
      <span>${day}</span>
      <button
        aria-label=${words.nextDay}
        ?disabled=${ledger.day >= format.dayOf(Date.now())}
        @click=${() => showDay(1)}
      >
        →
      </button>
    </div>
    ${
      ledger.changes.length === 0
        ? html`<p class="quiet">${words.noChanges}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-label=${day}>
            <table>
              <tbody>
                ${ledger.changes.toReversed().map(
                  ({ at, name, state_text: state, cause }) =>
                    html`<tr>
                      <td class="clock">${format.time(at)}</td>
                      <td>
                        ${name}
                        <div class="quiet">${causeText(cause, ui)}</div>
                      </td>
                      <td>${state}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
