import { html, type TemplateResult } from "lit";
import { get, post } from "../api.ts";
import { isFramed, openInHost } from "../host.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";

/** The automation of the home that is off and would do what is suggested, with a button that turns it on. */
export function offAutomation(
  suggestion: Suggestion,
  { words, me, toast, showError }: Ui,
  onChange: (suggestion: Suggestion) => void,
): TemplateResult | "" {
  const off = suggestion.would_be_done_by;
  if (off === null || off.is_on || suggestion.status !== "pending") return "";
  const reload = async (): Promise<void> => onChange(await get<Suggestion>(`api/suggestions/${suggestion.id}`));
  const turn = async (way: "turn_on" | "turn_off"): Promise<void> => {
    await post(`api/automations/${off.entity_id}/${way}`);
    await reload();
  };
  const turnOn = async (): Promise<void> => {
    try {
      await turn("turn_on");
      toast(words.turnedOn(off.name), () => turn("turn_off"));
    } catch (error) {
      showError(error);
    }
  };
  return html`<div class="buttons off-automation">
    <button ?disabled=${!me.can_change} @click=${turnOn}>${words.turnOn(off.name)}</button>
    ${openAutomation(off.entity_id, words.openEditor)}
  </div>`;
}

/** A button that shows an automation in Home Assistant. */
export const openAutomation = (entityId: string, label: string): TemplateResult | "" =>
  isFramed
    ? html`<button class="plain" @click=${() => openInHost(`/config/automation/show/${entityId}`)}>${label}</button>`
    : "";
