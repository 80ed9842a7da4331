import { html, type TemplateResult } from "lit";
import { isFramed, openInHost } from "../host.ts";
import type { Ui } from "../ui.ts";
import type { ListedAutomation } from "../wire.ts";

/** The automations that people made themselves: how often they run and are corrected, and what is wrong with them. */
export function homeAutomations(automations: readonly ListedAutomation[], ui: Ui): TemplateResult | "" {
  const { words } = ui;
  if (automations.length === 0) return "";
  const hasRemarks = automations.some((one) => hasRemark(one, ui));
  return html`<section class="card" aria-labelledby="others">
    <h2 id="others">${words.otherAutomations}</h2>
    <div class="wide-table" tabindex="0" role="group" aria-labelledby="others">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.automation}</th>
            <th scope="col" class="number">${words.runsShort}</th>
            <th scope="col" class="number">${words.correctionsShort}</th>
            ${hasRemarks ? html`<th scope="col">${words.remarks}</th>` : ""}
          </tr>
        </thead>
        <tbody>
          ${automations.toSorted((a, b) => remarksOf(b, ui).length - remarksOf(a, ui).length).map((one) => row(one, hasRemarks, ui))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const hasRemark = (automation: ListedAutomation, ui: Ui): boolean =>
  notesOn(automation, ui).length > 0 || remarksOf(automation, ui).length > 0;

function row(automation: ListedAutomation, hasRemarks: boolean, ui: Ui): TemplateResult {
  const { format, words } = ui;
  const { alias, runs, corrections, id } = automation;
  const remarks = remarksOf(automation, ui);
  return html`<tr>
    <th scope="row">
      ${
        isFramed && id !== null
          ? html`<button class="plain link" @click=${() => openInHost(`/config/automation/edit/${id}`)}>
              ${alias}
            </button>`
          : alias
      }
    </th>
    <td class="number" data-label=${words.runsShort}>${format.number(runs.last_7_days)}</td>
    <td class="number" data-label=${words.correctionsShort}>
      ${corrections === null ? "–" : format.number(corrections.total)}
    </td>
    ${
      hasRemarks
        ? html`<td>
            ${remarks.map((remark) => html`<span class="badge">${remark}</span> `)}
            ${notesOn(automation, ui).map((note) => html`<span class="quiet">${note}</span><br />`)}
          </td>`
        : ""
    }
  </tr>`;
}

/** How much is understood, and what its runs show about the rest. */
function notesOn(automation: ListedAutomation, { words, fill }: Ui): readonly string[] {
  const { understood, not_understood: unread, not_replayed: notReplayed } = automation;
  const { started_by: startedBy, usual_hours: hours } = automation;
  if (understood === "in_full") return notReplayed.length === 0 ? [] : [because(words.notReplayed, notReplayed)];
  const names = startedBy.map(({ trigger, name }) => name ?? words.startTriggers[trigger]);
  return [
    because(words.understood[understood], unread),
    ...(names.length === 0 ? [] : [fill(words.startedBy, { names: names.join(", ") })]),
    ...(hours === null ? [] : [fill(words.startedAt, hours)]),
  ];
}

/** More would hide what else there is to say. */
const MAX_REASONS = 3;

function because(note: string, reasons: ListedAutomation["not_understood"]): string {
  if (reasons.length === 0) return note;
  const texts = reasons.slice(0, MAX_REASONS).map(({ text }) => text);
  return `${note}: ${texts.join("; ")}${reasons.length > MAX_REASONS ? "; …" : ""}`;
}

/** Problems that somebody should look at. */
function remarksOf(automation: ListedAutomation, { words, fill }: Ui): readonly string[] {
  const { is_on: isOn, is_idle: isIdle, missing_entities: missing, needs_attention: attention } = automation;
  return [
    ...(attention === null ? [] : [words.needsAttention]),
    ...(missing.length === 0 ? [] : [fill(words.missing, { names: missing.join(", ") })]),
    ...(isIdle ? [words.idle] : []),
    ...(isOn === false ? [words.off] : []),
  ];
}
